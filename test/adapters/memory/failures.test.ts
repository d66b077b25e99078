import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { failuresContract } from '../../contract/failures.contract.ts';

failuresContract(async () => memoryFailures());
