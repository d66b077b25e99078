/** Ranking a cluster's day in memory: what is kept, and what is asked for. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import { rankCluster, rankDays } from '../../../src/app/ranking/rank.ts';
import { rankedDay } from '../../../src/app/ranking/ranked-day.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../../build.ts';

const day = '2026-10-10' as Day;
const settings = {
  graceHours: 0,
  baselineDays: 30,
  learningDays: 2,
  clientIp: 'first',
  privateClusters: [] as string[],
  findingsPerDay: 3,
  rowBudget: 20_000,
} as const;

const world = (told: string[]) => ({
  ledger: memoryLedger(),
  days: memoryDays(),
  rankings: keptRankings(memoryRankings()),
  findings: memoryFindings(),
  suppressions: memorySuppressions(),
  jobs: memoryJobs(),
  clock: () => new Date('2026-10-12T04:00:00Z'),
  log: { info: (text: string) => void told.push(text), warn: () => undefined, error: () => undefined },
});
let told: string[];
let ports: ReturnType<typeof world>;
beforeEach(() => {
  told = [];
  ports = world(told);
});

async function log(on: string, calls: readonly Partial<Call>[]): Promise<void> {
  const hour = `${on}T08`;
  const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
  const time = `${on}T08:15:00.000000Z`;
  const rows = calls.map((call) => ({
    ...aRow({ day: on as Day, firstSeen: time, lastSeen: time }, call),
    key: JSON.stringify([on, call]),
  }));
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
}

const usual = Array.from({ length: 20 }, (_, at) => ({ user: `user-${at}` }));
const secrets = { resource: 'secrets', verb: 'list', namespace: null, requestURI: '/api/v1/secrets' };

test('what was found of a logged day is kept, within the budget, and told in one line without names', async () => {
  for (const date of ['07', '08', '09']) await log(`2026-10-${date}`, usual);
  await log(day, [...usual, ...usual.slice(0, 5).map((call) => ({ ...call, ...secrets }))]);
  expect(await rankCluster(ports, aCluster, day, settings)).toBe(3);
  const kept = await ports.findings.ofDay(day);
  expect(kept.filter(({ closed }) => !closed)).toHaveLength(3);
  expect(kept.filter(({ held }) => held)).toHaveLength(2);
  expect(told).toEqual(['rank: 2026-10-10: 25 patterns, 3 findings, 2 held back, 0 calls suppressed, ready']);
});

test('a suppression hides while its time lasts', async () => {
  for (const date of ['07', '08', '09']) await log(`2026-10-${date}`, usual);
  await log(day, [...usual, { ...usual[0], ...secrets }]);
  const suppression = (expires: string) => ({
    id: 'nightly',
    owner: 'platform',
    reason: 'The nightly check.',
    expires,
    match: { user: 'user-0' },
  });
  await ports.suppressions.put(suppression('2026-10-12T04:00:00Z'));
  expect(await rankCluster(ports, aCluster, day, settings)).toBe(1);
  await ports.suppressions.put(suppression('2026-10-12T04:00:01Z'));
  expect(await rankCluster(ports, aCluster, day, settings)).toBe(0);
  expect(told.at(-1)).toMatch(/0 findings, 0 held back, \d+ calls suppressed/);
  expect(await ports.suppressions.hiddenOn(day)).toMatchObject([{ suppression: { id: 'nightly' } }]);
});

test('a day that nobody logged has no findings, and is no day', async () => {
  await log('2026-10-09', usual);
  expect(await rankCluster(ports, aCluster, day, settings)).toBeNull();
});

test('the address counts, but not where all have the same', async () => {
  await log('2026-10-09', usual);
  await log(day, usual);
  const bits = async (privateClusters: string[]) =>
    (await rankedDay(ports, aCluster, day, { ...settings, privateClusters })).ranking.all().calls[0]
      ?.clientIp;
  expect(await bits([])).toBe('203.0.113.9');
  expect(await bits(['aks-1'])).toBeNull();
  expect(await bits(['aks-2'])).toBe('203.0.113.9');
});

test('yesterday is asked to be ranked, the day before once more, and any day by hand', async () => {
  await log('2026-10-09', usual);
  expect(await rankDays(ports)).toEqual([aCluster]);
  expect(await rankDays(ports, [day])).toEqual([aCluster]);
  expect(ports.jobs.ranks).toEqual(
    ['2026-10-11', '2026-10-10', day].map((one) => ({ cluster: aCluster, day: one })),
  );
});
