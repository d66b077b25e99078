import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { rankingsContract } from '../../contract/rankings.contract.ts';

rankingsContract(async () => memoryRankings());
