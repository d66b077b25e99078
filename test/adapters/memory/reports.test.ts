import { memoryReports } from '../../../src/adapters/memory/reports.ts';
import { reportsContract } from '../../contract/reports.contract.ts';

reportsContract(async () => memoryReports());
