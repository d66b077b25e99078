/** Lists that a sweep does without: only of months in which nothing is open, and never for longer than an hour. */
import { expect, test } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { daysToList } from '../../../src/app/sweeping/range.ts';
import { sweep, sweepMemory } from '../../../src/app/sweeping/sweep.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { aBlobName } from '../../build.ts';
import { aFailure } from '../../contract/failures.contract.ts';

const minuteMs = 60_000;

function world(begin: string) {
  const time = { now: Date.parse(begin) };
  const logs = memoryLogs();
  const [ledger, jobs, failures, memory] = [memoryLedger(), memoryJobs(), memoryFailures(), sweepMemory()];
  const listed: string[] = [];
  const list: typeof logs.list = (home, from, to) => {
    listed.push(`${from} ${to}`);
    return logs.list(home, from, to);
  };
  const ports = {
    logs: { ...logs, list },
    ledger,
    jobs,
    failures,
    clock: () => new Date(time.now),
    log: memoryLog(),
  };
  const options = { sweepDays: 7, sealAfterMs: 2 * 86_400_000, deadline: new Date('2100-01-01T00:00:00Z') };
  return {
    logs,
    failures,
    time,
    /** A log that is counted to its end. */
    async log(hour: string, sealed: boolean): Promise<void> {
      logs.append(aBlobName(hour), 'x', new Date(`${hour}:59:00Z`));
      const blob = await logs.find(aBlobName(hour));
      if (blob === null) throw new Error('there is no such log');
      const open = await ledger.open(blob);
      await ledger.commit(open, { cursor: { ...open.cursor, bytes: blob.length, sealed }, rows: [] });
    },
    /** @returns the days that were listed, and the logs that were asked for */
    async run(minutes = 5): Promise<{ days: string; asked: string[] }> {
      time.now += minutes * minuteMs;
      listed.length = jobs.counts.length = 0;
      await sweep(ports, options, memory);
      return { days: listed.join(), asked: jobs.counts.map(({ blobName }) => blobName) };
    },
  };
}

const all = '2026-09-26 2026-10-04';
const monthOnly = '2026-10-01 2026-10-04';

test('a month in which all is closed is listed once an hour, and this one at every sweep', async () => {
  const { log, run } = world('2026-10-03T08:00:00Z');
  await log('2026-09-28T10', true);
  await log('2026-10-03T07', false);
  const days: string[] = [];
  for (let sweeps = 0; sweeps < 16; sweeps++) days.push((await run()).days);
  // The first learns that it is closed, the second finds that nothing else is there.
  expect(days).toEqual([all, all, ...new Array<string>(11).fill(monthOnly), all, monthOnly, monthOnly]);
});

test('what grows in this month is found at once, and in a closed one within the hour', async () => {
  const { log, run, logs } = world('2026-10-03T08:00:00Z');
  await log('2026-09-28T10', true);
  await log('2026-10-03T07', false);
  await run();
  await run();
  logs.append(aBlobName('2026-10-03T07'), 'x', new Date('2026-10-03T08:11:00Z'));
  logs.append(aBlobName('2026-09-28T10'), 'x', new Date('2026-10-03T08:11:00Z'));
  expect((await run()).asked).toEqual([aBlobName('2026-10-03T07')]);
  expect((await run(56)).asked).toContain(aBlobName('2026-09-28T10'));
});

test('a month with a log that is not closed, or failed, is listed at every sweep', async () => {
  const open = world('2026-10-01T08:00:00Z');
  await open.log('2026-09-30T23', false);
  for (let sweeps = 0; sweeps < 4; sweeps++) expect((await open.run()).days).toBe('2026-09-24 2026-10-02');
  const failing = world('2026-10-03T08:00:00Z');
  await failing.log('2026-09-28T10', true);
  await failing.failures.save(aFailure({ when: '2026-09-28T10' as Hour, blob: aBlobName('2026-09-28T10') }));
  expect((await failing.run()).days).toBe(all);
  expect((await failing.run()).days).toBe(all);
});

test('a failure of a day that was not listed is not taken for gone', async () => {
  const { log, run, failures } = world('2026-10-03T08:00:00Z');
  await log('2026-10-03T07', false);
  await run();
  await run();
  await failures.save(aFailure({ when: '2026-09-28T10' as Hour, blob: aBlobName('2026-09-28T10') }));
  await run();
  expect(await failures.list()).toHaveLength(1);
});

test.each([
  ['2026-10-31T22:59:00Z', '2026-10-24 2026-10-31'],
  ['2026-10-31T23:00:00Z', '2026-10-24 2026-11-01'],
  ['2026-11-01T00:01:00Z', '2026-10-25 2026-11-02'],
])('at %s these days are listed: %s', (time, days) => {
  const now = new Date(time);
  const closed = new Map([['home', { month: '2026-10', at: now.getTime() - minuteMs }]]);
  const [from, until] = [-7, 1].map(
    (more) => new Date(now.getTime() + more * 86_400_000).toISOString().slice(0, 10) as Day,
  );
  if (from === undefined || until === undefined) throw new Error('no days');
  const { from: first, until: last } = daysToList(closed, 'home', { from, until }, now);
  expect(`${first} ${last}`).toBe(days);
});
