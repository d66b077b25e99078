import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryReports } from '../../../src/adapters/memory/reports.ts';
import { storeContract } from '../../contract/findings.contract.ts';

storeContract(async () => ({ findings: memoryFindings(), days: memoryDays(), reports: memoryReports() }));
