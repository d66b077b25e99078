import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { reportBlobs } from '../../../src/adapters/azure/reports.ts';
import { reportsContract } from '../../contract/reports.contract.ts';

let made = 0;

reportsContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `reports-${process.pid}x${++made}`;
  return reportBlobs(store.blobs, name);
});
