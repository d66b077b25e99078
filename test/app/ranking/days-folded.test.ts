/** When a day is folded again, which days count as logged, and what bounds both. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import {
  type FoldOptions,
  fingerprintsNow,
  refreshDays,
  rowsBetween,
} from '../../../src/app/ranking/days.ts';
import type { Cursor } from '../../../src/core/count/cursor.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { UnfinishedError } from '../../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../../build.ts';

const [first, second, third] = ['2026-10-01', '2026-10-02', '2026-10-03'] as [Day, Day, Day];
const now = new Date('2026-10-06T04:00:00Z');
const options: FoldOptions = { graceHours: 2, clientIp: 'first', rowBudget: 20_000 };

let ports: ReturnType<typeof world>;
let folded: Day[];
const world = () => {
  const days = memoryDays();
  return {
    ledger: memoryLedger(),
    days: {
      ...days,
      save(...of: Parameters<typeof days.save>) {
        folded.push(of[1]);
        return days.save(...of);
      },
    },
    jobs: memoryJobs(),
    clock: () => now,
    log: memoryLog(),
  };
};
beforeEach(() => {
  folded = [];
  ports = world();
});

async function log(hour: string, days: readonly Day[], over: Partial<Cursor> = {}): Promise<void> {
  const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
  const rows = days.map((day) => aRow({ day, key: `${day} ${hour}` }, { namespace: hour }));
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, lines: 1, ...over }, rows });
}
const refresh = (over: Partial<FoldOptions> = {}, to = third) =>
  refreshDays(ports, aCluster, first, to, { ...options, ...over });

test('a day that only its grace hours speak of is folded, and is no day of history', async () => {
  await log('2026-10-01T08', [first]);
  await log('2026-10-03T01', [second]);
  await log('2026-10-03T02', [second]);
  const { days, accounts } = await refresh();
  expect(days).toEqual([first, third]);
  expect(accounts.lines).toBe(3);
  expect(folded).toEqual([first, second, third]);
  const patterns: unknown[] = [];
  for await (const one of ports.days.load(aCluster, second)) patterns.push(one);
  expect(patterns).toHaveLength(1);
});

test('a day is folded again when its logs or the way of folding have changed, and not otherwise', async () => {
  await log('2026-10-01T08', [first]);
  const again = async (over: Partial<FoldOptions> = {}) => {
    folded = [];
    await refresh(over);
    return folded;
  };
  expect(await again()).toEqual([first]);
  expect(await again()).toEqual([]);
  expect(await again({ clientIp: 'last' })).toEqual([first]);
  expect(await again({ clientIp: 'last', rowBudget: 10 })).toEqual([first]);
  expect(await again()).toEqual([first]);
  await log('2026-10-01T08', [first], { bytes: 11 });
  expect(await again()).toEqual([first]);
  await log('2026-10-01T08', [first], { bytes: 11, generation: 1 });
  expect(await again()).toEqual([first]);
  await log('2026-10-02T01', []);
  expect(await again()).toEqual([first, second]);
  expect(await again()).toEqual([]);
});

test('what a day would be folded from now is what it was folded from, for days with logs of their own', async () => {
  await log('2026-10-01T08', [first]);
  await log('2026-10-03T01', [second]);
  await refresh();
  const counted = await fingerprintsNow(ports.ledger, aCluster, first, third, options);
  expect([...counted.keys()]).toEqual([first, third]);
  const kept = await ports.days.fingerprints(aCluster, first, third);
  for (const [day, fingerprint] of counted) expect(kept.get(day)).toBe(fingerprint);
});

test('nothing is folded once time is up, to the moment; what is folded already needs none', async () => {
  await log('2026-10-01T08', [first]);
  await expect(refresh({ deadline: now })).rejects.toBeInstanceOf(UnfinishedError);
  expect(folded).toEqual([]);
  await refresh({ deadline: new Date(now.getTime() + 1) });
  expect((await refresh({ deadline: now })).days).toEqual([first]);
});

test('rows are those of the days, from whichever log, and time is looked at for each', async () => {
  await log('2026-10-01T08', [first, second]);
  await log('2026-10-02T08', [first, second, third]);
  await log('2026-10-03T03', [second]);
  let looks = 0;
  const look = () => {
    looks++;
  };
  const found = await rowsBetween(ports.ledger, aCluster, second, second, 3, undefined, look);
  expect(found.rows.map(({ key }) => key)).toEqual([`${second} 2026-10-02T08`]);
  expect([found.blobs, found.accounts.lines, found.damaged, looks]).toEqual([1, 1, [], 1]);
  const both = await rowsBetween(ports.ledger, aCluster, first, second, 4);
  expect(both.rows).toHaveLength(5);
});

test('a damaged log is counted again, unless it has lost its name, and said once by number', async () => {
  await log('2026-10-01T08', [first]);
  await log('2026-10-01T09', [first]);
  await refresh();
  expect([ports.jobs.counts, ports.log.said]).toEqual([[], []]);
  const { blobs } = ports.ledger;
  ports.ledger.blobs = async function* (...of) {
    for await (const blob of blobs(...of))
      yield { ...blob, damaged: true, name: blob.hour.endsWith('T09') ? '' : blob.name };
  };
  await refresh();
  expect(ports.jobs.counts.map(({ blobName }) => blobName)).toEqual([aBlobName('2026-10-01T08')]);
  expect(ports.log.said).toMatchObject([{ level: 'error', args: [expect.stringContaining(': 2;')] }]);
});
