import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';

ledgerContract(async () => memoryLedger());
