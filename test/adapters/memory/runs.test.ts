import { memoryRuns } from '../../../src/adapters/memory/runs.ts';
import { runsContract } from '../../contract/runs.contract.ts';

runsContract(async () => memoryRuns());
