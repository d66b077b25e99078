/** How a backfill goes: what it tells as it goes, how many blobs at once, when it waits, and when a store counts as away. */
import { afterEach, expect, test, vi } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { type BackfillProgress, backfill } from '../../../src/app/backfilling/backfill.ts';
import type { IngestResult } from '../../../src/app/ingest.ts';
import { startOf } from '../../../src/core/count/cursor.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { aBlob, aBlobName } from '../../build.ts';

const range = { from: '2026-10-01' as Day, to: '2026-10-02' as Day };
const at = new Date('2026-10-03T00:00:00Z');
const cursor = startOf('2026-10-01T08:00:07.000Z', 0);
const counted: IngestResult = { state: 'counted', blob: aBlob(), cursor, tail: 0 };
const away = () => Object.assign(new Error('x'), { statusCode: 503, code: 'ServerBusy' });
/** Names of the first hours of the range. */
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, hour) =>
    aBlobName(`2026-10-0${hour < 24 ? 1 : 2}T${String(hour % 24).padStart(2, '0')}`),
  );

async function run(
  blobs: readonly string[],
  ingest: (name: string) => Promise<IngestResult>,
  parallel?: number,
) {
  const logs = memoryLogs();
  for (const [index, name] of blobs.entries()) logs.append(name, 'x'.repeat(index + 1), at);
  const seen: BackfillProgress[] = [];
  const end = await backfill(logs, ingest, range, (one) => seen.push(one), parallel);
  return { end, seen };
}
afterEach(() => {
  vi.useRealTimers();
});

test('tells what there is before it begins, and what is done after each blob', async () => {
  const { end, seen } = await run(names(3), async () => counted, 1);
  expect(seen.map(({ blobs, blobsDone, bytes, bytesDone }) => [blobs, blobsDone, bytes, bytesDone])).toEqual([
    [3, 0, 6, 0],
    [3, 1, 6, 1],
    [3, 2, 6, 3],
    [3, 3, 6, 6],
  ]);
  expect(end).toEqual({ blobs: 3, blobsDone: 3, bytes: 6, bytesDone: 6, failed: [] });
});

test('works on four blobs at once, and tells failures in the order of their blobs', async () => {
  let [atWork, most, serial] = [0, 0, 0];
  const { end } = await run(names(9), async () => {
    most = Math.max(most, ++atWork);
    await new Promise((resolve) => setTimeout(resolve, 20 - 2 * serial++));
    atWork--;
    return { state: 'ignored' };
  });
  expect(most).toBe(4);
  expect(end.failed.map(({ hour }) => Number(hour?.slice(11)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a store is away after twenty blobs in a row without an answer, and not after nineteen', async () => {
  const failing = (isUp: (call: number) => boolean) => {
    let calls = 0;
    return async (): Promise<IngestResult> => {
      if (isUp(++calls)) return counted;
      throw away();
    };
  };
  const never = failing(() => false);
  expect((await run(names(19), never, 1)).end.failed).toHaveLength(19);
  await expect(
    run(
      names(20),
      failing(() => false),
      1,
    ),
  ).rejects.toThrow('the store is away');
  const { end } = await run(
    names(39),
    failing((call) => call === 20),
    1,
  );
  expect(end.failed).toHaveLength(38);
});

test('a blob that is not done is asked for again: at once where time ran out, later where others count it', async () => {
  vi.useFakeTimers();
  const states: IngestResult[] = [
    { state: 'unfinished', blob: aBlob(), cursor },
    { state: 'busy' },
    { state: 'elsewhere', blob: aBlob(), cursor },
    counted,
  ];
  let calls = 0;
  const running = run(names(1), async () => states[calls++] ?? counted);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(calls).toBe(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls).toBe(3);
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await running).end).toMatchObject({ blobsDone: 1, failed: [] });
  expect(calls).toBe(4);
});
