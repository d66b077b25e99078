import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { runTable } from '../../../src/adapters/azure/runs.ts';
import { runsContract } from '../../contract/runs.contract.ts';

let made = 0;

function newTable() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `runs${process.pid}x${++made}`;
  return () => store.table(name);
}

runsContract(async () => runTable(newTable()));

test('a run whose time cannot be read is as if it was never noted', async () => {
  const table = newTable();
  await (await table()).createEntity({ partitionKey: 'run', rowKey: 'sweep', at: 'broken' });
  expect(await runTable(table).last('sweep')).toBeNull();
});
