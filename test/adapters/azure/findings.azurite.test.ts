import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { findingTable } from '../../../src/adapters/azure/findings.ts';
import { findingsContract } from '../../contract/findings.contract.ts';

let made = 0;

findingsContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `findings${process.pid}x${++made}`;
  return findingTable(() => store.table(name));
});
