import { odata } from '@azure/data-tables';
import { expect, inject, test } from 'vitest';
import { account } from '../../../../src/adapters/azure/account.ts';
import { knownLists } from '../../../../src/adapters/azure/known/known-lists.ts';
import type { Entity } from '../../../../src/adapters/azure/table-entity.ts';

let made = 0;
const filter = odata`PartitionKey eq ${'day'}`;

/** A table of so many rows, and what it is asked: `heads` for the least there is of each, else `all`. */
async function aTable(rows: number) {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const table = await store.table(`known${process.pid}x${++made}`);
  const asked: string[] = [];
  table.pipeline.addPolicy({
    name: 'asked',
    async sendRequest(request, next) {
      const select = new URL(request.url).searchParams.get('$select');
      if (request.method === 'GET') asked.push(select === 'PartitionKey,RowKey' ? 'heads' : 'all');
      return await next(request);
    },
  });
  const write = (at: number, text: string) =>
    table.upsertEntity({ partitionKey: 'day', rowKey: `r${at}`, text }, 'Replace');
  for (let at = 0; at < rows; at++) await write(at, `text ${at}`);
  const read: string[] = [];
  const lists = (mostBytes = 1_000_000) => {
    const list = knownLists((entity: Entity) => {
      read.push(String(entity.rowKey));
      return String(entity.text);
    }, mostBytes);
    return () => Array.fromAsync(list(table, filter));
  };
  const seen = () => ({ asked: asked.splice(0), read: read.splice(0) });
  return { table, write, lists, seen, list: lists() };
}

test('what has not been written since is asked for by its ETags alone, and read once', async () => {
  const { list, seen } = await aTable(3);
  const first = await list();
  expect(first).toEqual(['text 0', 'text 1', 'text 2']);
  expect(seen()).toEqual({ asked: ['all'], read: ['r0', 'r1', 'r2'] });
  expect(await list()).toEqual(first);
  expect(seen()).toEqual({ asked: ['heads'], read: [] });
});

test.each<[string, (one: Awaited<ReturnType<typeof aTable>>) => Promise<unknown>, string[]]>([
  ['written', ({ write }) => write(1, 'other'), ['text 0', 'other', 'text 2']],
  ['written last', ({ write }) => write(2, 'other'), ['text 0', 'text 1', 'other']],
  ['come', ({ write }) => write(3, 'new'), ['text 0', 'text 1', 'text 2', 'new']],
  ['gone', ({ table }) => table.deleteEntity('day', 'r1'), ['text 0', 'text 2']],
  ['gone from the end', ({ table }) => table.deleteEntity('day', 'r2'), ['text 0', 'text 1']],
])('what has %s since is seen', async (_, change, expected) => {
  const one = await aTable(3);
  await one.list();
  await one.list();
  await change(one);
  expect(await one.list()).toEqual(expected);
});

test('a list that grows is one request at each look, and what it had is not read again', async () => {
  const { write, list, seen } = await aTable(2);
  await list();
  await write(2, 'new');
  await list();
  expect(seen()).toEqual({ asked: ['all', 'heads', 'all'], read: ['r0', 'r1', 'r2'] });
  await write(1, 'other');
  expect(await list()).toEqual(['text 0', 'other', 'new']);
  expect(seen()).toEqual({ asked: ['all'], read: ['r1'] });
  // It rests: whoever asks next pays for the heads alone again.
  await list();
  await list();
  expect(seen()).toEqual({ asked: ['all', 'heads'], read: [] });
});

test('whoever stops early has remembered nothing, and what is too big is read each time', async () => {
  const { table, lists, seen } = await aTable(3);
  const list = knownLists((entity: Entity) => String(entity.text), 1_000_000);
  for await (const text of list(table, filter)) if (text === 'text 0') break;
  expect(await Array.fromAsync(list(table, filter))).toHaveLength(3);
  expect(seen().asked).toEqual(['all', 'all']);
  const small = lists(1_000);
  await small();
  expect(await small()).toEqual(['text 0', 'text 1', 'text 2']);
  expect(seen().asked).toEqual(['all', 'all']);
});

test('the list asked for longest ago goes first', async () => {
  const { table, seen } = await aTable(2);
  const list = knownLists((entity: Entity) => String(entity.text), 5_600);
  const ask = (rowKey: string) =>
    Array.fromAsync(list(table, odata`PartitionKey eq ${'day'} and RowKey ge ${rowKey}`));
  // Two rows each, some 900 bytes a row: three lists fit, a fourth does not.
  for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await ask(key);
  expect(seen().asked).toEqual(['all', 'all', 'all', 'heads', 'all', 'heads', 'all']);
});
