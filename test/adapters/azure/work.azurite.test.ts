import type { TableClient } from '@azure/data-tables';
import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { hashKey } from '../../../src/adapters/azure/table-entity.ts';
import { workTable } from '../../../src/adapters/azure/work.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { ConflictError } from '../../../src/errors.ts';
import { entry, workContract } from '../../contract/work.contract.ts';

let made = 0;

function newTable(): () => Promise<TableClient> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `work${process.pid}x${++made}`;
  return () => store.table(name);
}

workContract(async () => workTable(newTable()));

const which = { finding: '0123456789abcdef0123456789abcdef', day: '2026-10-01' as Day };

test('of two who change the same state at the same moment one is told that it was too late', async () => {
  const table = newTable();
  // As two processes have it.
  const [mine, theirs] = [workTable(table), workTable(table)];
  for (let round = 0; round < 5; round++) {
    const changed = await Promise.allSettled(
      [mine, theirs].map((store, at) => store.add(which, () => entry({ owner: `${at} ${round}` }), [round])),
    );
    expect(changed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = changed.find((one) => one.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(ConflictError);
  }
  expect(await mine.history(which)).toHaveLength(5);
});

test('a thousand notes of the greatest length are kept, and how it stands is still one small entity', async () => {
  const table = newTable();
  const store = workTable(table);
  const long = 'é"'.repeat(1_000);
  for (let at = 0; at < 1_000; at++) await store.add(which, () => entry({ note: `${at} ${long}` }));
  expect((await store.history(which)).map(({ note }) => Number(note?.split(' ')[0]))).toEqual(
    Array.from({ length: 1_000 }, (_, at) => at),
  );
  const head = await (await table()).getEntity(which.day, `is.${hashKey(which.finding)}`);
  expect(JSON.stringify(head).length).toBeLessThan(40_000);
  expect((await store.ofDay(which.day)).get(which.finding)).toMatchObject({ notes: 1_000, changes: 1_000 });
});

test('a write whose answer was lost is not made a second time', async () => {
  const table = newTable();
  const client = await table();
  let lost = 0;
  const forgetful: TableClient = Object.create(client, {
    submitTransaction: {
      value: async (actions: Parameters<TableClient['submitTransaction']>[0]) => {
        await client.submitTransaction(actions);
        lost++;
        // The SDK tries again what it had no answer to.
        return await client.submitTransaction(actions);
      },
    },
  });
  const store = workTable(async () => forgetful);
  await store.add(which, () => entry({ note: 'one' }));
  await store.add(which, () => entry({ note: 'two' }), [1]);
  expect(lost).toBe(2);
  expect((await store.history(which)).map(({ note }) => note)).toEqual(['one', 'two']);
});

test.each<[string, Record<string, unknown>]>([
  ['half of it', { state0: '{"status":"clo' }],
  ['another value', { state0: 'null' }],
  ['another status', { state0: JSON.stringify({ status: 'closed', changes: 2 }) }],
  ['no version', { version: '' }],
])('a damaged state is made anew from its entries, and goes on: %s', async (_, columns) => {
  const table = newTable();
  const store = workTable(table);
  await store.add(which, () => entry({ status: 'acknowledged', owner: 'anna' }));
  await store.add(which, () => entry({ note: 'one' }));
  const before = await store.find(which);
  const client = await table();
  const rowKey = `is.${hashKey(which.finding)}`;
  await client.updateEntity({ partitionKey: which.day, rowKey, ...columns }, 'Merge');
  expect(await store.find(which)).toEqual(before);
  expect((await store.ofDay(which.day)).get(which.finding)).toEqual(before);
  expect(await store.add(which, () => entry({ note: 'two' }), [2])).toMatchObject({ notes: 2, changes: 3 });
});

test('a damaged entry costs itself alone, and none takes its place', async () => {
  const table = newTable();
  const store = workTable(table);
  for (const note of ['one', 'two', 'three']) await store.add(which, () => entry({ note }));
  const client = await table();
  const damage = { partitionKey: which.day, rowKey: `was.${hashKey(which.finding)}.000003`, entry0: '{' };
  await client.updateEntity(damage, 'Merge');
  expect((await store.history(which)).map(({ note }) => note)).toEqual(['one', 'two']);
  await client.updateEntity(
    { partitionKey: which.day, rowKey: `is.${hashKey(which.finding)}`, state0: '{' },
    'Merge',
  );
  expect(await store.add(which, () => entry({ note: 'four' }))).toMatchObject({ notes: 3, changes: 4 });
  expect((await store.history(which)).map(({ note }) => note)).toEqual(['one', 'two', 'four']);
});
