import { inject, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { dayTable } from '../../src/adapters/azure/day-table.ts';
import { findingTable } from '../../src/adapters/azure/finding-table.ts';
import { reportBlobs } from '../../src/adapters/azure/report-blobs.ts';
import { manyTellers } from '../app/many-tellers.ts';
import { storeContract } from '../contract/findings.contract.ts';

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

test('many tellers at once, on stores of their own, tell each finding once', async () => {
  const name = `findings${process.pid}x${++made}`;
  const findings = () => {
    const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
    return findingTable(() => store.table(name));
  };
  await manyTellers({ tellers: 8, findings });
});
