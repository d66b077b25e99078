/** A finding is found by its id alone, whoever kept it, and for as long as it is kept. */
import type { TableClient } from '@azure/data-tables';
import { expect, inject, test } from 'vitest';
import { account } from '../../../../src/adapters/azure/account.ts';
import { findingTable } from '../../../../src/adapters/azure/findings.ts';
import type { Findings } from '../../../../src/app/ports/findings.ts';
import type { Day } from '../../../../src/core/count/day.ts';
import { aCluster, aFinding } from '../../../build.ts';

let made = 0;
const [day, next] = ['2026-10-01' as Day, '2026-10-02' as Day];
const never = new Date('2999-01-01T00:00:00Z');

async function world() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `where${process.pid}x${++made}`;
  return { table: await store.table(name), findings: () => findingTable(() => store.table(name)) };
}

const places = async (table: TableClient) =>
  (await Array.fromAsync(table.listEntities())).filter(({ partitionKey }) => partitionKey === 'where');

const dayOf = async (findings: Findings, id: string) => (await findings.find(id))?.finding.day;

/** What another version writes: it says of no finding where it is. */
async function asBefore(table: TableClient): Promise<void> {
  for (const entity of await Array.fromAsync(table.listEntities())) {
    const { partitionKey = '', rowKey = '', placed: _, ...other } = entity;
    if (partitionKey > 'turn') await table.deleteEntity(partitionKey, rowKey);
    else await table.updateEntity({ partitionKey, rowKey, ...other }, 'Replace');
  }
}

test('findings of a store of another version are found, of whichever day', async () => {
  const { table, findings } = await world();
  await findings().save(day, aCluster, [aFinding({ id: 'a' })]);
  await findings().save(
    next,
    aCluster,
    [aFinding({ id: 'b', day: next })],
    [aFinding({ id: 'c', day: next })],
  );
  await asBefore(table);
  const reader = findings();
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((id) => dayOf(reader, id)))).toEqual([
    day,
    next,
    next,
    undefined,
  ]);
  expect(await places(table)).toHaveLength(3);
});

test('what another version has kept since is found when its day is ranked again, though nothing is new', async () => {
  const { table, findings } = await world();
  expect(await dayOf(findings(), 'a')).toBeUndefined();
  const [found, gone] = [aFinding({ id: 'a' }), aFinding({ id: 'gone' })];
  await findings().save(day, aCluster, [found, gone]);
  await findings().save(day, aCluster, [found]);
  for (const { partitionKey = '', rowKey = '' } of await places(table))
    await table.deleteEntity(partitionKey, rowKey);
  for (const rowKey of ['a', 'gone'])
    await table.updateEntity({ partitionKey: day, rowKey, placed: false }, 'Merge');
  expect(await dayOf(findings(), 'a')).toBeUndefined();
  await findings().save(day, aCluster, [found]);
  expect([await dayOf(findings(), 'a'), await dayOf(findings(), 'gone')]).toEqual([day, day]);
  for (const rowKey of ['a', 'gone']) expect((await table.getEntity(day, rowKey)).placed).toBe(true);
});

test('a finding whose writer died behind its note is not there', async () => {
  const { table, findings } = await world();
  await table.upsertEntity({ partitionKey: 'where', rowKey: 'a', day });
  expect(await findings().find('a')).toBeNull();
});

test('no text that is no id of a finding is asked for', async () => {
  const { findings } = await world();
  for (const id of ['', '/', 'a/b', "'", '#?', '%00', '\u0000', 'é', 'x'.repeat(2_000)])
    expect(await findings().find(id)).toBeNull();
});

test('where findings are is forgotten with them', async () => {
  const { table, findings } = await world();
  await findings().save(
    day,
    aCluster,
    Array.from({ length: 120 }, (_, at) => aFinding({ id: `a${at}` })),
  );
  await findings().save(next, aCluster, [aFinding({ id: 'b', day: next })]);
  expect(await findings().forget(next, new Date(0))).toBe(0);
  expect(await places(table)).toHaveLength(121);
  expect(await findings().forget(next, never)).toBe(1);
  expect((await places(table)).map(({ rowKey }) => rowKey)).toEqual(['b']);
  expect(await dayOf(findings(), 'b')).toBe(next);
});
