/** What cannot be seen of a cluster: each blind spot by itself, from what was counted, and none where there is none. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { clusterStates, type StateSettings } from '../../../src/app/coverage/state.ts';
import { crowdOf } from '../../../src/app/ranking/crowd.ts';
import { reportData } from '../../../src/app/report.ts';
import type { Cursor } from '../../../src/core/count/cursor.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { reportPage } from '../../../src/core/show/pages/report.ts';
import { aBlob, aBlobName, aCall, aCluster, aRow } from '../../build.ts';

const day = '2026-10-10' as Day;
const now = new Date('2026-10-10T12:30:00Z');
const settings: StateSettings = {
  rowBudget: 20_000,
  learningDays: 3,
  privateClusters: [],
  logCategory: 'kube-audit',
  freshHours: 6,
};

let ledger: ReturnType<typeof memoryLedger>;
let days: ReturnType<typeof memoryDays>;
beforeEach(() => {
  ledger = memoryLedger();
  days = memoryDays();
});

async function log(hour: number, over: Partial<Cursor> = {}): Promise<void> {
  const name = `2026-10-10T${String(hour).padStart(2, '0')}`;
  const open = await ledger.open(aBlob({ name: aBlobName(name), created: `${name}:00:07.000Z` }, name));
  await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, lines: 10, ...over }, rows: [] });
}

async function spots(over: Partial<StateSettings> = {}, to = day) {
  const ports = { ledger, days, failures: memoryFailures(), clock: () => now };
  const [state] = await clusterStates(ports, day, to, { ...settings, ...over });
  return state?.blindSpots ?? [];
}
const ids = async (over: Partial<StateSettings> = {}) => (await spots(over)).map(({ id }) => id);

test('where all is seen there is none', async () => {
  for (const hour of [10, 11, 12]) await log(hour, { events: 200, salvaged: 1, delay: 90 });
  expect(await ids()).toEqual([]);
});

test('hours without a log between others are named', async () => {
  for (const hour of [8, 11, 12]) await log(hour);
  const [spot] = await spots();
  expect(spot?.what).toBe('No log blob was counted for the hours 2026-10-10 09, 2026-10-10 10 UTC.');
  expect(spot?.todo).not.toBe('');
});

test('a cluster that has gone quiet is told, but not of days that are over', async () => {
  await log(5);
  expect((await spots())[0]).toMatchObject({ id: 'quiet', what: expect.stringContaining('7 hours ago') });
  const over = now.getTime() + 86_400_000;
  const ports = { ledger, days, failures: memoryFailures(), clock: () => new Date(over) };
  const [state] = await clusterStates(ports, day, day, settings);
  expect(state?.blindSpots).toEqual([]);
});

test('lines of another category are told, and a category that lacks what only reads', async () => {
  await log(12, { skipped: { ...noSkips(), 'other-category': 6 } });
  expect(await ids()).toEqual(['category']);
  await log(12, { skipped: { ...noSkips(), 'other-category': 5 } });
  expect(await ids()).toEqual([]);
  expect(await ids({ logCategory: 'kube-audit-admin' })).toEqual(['category']);
});

test.each([
  [99, 0, []],
  [1, 99, ['cut']],
  [0, 0, []],
])('of %i events, %i of them cut, it tells %j', async (whole, cut, expected) => {
  await log(12, { events: whole + cut, salvaged: cut });
  expect(await ids()).toEqual(expected);
});

test('Azure’s own delay is the least that any log says, but those that were brought in', async () => {
  await log(11, { delay: 7_200 });
  await log(12, { delay: 3_700 });
  expect((await spots())[0]).toMatchObject({ id: 'delay', what: expect.stringContaining('62 minutes') });
  await log(10, { delay: 5, created: '2026-10-20T10:00:00.000Z' });
  expect(await ids()).toEqual(['delay']);
  await log(9, { delay: 60 });
  expect(await ids()).toEqual([]);
});

const callers = (addresses: Readonly<Record<string, string>>) =>
  foldPatterns(
    Object.entries(addresses).map(([user, ip]) => ({
      ...aRow(),
      call: aCall({ user, sourceIPs: [ip] }),
      evidence: [],
    })),
    'first',
  );

test.each([
  ['nearly all at one address', { a: '20.0.0.1', b: '20.0.0.1', c: '20.0.0.1' }, ['one-address']],
  ['each elsewhere', { a: '20.0.0.1', b: '20.0.0.2', c: '20.0.0.3' }, []],
  ['too few to tell', { a: '20.0.0.1', b: '20.0.0.1' }, []],
])('callers, %s: %j', async (_what, addresses, expected) => {
  await log(12);
  const patterns = callers(addresses);
  await days.save(aCluster, day, 'f', patterns, crowdOf(patterns));
  expect(await ids()).toEqual(expected);
  expect(await ids({ privateClusters: ['aks-1'] })).toEqual(['private']);
});

test('a caller counts once, however busy, and as who he is behind whom he impersonates', () => {
  const one = callers({ a: '20.0.0.1', b: '20.0.0.2' });
  expect(crowdOf([...one, ...one])).toEqual({ callers: 2, addresses: 2, together: 1 });
  const first = one.find(({ user }) => user === 'a');
  if (first === undefined) throw new Error('there is no pattern');
  const behind = { ...first, user: 'b', impersonatedBy: 'a' };
  expect(crowdOf([first, behind])).toEqual({ callers: 1, addresses: 1, together: 1 });
  expect(crowdOf([{ ...first, clientIp: null }])).toEqual({ callers: 0, addresses: 0, together: 0 });
  expect(crowdOf([{ ...first, client: 'presence' }])).toEqual({ callers: 0, addresses: 0, together: 0 });
});

test('the report of the day tells them, too, and what of the archive is not seen', async () => {
  await log(12, { delay: 7_200 });
  const patterns = callers({ a: '20.0.0.1', b: '20.0.0.1', c: '20.0.0.1' });
  await days.save(aCluster, day, 'f', patterns, crowdOf(patterns));
  const nothing = { kept: [], damaged: 0 };
  const data = await reportData({ ledger, days }, day, nothing, [], now, {
    baselineDays: 5,
    learningDays: 3,
    privateClusters: [],
    unseen: async () => ['the archive account has no container of logs'],
  });
  const said = data.clusters[0]?.blindSpots.join('\n');
  expect(said).toMatch(/the hours 00, 01, .*\n.*sooner than 120 minutes.*\n.*3 of 3 callers/);
  expect(data.unseen).toEqual(['the archive account has no container of logs']);
  const page = reportPage(data);
  expect(page).toMatch(/Not archived<\/h2><ul><li>the archive account has no container of logs/);
  expect(page).toContain('To watch this day cost $0.012 at most');
});

test('how far behind it is, is told from the last append that is counted whole', async () => {
  await log(11, { written: '2026-10-10T11:59:40.000Z' });
  await log(12, { written: '2026-10-10T12:28:00.000Z', delay: 95 });
  const ports = { ledger, days, failures: memoryFailures(), clock: () => now };
  const [state] = await clusterStates(ports, day, day, settings);
  expect(state).toMatchObject({ lagSeconds: 120, delaySeconds: 95 });
});
