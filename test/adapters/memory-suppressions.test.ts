import { memorySuppressions } from '../../src/adapters/memory/memory-suppressions.ts';
import { suppressionsContract } from '../contract/suppressions.contract.ts';

suppressionsContract(async () => memorySuppressions());
