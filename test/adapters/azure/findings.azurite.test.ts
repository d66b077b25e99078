import { inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { findingTable } from '../../../src/adapters/azure/findings.ts';
import { manyTellers } from '../../app/many-tellers.ts';
import { findingsContract } from '../../contract/findings.contract.ts';

let made = 0;

findingsContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `findings${process.pid}x${++made}`;
  return findingTable(() => store.table(name));
});

test('many tellers at once, on stores of their own, tell each finding once', async () => {
  const name = `findings${process.pid}x${++made}`;
  const findings = () => {
    const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
    return findingTable(() => store.table(name));
  };
  await manyTellers({ tellers: 8, findings });
});
