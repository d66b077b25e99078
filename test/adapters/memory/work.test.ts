import { memoryWork } from '../../../src/adapters/memory/work.ts';
import { workContract } from '../../contract/work.contract.ts';

workContract(async () => memoryWork());
