/** What a report shows, gathered from a ledger in memory. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import type { Days } from '../../src/app/ports/days.ts';
import type { KeptFinding } from '../../src/app/ports/findings.ts';
import { reportData } from '../../src/app/report.ts';
import type { Cursor } from '../../src/core/count/cursor.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import type { RankedCall } from '../../src/core/judge/ranked-call.ts';
import { noSkips } from '../../src/core/read/call.ts';
import { clusterOf, type Hour } from '../../src/core/read/path.ts';
import { aBlob, aBlobName, aCluster, aFinding, aResourceId } from '../build.ts';

const day = '2026-10-10' as Day;
const settings = { baselineDays: 5, learningDays: 3, privateClusters: [] as string[] };

let ledger: ReturnType<typeof memoryLedger>;
beforeEach(() => {
  ledger = memoryLedger();
});

async function log(hour: string, over: Partial<Cursor> = {}, id = aResourceId): Promise<void> {
  const cluster = clusterOf(id) ?? aCluster;
  const open = await ledger.open(
    aBlob({ name: aBlobName(hour, id), path: { cluster, hour: hour as Hour } }, hour),
  );
  await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, ...over }, rows: [] });
}

/** All but those named are ranked. */
let notRanked: readonly string[] = [];
const rankedDays: Days = {
  ...memoryDays(),
  rankedFrom: async ({ name }, from) => new Map(notRanked.includes(name) ? [] : [[from, 'v']]),
};

const kept = (over: Partial<Finding>, state: Partial<KeptFinding> = {}): KeptFinding => ({
  finding: aFinding({ day, ...over }),
  version: 'v',
  told: {},
  refused: {},
  closed: false,
  held: false,
  ...state,
});
const report = (findings: KeptFinding[] = [], over: Partial<typeof settings> = {}) =>
  reportData(
    { ledger, days: rankedDays },
    day,
    { kept: findings, damaged: 0 },
    [],
    new Date('2026-10-11T04:05:06Z'),
    {
      ...settings,
      ...over,
    },
  );

test('coverage is what was read of the day, and on how many days before it', async () => {
  for (const date of ['04', '05', '06', '09']) await log(`2026-10-${date}T08`, { lines: 1_000 });
  await log('2026-10-10T08', { lines: 9, events: 4, requests: 3, skipped: { ...noSkips(), cut: 5 } });
  await log('2026-10-10T23', { lines: 1, requests: 2, generation: 1 });
  await log('2026-10-11T00', { lines: 1_000 });
  const { clusters, hours, generatedAt } = await report();
  expect(generatedAt).toBe('2026-10-11 04:05 UTC');
  expect(clusters).toMatchObject([
    { cluster: 'aks-1', clusterId: aCluster.id, lines: 10, events: 4, requests: 5, skipped: { cut: 5 } },
  ]);
  expect(clusters[0]).toMatchObject({ baselineDays: 3, learning: null, lastSeen: null });
  expect(clusters[0]?.blindSpots).toEqual([
    'No log blob was counted for the hours 00, 01, 02, 03, 04, 05, 06, 07, 09, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22 UTC. Was the cluster stopped? Else Azure has lost them, or they came to another account.',
    '1 log blobs were replaced under their name; the newest is counted. Who may write to the archive besides Azure Monitor?',
  ]);
  expect(hours.filter(({ requests }) => requests > 0)).toMatchObject([
    { hour: 8, requests: 3 },
    { hour: 23, requests: 2 },
  ]);
});

test('requests of an hour are those of all its logs, and a day with several logs is one day before', async () => {
  await log('2026-10-09T08');
  await log('2026-10-09T18');
  await log('2026-10-10T18', { requests: 3 });
  const second = aBlob({ name: aBlobName('2026-10-10T18').replace('PT1H', 'PT1H_1') }, '2026-10-10T18');
  const open = await ledger.open(second);
  await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, requests: 4 }, rows: [] });
  const { hours, clusters } = await report();
  expect(clusters).toMatchObject([{ baselineDays: 1, requests: 7 }]);
  expect(hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  expect(hours.filter(({ requests }) => requests > 0)).toMatchObject([{ hour: 18, requests: 7 }]);
});

test('counts that are damaged are a blind spot, and time is looked at for each cluster', async () => {
  for (let hour = 0; hour < 24; hour++) await log(`2026-10-10T${String(hour).padStart(2, '0')}`);
  const { blobs } = ledger;
  ledger.blobs = async function* (...of) {
    for await (const blob of blobs(...of)) yield { ...blob, damaged: blob.hour.endsWith('T05') };
  };
  expect((await report()).clusters[0]?.blindSpots).toEqual([
    'The counts of 1 log blobs are damaged; they are counted again.',
  ]);
  const check = () => {
    throw new Error('time is out');
  };
  const late = { ...settings, check };
  const nothing = { kept: [], damaged: 0 };
  await expect(reportData({ ledger, days: rankedDays }, day, nothing, [], new Date(), late)).rejects.toThrow(
    'time is out',
  );
});

test('what does not wait for each other is asked at once', async () => {
  await log('2026-10-10T08', { requests: 3 });
  const names: string[] = [];
  const all = Promise.withResolvers<void>();
  const met = async <T>(name: string, answer: T): Promise<T> => {
    names.push(name);
    if (names.length === 5) all.resolve();
    await all.promise;
    return answer;
  };
  const { blobs } = ledger;
  ledger.blobs = async function* (...of) {
    yield* await met('blobs', blobs(...of));
  };
  const days = {
    ...rankedDays,
    crowds: () => met('crowds', new Map()),
    spreads: () => met('spreads', new Map()),
    rankedFrom: () => met('ranked', new Map()),
  };
  const nothing = { kept: [], damaged: 0 };
  const asked = { ...settings, unseen: () => met('unseen', ['an account']) };
  const { clusters, unseen } = await reportData({ ledger, days }, day, nothing, [], new Date(), asked);
  expect(names.sort()).toEqual(['blobs', 'crowds', 'ranked', 'spreads', 'unseen']);
  expect(clusters).toMatchObject([{ requests: 3 }]);
  expect(unseen).toEqual(['an account']);
});

test('a full day has no blind spot but those of Private Link', async () => {
  for (let hour = 0; hour < 24; hour++) await log(`2026-10-10T${String(hour).padStart(2, '0')}`);
  expect((await report()).clusters[0]?.blindSpots).toEqual([]);
  expect((await report([], { privateClusters: ['aks-1'] })).clusters[0]?.blindSpots).toEqual([
    'Client IPs are ignored: the cluster is behind Private Link.',
  ]);
});

test('a cluster is learning for as many days as it lacks, and one without logs is left out', async () => {
  await log('2026-10-04T08');
  expect((await report()).clusters).toEqual([]);
  await log('2026-10-09T08');
  expect((await report()).clusters).toMatchObject([{ baselineDays: 1, learning: { neededDays: 2 } }]);
  expect((await report()).hours).toEqual([]);
  await log('2026-10-07T08');
  await log('2026-10-08T08');
  expect((await report()).clusters).toMatchObject([{ baselineDays: 3, learning: null }]);
});

test('findings are told, or held while learning or beyond the budget; those that are closed are gone', async () => {
  await log('2026-10-10T08', { requests: 1 });
  const call = (firstSeen: string | null) => ({ firstSeen }) as RankedCall;
  const calls = [
    call('2026-10-10T08:15:00Z'),
    call('2026-10-10T08:59:00Z'),
    call('2026-10-10T22:00:00Z'),
    call(null),
  ];
  const data = await report([
    kept({ id: 'told', calls, lastSeen: '2026-10-10T22:00:00Z' }),
    kept({ id: 'earlier', lastSeen: '2026-10-10T08:00:00Z' }),
    kept({ id: 'learning', learning: true, lastSeen: null }),
    kept({ id: 'others', clusterId: '/other', lastSeen: '2026-10-10T23:00:00Z' }),
    kept({ id: 'closed' }, { closed: true }),
    kept({ id: 'budget' }, { closed: true, held: true }),
  ]);
  expect(data.findings.map(({ id }) => id)).toEqual(['told', 'earlier', 'others']);
  expect(data.held.map(({ finding, because }) => [finding.id, because])).toEqual([
    ['learning', 'learning'],
    ['budget', 'budget'],
  ]);
  expect(data.clusters[0]?.lastSeen).toBe('2026-10-10T22:00:00Z');
  expect(data.hours.filter(({ rare }) => rare > 0)).toEqual([
    { hour: 8, requests: 1, rare: 2 },
    { hour: 22, requests: 0, rare: 1 },
  ]);
});

describe('which clusters have logs', () => {
  const other = clusterOf(aResourceId.replace('AKS-1', 'AKS-2')) ?? aCluster;
  const logOfOther = (hour: string) => log(hour, {}, aResourceId.replace('AKS-1', 'AKS-2'));
  const without = [{ cluster: 'aks-2', clusterId: other.id }];

  test('is said of a day that has some', async () => {
    await log('2026-10-10T23');
    expect((await report()).logs).toEqual({ logged: true, without: [], unranked: [] });
    await logOfOther('2026-10-10T00');
    expect((await report()).logs).toEqual({ logged: true, without: [], unranked: [] });
  });

  test('is said of a day that has none, and of one that has never seen any', async () => {
    expect((await report()).logs).toEqual({ logged: false, without: [], unranked: [] });
    await logOfOther('2026-10-09T23');
    expect((await report()).logs).toEqual({ logged: false, without, unranked: [] });
  });

  test.each([
    ['the day before', '2026-10-09T23', without],
    ['the first day of the baseline', '2026-10-05T00', without],
    ['the day after', '2026-10-11T00', without],
    ['a day before the baseline: it is gone', '2026-10-04T23', []],
  ])('one that had its last or first log on %s', async (_, hour, expected) => {
    await log('2026-10-10T08');
    await logOfOther(hour);
    expect((await report()).logs).toEqual({ logged: true, without: expected, unranked: [] });
  });

  test('one with logs that are not ranked yet is named, one without is not', async () => {
    await log('2026-10-10T08');
    await logOfOther('2026-10-09T23');
    notRanked = ['aks-1', 'aks-2'];
    const unranked = [{ cluster: 'aks-1', clusterId: aCluster.id }];
    expect((await report()).logs).toEqual({ logged: true, without, unranked });
    notRanked = [];
    expect((await report()).logs).toEqual({ logged: true, without, unranked: [] });
  });
});
