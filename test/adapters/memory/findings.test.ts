import { memoryDays, memoryFindings, memoryReports } from '../../../src/adapters/memory/findings.ts';
import { storeContract } from '../../contract/findings.contract.ts';

storeContract(async () => ({ findings: memoryFindings(), days: memoryDays(), reports: memoryReports() }));
