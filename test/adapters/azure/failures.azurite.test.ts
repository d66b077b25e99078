import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { failureTable } from '../../../src/adapters/azure/failures.ts';
import { failuresContract } from '../../contract/failures.contract.ts';

let made = 0;

failuresContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `failures${process.pid}x${++made}`;
  return failureTable(() => store.table(name));
});
