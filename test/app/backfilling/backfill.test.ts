import { expect, test } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { type BackfillProgress, backfill } from '../../../src/app/backfilling/backfill.ts';
import type { IngestResult } from '../../../src/app/ingest.ts';
import { startOf } from '../../../src/core/count/cursor.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { aBlob, aBlobName, aResourceId } from '../../build.ts';

const range = { from: '2026-10-01' as Day, to: '2026-10-01' as Day };
const of = (hour: string, cluster = 'AKS-1') =>
  aBlobName(`2026-10-01T${hour}`, aResourceId.replace('AKS-1', cluster));
const counted: IngestResult = {
  state: 'counted',
  blob: aBlob(),
  cursor: startOf('2026-10-01T08:00:07.000Z', 0),
  tail: 0,
};
const refusing = (statusCode: number, code: string) => Object.assign(new Error('x'), { statusCode, code });

/** Counts what is in the map as it says there, and everything else. */
async function run(names: readonly string[], faults: ReadonlyMap<string, unknown>) {
  const logs = memoryLogs();
  for (const name of names) logs.append(name, 'x', new Date('2026-10-01T08:10:00Z'));
  const done: string[] = [];
  const seen: BackfillProgress[] = [];
  const running = backfill(
    logs,
    async (name) => {
      const fault = faults.get(name);
      if (fault instanceof Error) throw fault;
      if (fault !== undefined) return fault as IngestResult;
      done.push(name);
      return counted;
    },
    range,
    (progress) => seen.push(progress),
  );
  return { running, done, seen, logs };
}

test('blobs that cannot be counted stop no other, and are said with hour, status and code', async () => {
  const names = ['00', '01', '02', '03', '04', '05'].map((hour) => of(hour));
  const failure = { status: 409, code: 'BlobArchived', operation: 'GET' };
  const { running, done } = await run(
    names,
    new Map<string, unknown>([
      [of('01'), { state: 'unreadable', failure }],
      [of('02'), { state: 'ignored' }],
      [of('04'), refusing(503, 'ServerBusy')],
    ]),
  );
  const { failed, blobs, blobsDone } = await running;
  expect(done.sort()).toEqual([of('00'), of('03'), of('05')]);
  expect([blobs, blobsDone]).toEqual([6, 6]);
  expect(failed.map(({ hour, failure: { status, code } }) => [hour, status, code])).toEqual([
    ['2026-10-01T01', 409, 'BlobArchived'],
    ['2026-10-01T02', 404, 'BlobNotFound'],
    ['2026-10-01T04', 503, 'ServerBusy'],
  ]);
});

test('a cluster whose blobs cannot be listed stops no other', async () => {
  const logs = memoryLogs();
  for (const name of [of('00', 'AKS-1'), of('00', 'AKS-2')])
    logs.append(name, 'x', new Date('2026-10-01T08:10:00Z'));
  const closed = {
    ...logs,
    list: (home: string, from: Day, to: Day) => {
      if (home.includes('AKS-1')) throw refusing(403, 'AuthorizationFailure');
      return logs.list(home, from, to);
    },
  };
  const { blobs, failed } = await backfill(
    closed,
    async () => counted,
    range,
    () => undefined,
  );
  expect(blobs).toBe(1);
  expect(failed).toMatchObject([
    { cluster: { name: 'aks-1' }, hour: null, failure: { status: 403, code: 'AuthorizationFailure' } },
  ]);
});

test('a store that answers for nothing is given up on, one that refuses much is not', async () => {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  const names = ['AKS-1', 'AKS-2'].flatMap((cluster) => hours.map((hour) => of(hour, cluster)));
  const all = (error: Error) => new Map(names.map((name) => [name, error]));
  const away = await run(names, all(refusing(503, 'ServerBusy')));
  await expect(away.running).rejects.toThrow('the store is away');
  const refused = await run(names, all(refusing(403, 'AuthorizationFailure')));
  expect((await refused.running).failed).toHaveLength(48);
});
