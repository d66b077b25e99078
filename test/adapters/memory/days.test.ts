import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { daysContract } from '../../contract/days.contract.ts';

daysContract(async () => memoryDays());
