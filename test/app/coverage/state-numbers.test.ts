/** Coverage from a ledger in memory. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { clusterStates } from '../../../src/app/coverage/state.ts';
import type { Cursor } from '../../../src/core/count/cursor.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { type Cluster, clusterOf } from '../../../src/core/read/path.ts';
import { aBlob, aBlobName, aCluster, aResourceId } from '../../build.ts';

const day = (text: string) => text as Day;
const [from, to] = [day('2026-10-01'), day('2026-10-31')];
const settings = { rowBudget: 20_000, learningDays: 3 };
const otherId = aResourceId.replace('AKS-1', 'AKS-0');
const other = clusterOf(otherId) ?? aCluster;

let ledger: ReturnType<typeof memoryLedger>;
beforeEach(() => {
  ledger = memoryLedger();
});

async function log(hour: string, over: Partial<Cursor> = {}, cluster: Cluster = aCluster): Promise<void> {
  const blob = aBlob({ name: aBlobName(hour, cluster === aCluster ? aResourceId : otherId) }, hour);
  const open = await ledger.open({ ...blob, path: { ...blob.path, cluster } });
  await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, ...over }, rows: [] });
}

const states = () =>
  clusterStates(
    { ledger, failures: memoryFailures(), clock: () => new Date('2026-10-31T12:00:00Z') },
    from,
    to,
    settings,
  );
const state = async () => (await states())[0];

describe('the state of a cluster', () => {
  test('adds up its blobs', async () => {
    const skipped = (loopback: number) => ({ skipped: { ...noSkips(), loopback } });
    await log('2026-10-02T08', {
      bytes: 100,
      lines: 9,
      events: 4,
      requests: 3,
      duplicates: 2,
      salvaged: 1,
      rows: 7,
      folded: 5,
      sealed: true,
      ...skipped(5),
    });
    await log('2026-10-02T09', { bytes: 50, lines: 2, events: 1, rows: 6, generation: 1, ...skipped(1) });
    expect(await state()).toEqual({
      failed: [],
      cluster: 'aks-1',
      clusterId: aCluster.id,
      blobs: 2,
      sealed: 1,
      bytes: 150,
      lines: 11,
      events: 5,
      requests: 3,
      duplicates: 2,
      salvaged: 1,
      skipped: { loopback: 6 },
      firstHour: '2026-10-02T08',
      lastHour: '2026-10-02T09',
      missingHours: 0,
      replaced: 1,
      damaged: 0,
      daysWithLogs: 1,
      learning: true,
      budget: { rows: 7, limit: 20_000, folded: 5 },
    });
  });

  test.each([
    [['2026-10-02T08'], 0],
    [['2026-10-02T08', '2026-10-02T10'], 1],
    [['2026-10-02T23', '2026-10-03T00'], 0],
    [['2026-10-02T23', '2026-10-03T02'], 2],
    [['2026-10-02T08', '2026-10-04T08'], 47],
  ])('of %j knows that %i hours are missing between', async (hours, missing) => {
    for (const hour of hours) await log(hour);
    expect((await state())?.missingHours).toBe(missing);
  });

  test('without a log in the range has no hours, and none are missing', async () => {
    await log('2026-09-30T23');
    await log('2026-11-01T00');
    expect(await state()).toMatchObject({ blobs: 0, firstHour: null, lastHour: null, missingHours: 0 });
    await log('2026-10-01T00');
    await log('2026-10-31T23');
    expect(await state()).toMatchObject({ blobs: 2, daysWithLogs: 2 });
  });

  test('is learning until it has enough days before the one that is judged', async () => {
    for (const date of ['01', '02', '03']) await log(`2026-10-${date}T08`);
    expect(await state()).toMatchObject({ daysWithLogs: 3, learning: true });
    await log('2026-10-04T08');
    expect(await state()).toMatchObject({ daysWithLogs: 4, learning: false });
  });

  test('stands in the order of the ids of clusters', async () => {
    await log('2026-10-02T08');
    await log('2026-10-02T08', {}, other);
    expect((await states()).map(({ cluster }) => cluster)).toEqual(['aks-0', 'aks-1']);
  });
});
