import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { auditLogsContract } from '../../contract/audit-logs.contract.ts';

auditLogsContract(async () => {
  const logs = memoryLogs(3);
  let second = 0;
  const now = () => new Date(Date.UTC(2026, 9, 1, 8, 0, second++));
  return {
    logs,
    append: async (name, text) => logs.append(name, text, now()),
    replace: async (name, text) => logs.replace(name, text, now()),
  };
});
