import type { TableClient } from '@azure/data-tables';
import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { dayTable } from '../../../src/adapters/azure/days.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { DamagedDayError } from '../../../src/errors.ts';
import { aCall, aCluster, aRow } from '../../build.ts';
import { daysContract } from '../../contract/days.contract.ts';

let made = 0;

function newTable() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `days${process.pid}x${++made}`;
  return () => store.table(name);
}

daysContract(async () => dayTable(newTable()));

test('a fold that dies on its way leaves a day that is not said to be kept', async () => {
  const table = newTable();
  const client = await table();
  let transactions = 0;
  const dying: typeof client = Object.assign(Object.create(client), {
    submitTransaction: (...args: Parameters<typeof client.submitTransaction>) =>
      ++transactions === 2 ? Promise.reject(new Error('killed')) : client.submitTransaction(...args),
  });
  const day = '2026-10-01' as Day;
  const rows = Array.from({ length: 250 }, (_, at) => ({
    ...aRow(),
    call: aCall({ user: `u${at}` }),
    evidence: [],
  }));
  const patterns = foldPatterns(rows, 'first');

  await expect(dayTable(async () => dying).save(aCluster, day, 'one', patterns)).rejects.toThrow('killed');
  const days = dayTable(table);
  expect((await Array.fromAsync(days.load(aCluster, day))).length).toBeGreaterThan(0);
  expect([...(await days.fingerprints(aCluster, day, day))]).toEqual([]);
  await days.save(aCluster, day, 'one', patterns);
  expect(await Array.fromAsync(days.load(aCluster, day))).toHaveLength(250);
  expect([...(await days.fingerprints(aCluster, day, day)).values()]).toEqual(['one']);
});

const aDayOf = (users: readonly string[]) =>
  foldPatterns(
    users.map((user) => ({ ...aRow(), call: aCall({ user }), evidence: [] })),
    'first',
  );

test.each<[string, Record<string, unknown>]>([
  ['a tail that is not its own', { pattern1: '}' }],
  ['half of it', { pattern0: '{"key":"' }],
  ['another value', { pattern0: '[]' }],
  ['another pattern', { pattern0: JSON.stringify(aDayOf(['somebody'])[0]) }],
])('a damaged pattern is told by its day, and made whole by the next fold: %s', async (_, columns) => {
  const table = newTable();
  const [days, day, patterns] = [dayTable(table), '2026-10-01' as Day, aDayOf(['anna', 'bob'])];
  await days.save(aCluster, day, 'one', patterns);
  const client = await table();
  const [, first] = await Array.fromAsync(client.listEntities());
  const { partitionKey = '', rowKey = '' } = first ?? {};
  await client.updateEntity({ partitionKey, rowKey, ...columns }, 'Merge');
  const load = () => Array.fromAsync(days.load(aCluster, day));
  await expect(load()).rejects.toEqual(new DamagedDayError('2026-10-01'));
  await days.save(aCluster, day, 'one', patterns);
  expect(await load()).toEqual(expect.arrayContaining(patterns));
});

test('a fold that another one overtook says nothing of rows that may be of both', async () => {
  const table = newTable();
  const [client, day] = [await table(), '2026-10-01' as Day];
  const days = dayTable(table);
  const [before, after] = [aDayOf(['anna']), aDayOf(['anna', 'bob'])];
  /** Between the rows of the slow fold and its end another one runs from start to end. */
  const overtaken = (fingerprint: string): TableClient =>
    Object.assign(Object.create(client), {
      async submitTransaction(...args: Parameters<typeof client.submitTransaction>) {
        await days.save(aCluster, day, fingerprint, after);
        return await client.submitTransaction(...args);
      },
    });
  await dayTable(async () => overtaken('new')).save(aCluster, day, 'old', before);
  expect([...(await days.fingerprints(aCluster, day, day))]).toEqual([]);
  await dayTable(async () => overtaken('new')).save(aCluster, day, 'new', after);
  expect([...(await days.fingerprints(aCluster, day, day)).values()]).toEqual(['new']);
});
