/** The list of blobs: never older than the cursor, whoever dies or is late, and made anew for stores of other versions. */
import type { TableClient } from '@azure/data-tables';
import { describe, expect, inject, test } from 'vitest';
import { account } from '../../../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../../../src/adapters/azure/ledger/ledger.ts';
import type { LogBlob } from '../../../../src/app/ports/audit-logs.ts';
import type { Ledger } from '../../../../src/app/ports/ledger.ts';
import type { Hour } from '../../../../src/core/read/path.ts';
import { ConflictError } from '../../../../src/errors.ts';
import { aBlob, aCluster, aRow } from '../../../build.ts';

let made = 0;
const hours = ['2026-10-01T00' as Hour, '2026-10-02T00' as Hour] as const;
const [early, late] = [aBlob({}, '2026-10-01T07'), aBlob({}, '2026-10-01T08')];

/** Ledgers over the same new tables, each of a process of its own. */
async function world() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `${process.pid}x${++made}`;
  const table = () => store.table(`list${suffix}`);
  const clusters = () => store.table(`listclusters${suffix}`);
  return {
    table: await table(),
    clusters: await clusters(),
    ledger: (over = table) => ledgerTable(over, clusters),
  };
}

async function count(ledger: Ledger, blob: LogBlob, bytes: number, sealed = false): Promise<void> {
  const open = await ledger.open(blob);
  await ledger.commit(open, { cursor: { ...open.cursor, bytes, sealed }, rows: [aRow()] });
}

const seen = async (ledger: Ledger) =>
  (await Array.fromAsync(ledger.blobs(aCluster, ...hours))).map(
    ({ hour, cursor }) => `${hour.slice(11)} ${cursor.generation} ${cursor.bytes}`,
  );

const listed = async (table: TableClient) =>
  (await Array.fromAsync(table.listEntities())).filter(({ partitionKey }) => partitionKey?.startsWith('of.'));

type Kind = 'submitTransaction' | 'updateEntity';
type Call = () => Promise<unknown>;

/** The table, of which one kind of call does something else. */
const instead = (table: TableClient, kind: Kind, doing: (call: Call) => Promise<unknown>) =>
  new Proxy(table, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      const call = (...args: unknown[]): unknown => own.apply(target, args);
      return name === kind ? (...args: unknown[]) => doing(async () => await call(...args)) : call;
    },
  });

/** Calls of a kind do not happen, or happen and are not known of. */
const dying = (table: TableClient, kind: Kind, when: 'before' | 'after') =>
  instead(table, kind, async (call) => {
    if (when === 'after') await call();
    throw new Error('killed');
  });

test('a sealed blob is read from the list, one that grows from its cursor', async () => {
  const { table, ledger } = await world();
  await count(ledger(), early, 100, true);
  await count(ledger(), late, 50);
  await count(ledger(), late, 70);
  expect(await seen(ledger())).toEqual(['07 0 100', '08 0 70']);
  expect((await listed(table)).map(({ bytes }) => bytes)).toEqual([100n, undefined]);
  const named = ledger().blobs(aCluster, ...hours, new Set([late.name]));
  expect((await Array.fromAsync(named)).map(({ name }) => name)).toEqual([late.name]);
});

test('what is counted behind a seal is seen, and again when it is sealed anew', async () => {
  const { ledger } = await world();
  const reader = ledger();
  await count(ledger(), late, 100, true);
  expect(await seen(reader)).toEqual(['08 0 100']);
  await count(ledger(), late, 200);
  expect(await seen(reader)).toEqual(['08 0 200']);
  await count(ledger(), late, 300, true);
  expect(await seen(reader)).toEqual(['08 0 300']);
});

test('who is late to say that a blob is sealed says nothing of what was counted on', async () => {
  const { table, ledger } = await world();
  await count(ledger(), late, 50);
  expect(await seen(ledger())).toEqual(['08 0 50']);
  const other = ledger();
  // Between the commit that seals and the copy of it another counts on.
  const slow = instead(table, 'updateEntity', async (call) => {
    await count(other, late, 200);
    return await call();
  });
  await count(
    ledger(async () => slow),
    late,
    100,
    true,
  );
  expect(await seen(ledger())).toEqual(['08 0 200']);
});

describe('a blob that is put at rest', () => {
  const first = async (ledger: Ledger) => (await Array.fromAsync(ledger.blobs(aCluster, ...hours)))[0];

  async function rested(over?: (table: TableClient) => TableClient) {
    const all = await world();
    await count(all.ledger(), late, 100);
    const inFlight = await all.ledger().open(late);
    const found = await first(all.ledger());
    if (found === undefined) throw new Error('nothing is counted');
    const ledger = over === undefined ? all.ledger() : all.ledger(async () => over(all.table));
    const rest = () => ledger.rest(late, found);
    return { ...all, inFlight, found, rest };
  }

  test('is read from the list, and nothing of its count changes', async () => {
    const { ledger, found, rest, table } = await rested();
    await rest();
    const entities = await Array.fromAsync(table.listEntities());
    expect(entities.map(({ bytes, atRest }) => [bytes, atRest])).toEqual([
      [100n, true],
      [undefined, undefined],
      [100n, true],
    ]);
    expect(await first(ledger())).toEqual({ ...found, isAtRest: true });
    expect(found.isAtRest).toBe(false);
    expect((await Array.fromAsync(ledger().counted(aCluster, ...hours)))[0]?.rows).toHaveLength(1);
  });

  test('may be counted on: who had opened it before loses, who opens it then is seen', async () => {
    const { ledger, inFlight, rest } = await rested();
    await rest();
    const cursor = { ...inFlight.cursor, bytes: 150 };
    await expect(ledger().commit(inFlight, { cursor, rows: [] })).rejects.toBeInstanceOf(ConflictError);
    expect(await seen(ledger())).toEqual(['08 0 100']);
    await count(ledger(), late, 200);
    expect(await seen(ledger())).toEqual(['08 0 200']);
  });

  test('is left alone where it has been counted on since', async () => {
    const { ledger, rest } = await rested();
    await count(ledger(), late, 200);
    await rest();
    expect(await first(ledger())).toMatchObject({ isAtRest: false, cursor: { bytes: 200 } });
  });

  test.each([1, 2])('while another counts on has no copy: before write %i of it', async (at) => {
    let calls = 0;
    let other: Ledger | undefined;
    const all = await rested((table) =>
      instead(table, 'updateEntity', async (call) => {
        if (++calls === at && other !== undefined) await count(other, late, 300);
        return await call();
      }),
    );
    other = all.ledger();
    await all.rest();
    expect(await first(all.ledger())).toMatchObject({ isAtRest: false, cursor: { bytes: 300 } });
  });

  test('whose copy was lost gets one when it is put at rest again', async () => {
    let isDead = true;
    const { ledger, rest } = await rested((table) =>
      instead(table, 'updateEntity', async (call) => {
        const answer = await call();
        if (isDead) throw new Error('killed');
        return answer;
      }),
    );
    await expect(rest()).rejects.toThrow('killed');
    expect(await first(ledger())).toMatchObject({ isAtRest: false, cursor: { bytes: 100 } });
    isDead = false;
    await rest();
    expect(await first(ledger())).toMatchObject({ isAtRest: true, cursor: { bytes: 100 } });
  });
});

describe('a worker that dies', () => {
  test('before its first commit leaves a blob that is not there', async () => {
    const { table, ledger } = await world();
    const killed = ledger(async () => dying(table, 'submitTransaction', 'before'));
    await expect(count(killed, late, 100)).rejects.toThrow('killed');
    expect(await listed(table)).toHaveLength(1);
    expect(await seen(ledger())).toEqual([]);
    await count(ledger(), late, 100);
    expect(await seen(ledger())).toEqual(['08 0 100']);
  });

  test('behind its commit leaves one that is', async () => {
    const { table, ledger } = await world();
    const killed = ledger(async () => dying(table, 'submitTransaction', 'after'));
    await expect(count(killed, late, 100)).rejects.toThrow('killed');
    expect(await seen(ledger())).toEqual(['08 0 100']);
  });

  test('between a seal and its copy loses nothing', async () => {
    const { table, ledger } = await world();
    const killed = ledger(async () => dying(table, 'updateEntity', 'before'));
    await expect(count(killed, late, 100, true)).rejects.toThrow('killed');
    expect(await seen(ledger())).toEqual(['08 0 100']);
  });

  test('between taking the copy away and counting on loses nothing', async () => {
    const { table, ledger } = await world();
    await count(ledger(), late, 100, true);
    const killed = ledger(async () => dying(table, 'submitTransaction', 'before'));
    await expect(count(killed, late, 200)).rejects.toThrow('killed');
    expect(await seen(ledger())).toEqual(['08 0 100']);
  });
});

test('a generation that was begun and not counted hides nothing of the one before', async () => {
  const { table, ledger } = await world();
  await count(ledger(), late, 100, true);
  const remade = { ...late, created: '2026-10-01T08:50:00.000Z' };
  const killed = ledger(async () => dying(table, 'submitTransaction', 'before'));
  await expect(count(killed, remade, 40)).rejects.toThrow('killed');
  expect(await seen(ledger())).toEqual(['08 0 100']);
  await count(ledger(), remade, 40);
  expect(await seen(ledger())).toEqual(['08 1 40']);
});

test('the list goes with what it lists', async () => {
  const { table, ledger } = await world();
  await count(ledger(), early, 100, true);
  await count(ledger(), late, 100);
  const never = new Date('2100-01-01T00:00:00Z');
  expect(await ledger().forget(aCluster, late.path.hour, new Date(0))).toBe(0);
  expect(await listed(table)).toHaveLength(2);
  expect(await ledger().forget(aCluster, late.path.hour, never)).toBe(1);
  expect(await listed(table)).toHaveLength(1);
  expect(await seen(ledger())).toEqual(['08 0 100']);
});

describe('a store of a version that knows no list', () => {
  /** Counts like that version: what it writes is the same but for the list, and for the word of it. */
  async function asBefore({ table, clusters }: { table: TableClient; clusters: TableClient }) {
    for (const { partitionKey = '', rowKey = '' } of await listed(table))
      await table.deleteEntity(partitionKey, rowKey);
    await withoutWord(clusters);
    for (const entity of await Array.fromAsync(table.listEntities())) {
      const { listed: _, ...other } = entity;
      await table.updateEntity(
        { ...other, partitionKey: entity.partitionKey ?? '', rowKey: entity.rowKey ?? '' },
        'Replace',
      );
    }
  }

  /** As it registers a cluster. */
  async function withoutWord(clusters: TableClient) {
    for (const { partitionKey = '', rowKey = '', id, name } of await Array.fromAsync(clusters.listEntities()))
      await clusters.updateEntity({ partitionKey, rowKey, id, name }, 'Replace');
  }

  test('is read whole, and listed by whoever looks first', async () => {
    const all = await world();
    await count(all.ledger(), early, 100, true);
    await count(all.ledger(), late, 50);
    await asBefore(all);
    const [one, other] = [all.ledger(), all.ledger()];
    expect(await Promise.all([seen(one), seen(one), seen(other)])).toEqual(
      Array.from({ length: 3 }, () => ['07 0 100', '08 0 50']),
    );
    expect((await listed(all.table)).map(({ bytes }) => bytes)).toEqual([100n, undefined]);
    await count(all.ledger(), early, 200);
    expect(await seen(one)).toEqual(['07 0 200', '08 0 50']);
  });

  test('is listed by two at once, each of which may be first with any of it', async () => {
    const all = await world();
    await count(all.ledger(), early, 100, true);
    await count(all.ledger(), late, 50);
    await asBefore(all);
    const other = all.ledger();
    const overtaken = instead(all.table, 'submitTransaction', async (call) => {
      await count(other, late, 60);
      return await call();
    });
    expect(await seen(all.ledger(async () => overtaken))).toEqual(['07 0 100', '08 0 60']);
    expect(await listed(all.table)).toHaveLength(2);
  });

  test('that has counted behind our back is listed anew', async () => {
    const all = await world();
    await count(all.ledger(), early, 100, true);
    expect(await seen(all.ledger())).toEqual(['07 0 100']);
    // Counts on behind the seal, and something new, and has registered the cluster before.
    const [before] = await listed(all.table);
    await count(all.ledger(), early, 200, true);
    await count(all.ledger(), late, 50, true);
    await asBefore(all);
    const { partitionKey = '', rowKey = '', ...copy } = before ?? {};
    await all.table.upsertEntity({ partitionKey, rowKey, ...copy }, 'Replace');
    expect(await seen(all.ledger())).toEqual(['07 0 200', '08 0 50']);
  });

  test('that still counts while we do is heard of when its blob is asked for', async () => {
    const all = await world();
    await count(all.ledger(), early, 100, true);
    const reader = all.ledger();
    expect(await seen(reader)).toEqual(['07 0 100']);
    await count(all.ledger(), late, 50);
    const [, entry] = await listed(all.table);
    await all.table.deleteEntity(entry?.partitionKey ?? '', entry?.rowKey ?? '');
    for (const entity of await Array.fromAsync(all.table.listEntities()))
      if (entity.rowKey === 'cursor') {
        const { listed: _, ...other } = entity;
        await all.table.updateEntity(
          { ...other, partitionKey: entity.partitionKey ?? '', rowKey: 'cursor' },
          'Replace',
        );
      }
    expect(await seen(reader)).toEqual(['07 0 100']);
    expect((await all.ledger().open(late)).cursor.bytes).toBe(50);
    expect(await seen(reader)).toEqual(['07 0 100', '08 0 50']);
  });

  test('leaves a list that no copy is taken from, where it counts on at the same time', async () => {
    const all = await world();
    await count(all.ledger(), early, 100, true);
    await asBefore(all);
    const stale = await all.ledger().open(early);
    expect(await seen(all.ledger())).toEqual(['07 0 100']);
    await all.ledger().commit(stale, { cursor: { ...stale.cursor, bytes: 300, sealed: false }, rows: [] });
    expect(await seen(all.ledger())).toEqual(['07 0 300']);
    await expect(
      all.ledger().commit(stale, { cursor: { ...stale.cursor, bytes: 400, sealed: true }, rows: [] }),
    ).rejects.toBeInstanceOf(ConflictError);
    expect(await seen(all.ledger())).toEqual(['07 0 300']);
  });
});
