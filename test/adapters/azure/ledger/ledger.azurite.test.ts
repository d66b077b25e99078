import { describe, expect, inject, test } from 'vitest';
import { account } from '../../../../src/adapters/azure/account.ts';
import { ledgerClusters } from '../../../../src/adapters/azure/ledger/clusters.ts';
import { ledgerTable } from '../../../../src/adapters/azure/ledger/ledger.ts';
import type { Ledger } from '../../../../src/app/ports/ledger.ts';
import type { Hour } from '../../../../src/core/read/path.ts';
import { ConflictError } from '../../../../src/errors.ts';
import { aBlob, aCluster, anApplied, aRow } from '../../../build.ts';
import { ledgerContract } from '../../../contract/ledger.contract.ts';

let made = 0;

/** Two workers' ledgers over the same new tables, and those. */
function world(clock = () => new Date()) {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `${process.pid}x${++made}`;
  const table = () => store.table(`ledger${suffix}`);
  const clusters = () => store.table(`clusters${suffix}`);
  const make = () => ledgerTable(table, clusters, clock);
  return { table, clusters, ledgers: [make(), make()] as const };
}

const ledgers = () => world().ledgers;

/** A day after whatever was just counted: a cluster is forgotten only then. */
const later = () => new Date(Date.now() + 25 * 3_600_000);

ledgerContract(async () => world(later).ledgers[0]);

test('remembers a blob of many rows, and notices when another worker moved it, or it was replaced', async () => {
  const [mine, other] = ledgers();
  const blob = aBlob({ length: 5_000 });
  let open = await mine.open(blob);
  for (let i = 1; i <= 11; i++) {
    const rows = Array.from({ length: 99 }, (_, row) => aRow({}, { requestURI: `/api/${i}/${row}` }));
    open = await mine.commit(open, { cursor: { ...open.cursor, bytes: 100 * i }, rows });
  }
  const again = await mine.open(blob);
  expect([again.rows.size, again.cursor.bytes]).toEqual([1_089, 1_100]);

  const moved = aRow({ events: 7 }, { requestURI: '/api/1/1' });
  const theirs = await other.open(blob);
  await other.commit(theirs, { cursor: { ...theirs.cursor, bytes: 1_200 }, rows: [moved] });
  await expect(
    mine.commit(again, { cursor: { ...again.cursor, bytes: 1_300 }, rows: [] }),
  ).rejects.toBeInstanceOf(ConflictError);
  const now = await mine.open(blob);
  expect(now.cursor.bytes).toBe(1_200);
  expect(now.rows.get(moved.key)?.events).toBe(7);

  const remade = aBlob({ created: '2026-10-01T08:50:00.000Z' });
  expect(await mine.open(remade)).toMatchObject({ replaced: true, cursor: { bytes: 0, generation: 1 } });
});

test('a blob that was forgotten while it was counted is a lost race', async () => {
  const [ledger] = ledgers();
  const open = await ledger.open(aBlob());
  const begun = await ledger.commit(open, { cursor: { ...open.cursor, bytes: 100 }, rows: [aRow()] });
  await ledger.forget(aCluster, '2026-10-02T00' as Hour, new Date('2999-01-01T00:00:00Z'));
  const late = { cursor: { ...begun.cursor, bytes: 200 }, rows: [] };
  await expect(ledger.commit(begun, late)).rejects.toBeInstanceOf(ConflictError);
});

describe('a blob whose counts are damaged', () => {
  const hours = ['2026-10-01T00' as Hour, '2026-10-02T00' as Hour] as const;
  const [well, bad] = [aBlob(), aBlob({}, '2026-10-01T09')];
  const row = aRow({ events: 3, applied: anApplied() });

  /** Two counted blobs, and what was written over the cursor, or a row, of one of them. */
  async function damagedBy(of: 'cursor' | 'row', columns: Record<string, unknown>) {
    const { table, ledgers } = world();
    const [ledger, other] = ledgers;
    for (const blob of [well, bad]) {
      const open = await ledger.open(blob);
      await ledger.commit(open, { cursor: { ...open.cursor, bytes: 100, lines: 5 }, rows: [row] });
    }
    const client = await table();
    const entities = await Array.fromAsync(client.listEntities());
    const { partitionKey = '', rowKey = '' } = entities[of === 'cursor' ? 2 : 3] ?? {};
    await client.updateEntity({ partitionKey, rowKey, ...columns }, 'Merge');
    return { ledger, other, client };
  }

  const counted = async (ledger: Ledger) =>
    (await Array.fromAsync(ledger.counted(aCluster, ...hours))).map(({ hour, cursor, damaged, rows }) =>
      [hour.slice(11), cursor.generation, cursor.bytes, damaged, rows.map(({ events }) => events)].join(' '),
    );

  const cases: ['cursor' | 'row', string, Record<string, unknown>][] = [
    ['cursor', 'of reasons that cannot be read', { skipped0: '{"not-json"' }],
    ['cursor', 'of a tail that is not its own', { skipped1: '}' }],
    ['cursor', 'that is no number', { bytes: 'many' }],
    ['cursor', 'of less than nothing', { lines: -1 }],
    ['cursor', 'of no time', { created: 5 }],
    ['row', 'whose call is cut', { call0: '{"user":"a' }],
    ['row', 'whose call is another thing', { call0: '{}' }],
    ['row', 'whose evidence has a tail', { evidence1: ']' }],
    ['row', 'whose evidence is no list', { evidence0: '{"length":1}' }],
    ['row', 'whose object cannot be read', { applied0: '' }],
    ['row', 'of no count', { events: 1.5 }],
  ];

  test.each(cases)(
    'is counted anew as a new generation, and costs itself alone: a %s %s',
    async (of, _, columns) => {
      const { ledger, other } = await damagedBy(of, columns);
      const left = of === 'cursor' ? '09 0 0 true 3' : '09 0 100 true ';
      expect(await counted(ledger)).toEqual(['08 0 100 false 3', left]);
      const [, seen] = await Array.fromAsync(ledger.blobs(aCluster, ...hours));
      expect(seen).toMatchObject({ name: bad.name, damaged: of === 'cursor' });

      const [open, late] = [await ledger.open(bad), await other.open(bad)];
      expect(open).toMatchObject({
        damaged: true,
        replaced: false,
        cursor: { bytes: 0, generation: 1, lines: 0 },
      });
      expect(open.rows.size).toBe(0);
      await ledger.commit(open, { cursor: { ...open.cursor, bytes: 40 }, rows: [aRow({ events: 7 })] });
      await expect(
        other.commit(late, { cursor: { ...late.cursor, bytes: 90 }, rows: [row] }),
      ).rejects.toBeInstanceOf(ConflictError);
      expect(await counted(ledger)).toEqual(['08 0 100 false 3', '09 1 40 false 7']);
      expect(await other.open(bad)).toMatchObject({ damaged: false, cursor: { bytes: 40, generation: 1 } });
    },
  );

  test('has no name where that is damaged as well', async () => {
    const { ledger } = await damagedBy('cursor', { blob: 'another', bytes: 'x' });
    expect((await Array.fromAsync(ledger.blobs(aCluster, ...hours))).map(({ name }) => name)).toEqual([
      well.name,
      '',
    ]);
  });

  test('does not begin among rows whose cursor is gone', async () => {
    const { ledger, client } = await damagedBy('row', {});
    const [, , cursor] = await Array.fromAsync(client.listEntities());
    await client.deleteEntity(cursor?.partitionKey ?? '', cursor?.rowKey ?? '');
    expect(await ledger.open(bad)).toMatchObject({ damaged: true, cursor: { generation: 1 } });
    expect(await counted(ledger)).toEqual(['08 0 100 false 3', '09 0 0 true 3']);
  });

  test('does not show what an older generation counted', async () => {
    const { ledger, client } = await damagedBy('row', {});
    const open = await ledger.open({ ...bad, created: '2026-10-01T09:30:00.000Z' });
    await ledger.commit(open, { cursor: { ...open.cursor, bytes: 70 }, rows: [] });
    const entities = await Array.fromAsync(client.listEntities());
    const { partitionKey = '', rowKey = '' } = entities[4] ?? {};
    await client.updateEntity({ partitionKey, rowKey, bytes: 'x', blob: 'x' }, 'Merge');
    expect(await counted(ledger)).toEqual(['08 0 100 false 3', '09 1 0 true ']);
  });
});

describe('a cluster', () => {
  const hour = '2026-10-02T00' as Hour;
  const never = new Date('2999-01-01T00:00:00Z');

  async function counted(clock?: () => Date) {
    const made = world(clock);
    const open = await made.ledgers[0].open(aBlob());
    const begun = await made.ledgers[0].commit(open, { cursor: { ...open.cursor, bytes: 100 }, rows: [] });
    return { ...made, begun };
  }

  test('that was counted within a day stays, though nothing is left of it: somebody may be counting', async () => {
    const { ledgers } = await counted();
    expect(await ledgers[1].forget(aCluster, hour, never)).toBe(1);
    expect(await ledgers[1].clusters()).toEqual([aCluster]);
  });

  test('is written again by whoever goes on counting, half a day later', async () => {
    let now = Date.now();
    const { ledgers, clusters, begun } = await counted(() => new Date(now));
    const [ledger] = ledgers;
    const client = await clusters();
    const [known] = await Array.fromAsync(client.listEntities());
    await client.deleteEntity(known?.partitionKey ?? '', known?.rowKey ?? '');
    now += 11 * 3_600_000;
    const next = await ledger.commit(begun, { cursor: { ...begun.cursor, bytes: 200 }, rows: [] });
    expect(await ledger.clusters()).toEqual([]);
    now += 2 * 3_600_000;
    await ledger.commit(next, { cursor: { ...next.cursor, bytes: 300 }, rows: [] });
    expect(await ledger.clusters()).toEqual([aCluster]);
  });

  test('that is written while it is looked at stays', async () => {
    const { clusters } = await counted();
    const [mine, theirs] = [ledgerClusters(clusters, later), ledgerClusters(clusters, later)];
    await mine.forget(aCluster, async () => {
      await theirs.register(aCluster);
      return true;
    });
    expect(await mine.all()).toEqual([aCluster]);
    await mine.forget(aCluster, async () => false);
    expect(await mine.all()).toEqual([aCluster]);
    await mine.forget(aCluster, async () => true);
    expect(await mine.all()).toEqual([]);
  });

  test('that is damaged is left out, and whole again with the next commit', async () => {
    const { ledgers, clusters, begun } = await counted();
    const client = await clusters();
    const [known] = await Array.fromAsync(client.listEntities());
    const { partitionKey = '', rowKey = '' } = known ?? {};
    await client.updateEntity({ partitionKey, rowKey, id: 'another' }, 'Merge');
    expect(await ledgers[0].clusters()).toEqual([]);
    await ledgers[0].commit(begun, { cursor: { ...begun.cursor, bytes: 200 }, rows: [] });
    expect(await ledgers[0].clusters()).toEqual([aCluster]);
  });
});
