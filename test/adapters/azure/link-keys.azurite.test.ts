import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { linkKeyTable } from '../../../src/adapters/azure/keys/link-keys.ts';
import { linkKeysContract } from '../../contract/link-keys.contract.ts';

let made = 0;

function newTable() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `keys${process.pid}x${++made}`;
  return () => store.table(name);
}

linkKeysContract(async () => {
  const table = newTable();
  return {
    open: () => linkKeyTable(table),
    // As docs/security.md says.
    forget: async () => void (await (await table()).deleteEntity('links', 'current')),
  };
});

test.each(['', 'c2hvcnQ', '!'.repeat(43)])('what is kept and is no key is replaced: %j', async (key) => {
  const table = newTable();
  await (await table()).createEntity({ partitionKey: 'links', rowKey: 'current', key });
  const keys = linkKeyTable(table);
  expect(await keys.read()).toBeNull();
  const all = await Promise.all([keys.make(), linkKeyTable(table).make(), linkKeyTable(table).make()]);
  expect(new Set(all.map((one) => Buffer.from(one).toString('hex'))).size).toBe(1);
  expect(await keys.read()).toHaveLength(32);
});
