import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { suppressionsContract } from '../../contract/suppressions.contract.ts';

suppressionsContract(async () => memorySuppressions());
