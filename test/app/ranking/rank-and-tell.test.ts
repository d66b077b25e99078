import { expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { memoryReports } from '../../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../../src/adapters/memory/work.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import { rankAndTell } from '../../../src/app/ranking/rank-and-tell.ts';
import { addDays, type Day } from '../../../src/core/count/day.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../../build.ts';

const day = '2026-10-10' as Day;
const start = Date.parse('2026-10-11T04:00:00Z');
const minute = 60_000;

async function world(rankMinutes: number) {
  const time = { now: start };
  const got: string[] = [];
  const ports = {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    failures: memoryFailures(),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    work: memoryWork(),
    reports: memoryReports(),
    jobs: memoryJobs(),
    sinks: [{ name: 'hook', deliver: async ({ user }: { user: string }) => void got.push(user) }],
    clock: () => new Date(time.now),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const log = async (on: Day, resource: string) => {
    const hour = `${on}T08`;
    const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    const seen = `${on}T08:15:00.000000Z`;
    const row = aRow({ key: on, day: on, firstSeen: seen, lastSeen: seen }, { resource });
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [row] });
  };
  for (let ago = 9; ago > 0; ago--) await log(addDays(day, -ago), 'pods');
  await log(day, 'secrets');
  const slow = {
    ...ports.findings,
    save: (...args: Parameters<typeof ports.findings.save>) => {
      time.now += rankMinutes * minute;
      return ports.findings.save(...args);
    },
  };
  const settings = {
    graceHours: 0,
    baselineDays: 30,
    learningDays: 7,
    clientIp: 'first',
    privateClusters: [],
    findingsPerDay: 20,
    rowBudget: 20_000,
  } as const;
  const run = (minutes: number) =>
    rankAndTell({ ...ports, findings: slow }, aCluster, day, {
      ...settings,
      deadline: new Date(time.now + minutes * minute),
    });
  return { ports, got, run };
}

test('a day is ranked, kept and told', async () => {
  const { ports, got, run } = await world(1);
  await run(8);
  expect(got).toEqual(['anna@example.com']);
  expect(ports.jobs.ranks).toEqual([]);
});

test('a ranking that took all the time leaves the telling to the timer', async () => {
  const { ports, got, run } = await world(9);
  await run(8);
  expect(got).toEqual([]);
  expect(await ports.findings.ofDay(day)).toHaveLength(1);
  expect(ports.jobs.ranks).toEqual([]);
});

test('where many days are left to be ranked the last ones are told of all', async () => {
  const { ports, got, run } = await world(1);
  for (let left = 0; left < 5; left++) await ports.jobs.rank(aCluster, day);
  await run(8);
  expect([got, await ports.findings.ofDay(day)]).toEqual([[], [expect.anything()]]);
  ports.jobs.ranks.pop();
  await run(8);
  expect(got).toEqual(['anna@example.com']);
});

test('what could not be ranked in time is asked for again, and not told', async () => {
  const { ports, got, run } = await world(0);
  await run(-1);
  expect(ports.jobs.ranks).toEqual([{ cluster: aCluster, day }]);
  expect(got).toEqual([]);
});
