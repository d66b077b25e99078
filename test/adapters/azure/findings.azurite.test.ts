import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { dayTable } from '../../../src/adapters/azure/days.ts';
import { findingTable } from '../../../src/adapters/azure/findings.ts';
import { reportBlobs } from '../../../src/adapters/azure/reports.ts';
import { storeContract } from '../../contract/findings.contract.ts';

let made = 0;

storeContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `${process.pid}x${++made}`;
  return {
    findings: findingTable(() => store.table(`findings${suffix}`)),
    days: dayTable(() => store.table(`days${suffix}`)),
    reports: reportBlobs(store.blobs, `reports-${suffix}`),
  };
});
