/** What any ledger must do. Run by the memory ledger and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Ledger, OpenBlob } from '../../src/app/ports/ledger.ts';
import type { Cursor } from '../../src/core/count/cursor.ts';
import { dayOfTime } from '../../src/core/count/day.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { ConflictError } from '../../src/errors.ts';
import { aBlob, aCall, aCluster, anApplied, aRow } from '../build.ts';

const moved = (open: OpenBlob, bytes: number, over: Partial<Cursor> = {}): Cursor => ({
  ...open.cursor,
  bytes,
  ...over,
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** @param make a ledger that has counted nothing yet */
export function ledgerContract(make: () => Promise<Ledger>): void {
  const day = ['2026-10-01T00' as Hour, '2026-10-02T00' as Hour] as const;

  describe('a ledger', () => {
    test('opens a blob it has never seen at its first byte', async () => {
      const open = await (await make()).open(aBlob());
      expect(open.cursor).toMatchObject({ bytes: 0, lines: 0, generation: 0, sealed: false });
      expect(open.rows.size).toBe(0);
      expect(open.replaced).toBe(false);
    });

    test('takes a blob whose creation time is not told for the one it knows, unless it is shorter', async () => {
      const ledger = await make();
      const open = await ledger.open(aBlob());
      await ledger.commit(open, { cursor: moved(open, 500), rows: [] });
      const again = await ledger.open(aBlob({ created: '' }));
      expect(again).toMatchObject({ replaced: false, cursor: { bytes: 500, generation: 0 } });
      const shorter = await ledger.open(aBlob({ created: '', length: 499 }));
      expect(shorter).toMatchObject({ replaced: true, cursor: { bytes: 0, generation: 1 } });
      const other = aBlob({}, '2026-10-01T09');
      const untold = await ledger.open({ ...other, created: '' });
      await ledger.commit(untold, { cursor: moved(untold, 300), rows: [] });
      const told = await ledger.open(other);
      expect(told).toMatchObject({ replaced: false, cursor: { bytes: 300, generation: 0 } });
    });

    test('gives back what was committed, to every field', async () => {
      const ledger = await make();
      const open = await ledger.open(aBlob());
      const row = aRow({
        events: 3_000_000_000,
        evidence: [
          {
            auditID: 'a',
            received: '2026-10-01T08:15:00.000000Z',
            time: '2026-10-01T08:15:00.000000Z',
            stage: 'ResponseComplete',
            isRequest: true,
            offset: 5_000_000_000,
          },
        ],
        applied: anApplied({ images: ['i'], dangerous: ['privileged'] }),
        folded: true,
      });
      const cursor = moved(open, 6_000_000_000, {
        lines: 10,
        events: 4,
        requests: 2,
        duplicates: 1,
        salvaged: 1,
        folded: 1,
        rows: 1,
        lastDay: dayOfTime('2026-10-01T08:15:00.000000Z'),
        sealed: true,
        skipped: { ...open.cursor.skipped, 'not-kubectl': 6 },
      });
      await ledger.commit(open, { cursor, rows: [row] });
      const again = await ledger.open(aBlob({ length: 6_000_000_000 }));
      expect(again.cursor).toEqual(cursor);
      expect([...again.rows.values()]).toEqual([row]);
    });

    test('keeps texts that a table or a key would mangle', async () => {
      const ledger = await make();
      const hostile = {
        user: `/\\#?%'" \u0000\u0007\u202e${'é'.repeat(50)}`,
        requestURI: `/api/v1/${'𐍈'.repeat(5_000)}${'x'.repeat(30_000)}`,
        namespace: '',
        userAgent: 'kubectl\uffff',
      };
      const row = aRow({}, hostile);
      const open = await ledger.open(aBlob());
      await ledger.commit(open, { cursor: moved(open, 10), rows: [row] });
      expect([...(await ledger.open(aBlob())).rows.values()][0]?.call).toEqual(aCall(hostile));
    });

    test('may hold a row that grows, shrinks and grows again, and keeps nothing of what it was', async () => {
      const ledger = await make();
      let open = await ledger.open(aBlob());
      const evidence = (count: number) =>
        Array.from({ length: count }, (_, at) => ({
          auditID: 'x'.repeat(4_000),
          received: null,
          time: null,
          stage: 'ResponseComplete',
          isRequest: true,
          offset: at,
        }));
      const images = (count: number) => Array.from({ length: count }, (_, at) => `${'田'.repeat(900)}${at}`);
      const applied = (count: number) => (count === 0 ? null : anApplied({ images: images(count) }));
      for (const [at, size] of [12, 1, 0, 14, 2, 9].entries()) {
        const row = aRow({ evidence: evidence(size), applied: applied(size), events: at });
        open = await ledger.commit(open, { cursor: moved(open, 100 * (at + 1)), rows: [row] });
        expect([...(await ledger.open(aBlob())).rows.values()]).toEqual([row]);
      }
    });

    test('refuses a commit against a stale opening, and changes nothing', async () => {
      const ledger = await make();
      const first = await ledger.open(aBlob());
      const second = await ledger.open(aBlob());
      await ledger.commit(first, { cursor: moved(first, 100), rows: [aRow({ events: 1 })] });
      const late = ledger.commit(second, { cursor: moved(second, 250), rows: [aRow({ events: 7 })] });
      await expect(late).rejects.toBeInstanceOf(ConflictError);
      const now = await ledger.open(aBlob());
      expect(now.cursor.bytes).toBe(100);
      expect([...now.rows.values()].map(({ events }) => events)).toEqual([1]);
    });

    test('refuses it for a later opening as well', async () => {
      const ledger = await make();
      const start = await ledger.open(aBlob());
      await ledger.commit(start, { cursor: moved(start, 100), rows: [] });
      const [one, two] = [await ledger.open(aBlob()), await ledger.open(aBlob())];
      await ledger.commit(one, { cursor: moved(one, 200), rows: [aRow()] });
      await expect(ledger.commit(two, { cursor: moved(two, 300), rows: [] })).rejects.toBeInstanceOf(
        ConflictError,
      );
    });

    test('goes on from its own commit without opening again', async () => {
      const ledger = await make();
      let open = await ledger.open(aBlob());
      open = await ledger.commit(open, { cursor: moved(open, 100), rows: [aRow({ events: 1 })] });
      open = await ledger.commit(open, { cursor: moved(open, 200), rows: [aRow({ events: 2 })] });
      expect([...open.rows.values()].map(({ events }) => events)).toEqual([2]);
      expect((await ledger.open(aBlob())).cursor.bytes).toBe(200);
    });

    test('takes as many rows in one commit as it says', async () => {
      const ledger = await make();
      const rows = Array.from({ length: ledger.rowsPerSegment }, (_, i) =>
        aRow({}, { requestURI: `/api/${i}` }),
      );
      const open = await ledger.open(aBlob());
      await ledger.commit(open, { cursor: moved(open, 100), rows });
      expect((await ledger.open(aBlob())).rows.size).toBe(99);
    });

    test('starts a new generation for a blob that was made anew, and counts only that', async () => {
      const ledger = await make();
      const old = await ledger.open(aBlob());
      await ledger.commit(old, { cursor: moved(old, 100), rows: [aRow({ events: 5 })] });
      const remade = aBlob({ created: '2026-10-01T08:40:00.000Z' });
      const open = await ledger.open(remade);
      expect(open).toMatchObject({ replaced: true, cursor: { bytes: 0, generation: 1 } });
      await ledger.commit(open, { cursor: moved(open, 40), rows: [aRow({ events: 2 })] });
      const [counted, ...others] = await all(ledger.counted(aCluster, ...day));
      expect(others).toEqual([]);
      expect(counted?.cursor).toMatchObject({ bytes: 40, generation: 1 });
      expect(counted?.rows.map(({ events }) => events)).toEqual([2]);
      expect(await ledger.open(remade)).toMatchObject({ replaced: false, cursor: { bytes: 40 } });
    });

    test('starts a new generation for a blob that became shorter', async () => {
      const ledger = await make();
      const open = await ledger.open(aBlob({ length: 100 }));
      await ledger.commit(open, { cursor: moved(open, 100), rows: [] });
      expect(await ledger.open(aBlob({ length: 60 }))).toMatchObject({
        replaced: true,
        cursor: { bytes: 0, generation: 1 },
      });
    });

    test('does not let a worker that saw the old blob start another generation', async () => {
      const ledger = await make();
      const open = await ledger.open(aBlob({ created: '2026-10-01T08:40:00.000Z' }));
      await ledger.commit(open, { cursor: moved(open, 40), rows: [] });
      await expect(ledger.open(aBlob())).rejects.toBeInstanceOf(ConflictError);
    });

    test('lists the blobs of a cluster by hour, and no other cluster or hour', async () => {
      const ledger = await make();
      for (const hour of ['2026-10-01T23', '2026-10-01T08', '2026-10-02T00', '2026-09-30T23']) {
        const open = await ledger.open(aBlob({}, hour));
        await ledger.commit(open, { cursor: moved(open, 7), rows: [aRow()] });
      }
      const other = { id: `${aCluster.id}-2`, name: 'aks-2' };
      const elsewhere = aBlob({ name: 'x', path: { cluster: other, hour: '2026-10-01T08' as Hour } });
      const open = await ledger.open(elsewhere);
      await ledger.commit(open, { cursor: moved(open, 7), rows: [] });

      expect((await all(ledger.blobs(aCluster, ...day))).map(({ hour }) => hour)).toEqual([
        '2026-10-01T08',
        '2026-10-01T23',
      ]);
      expect((await all(ledger.counted(aCluster, ...day))).map(({ rows }) => rows.length)).toEqual([1, 1]);
      expect((await ledger.clusters()).map(({ name }) => name).sort()).toEqual(['aks-1', 'aks-2']);
    });

    test('forgets whole blobs before an hour, and nothing else', async () => {
      const ledger = await make();
      for (const hour of ['2026-09-30T23', '2026-10-01T00']) {
        const rows = Array.from({ length: 99 }, (_, i) => aRow({}, { requestURI: `/api/${i}` }));
        let open = await ledger.open(aBlob({}, hour));
        open = await ledger.commit(open, { cursor: moved(open, 7), rows });
        await ledger.commit(open, { cursor: moved(open, 9), rows: [aRow({}, { verb: 'list' })] });
      }
      const never = new Date('2100-01-01T00:00:00Z');
      expect(await ledger.forget(aCluster, '2026-10-01T00' as Hour, never)).toBe(1);
      expect(await ledger.forget(aCluster, '2026-10-01T00' as Hour, never)).toBe(0);
      const left = await all(ledger.counted(aCluster, '2026-01-01T00' as Hour, '2027-01-01T00' as Hour));
      expect(left.map(({ hour, rows }) => [hour, rows.length])).toEqual([['2026-10-01T00', 100]]);
      expect((await ledger.open(aBlob({}, '2026-09-30T23'))).cursor.bytes).toBe(0);
    });

    test('forgets a cluster with its last blob, and knows it again when it is counted', async () => {
      const ledger = await make();
      const other = { id: `${aCluster.id}-2`, name: 'aks-2' };
      const count = async (hour: string, cluster = aCluster) => {
        const blob = aBlob({ path: { cluster, hour: hour as Hour }, name: `${cluster.name} ${hour}` }, hour);
        const open = await ledger.open(blob);
        await ledger.commit(open, { cursor: moved(open, 7), rows: [aRow()] });
      };
      const forget = (before: string) =>
        ledger.forget(aCluster, before as Hour, new Date('2100-01-01T00:00:00Z'));
      const known = async () => (await ledger.clusters()).map(({ name }) => name).sort();
      await count('2026-10-01T08');
      await count('2026-10-01T09');
      await count('2026-10-01T08', other);
      await forget('2026-10-01T09');
      expect(await known()).toEqual(['aks-1', 'aks-2']);
      await forget('2026-10-01T10');
      expect(await known()).toEqual(['aks-2']);
      await forget('2026-10-01T10');
      await count('2026-10-01T11');
      expect(await known()).toEqual(['aks-1', 'aks-2']);
    });

    test('forgets nothing where there is no time left, and the rest the next time', async () => {
      const ledger = await make();
      const open = await ledger.open(aBlob({}, '2026-09-30T23'));
      await ledger.commit(open, { cursor: moved(open, 7), rows: [aRow()] });
      expect(await ledger.forget(aCluster, '2026-10-01T00' as Hour, new Date(0))).toBe(0);
      expect((await ledger.open(aBlob({}, '2026-09-30T23'))).cursor.bytes).toBe(7);
      const never = new Date('2100-01-01T00:00:00Z');
      expect(await ledger.forget(aCluster, '2026-10-01T00' as Hour, never)).toBe(1);
    });
  });
}
