import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { dayTable } from '../../../src/adapters/azure/days.ts';
import { daysContract } from '../../contract/days.contract.ts';

let made = 0;

daysContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `days${process.pid}x${++made}`;
  return dayTable(() => store.table(name));
});
