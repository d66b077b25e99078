import { expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { asked, type Check } from '../../src/app/health/check.ts';
import { health } from '../../src/app/health/health.ts';
import type { Day } from '../../src/core/count/day.ts';
import { aCluster, aFinding } from '../build.ts';
import { aFailure } from '../contract/failures.contract.ts';
import { healthSettings, healthWorld } from './health-world.ts';

const now = new Date('2026-10-02T12:20:00Z');
const hour = 3_600_000;
type World = Awaited<ReturnType<typeof healthWorld>>;
const other = { id: '/other', name: 'other' };

const seen = async (ports: World, settings = healthSettings) =>
  (await health(ports, settings)).said.map(({ id, level }) => `${level} ${id}`);

test('where all is well there is nothing to say', async () => {
  expect(await health(await healthWorld(now), healthSettings)).toEqual({
    status: 'ok',
    problems: [],
    clusters: 1,
    poisoned: {},
    undelivered: 0,
    damaged: 0,
    sweepAge: 0,
    quiet: { 'aks-1': 1 },
    unreadable: 0,
    rankingAge: 0,
    bounds: { rows: 0, findings: 0, floods: 0 },
    said: [],
  });
});

test('every problem has an id, a sentence and what to do, and makes health degraded', async () => {
  const world = await healthWorld(now);
  world.jobs.poison('rarecall-grown-poison');
  const { status, problems, said } = await health(world, healthSettings);
  expect(status).toBe('degraded');
  const [first] = said;
  expect(said).toHaveLength(1);
  expect(first).toMatchObject({ id: 'poison', level: 'problem' });
  expect(problems).toEqual([`${first?.what}; ${first?.todo}`]);
});

test('an archive without container, without logs, or out of reach are three problems', async () => {
  const world = await healthWorld(now);
  const withLook = (look: World['logs']['look']) => seen({ ...world, logs: { ...world.logs, look } });
  expect(await withLook(async () => 'absent')).toEqual(['problem archive-absent']);
  expect(await seen({ ...world, logs: memoryLogs() })).toEqual(['problem archive-empty']);
  const refused = Object.assign(new Error('<secret>'), { statusCode: 403, code: 'AuthorizationFailure' });
  const logs = { ...world.logs, look: () => Promise.reject(refused) };
  expect((await health({ ...world, logs }, healthSettings)).problems).toEqual([
    'the archive cannot be read: 403 AuthorizationFailure; give the app Storage Blob Data Reader on the archive, and look at its firewall',
  ]);
});

test('a store that hangs is a cause in words, and costs no more than its limit', async () => {
  const world = await healthWorld(now);
  const hangs = () => new Promise<never>(() => undefined);
  const begun = Date.now();
  const answer = await health(
    {
      ...world,
      logs: { ...world.logs, look: hangs },
      ledger: { ...world.ledger, clusters: hangs },
      findings: { ...world.findings, ofDay: hangs },
    },
    { ...healthSettings, checkMs: 50 },
  );
  expect(Date.now() - begun).toBeLessThan(1_000);
  expect(answer).toMatchObject({ status: 'degraded', clusters: null, undelivered: null, poisoned: {} });
  expect(answer.said.map(({ id, level }) => `${level} ${id}`)).toEqual([
    'problem archive-unreachable',
    'unknown quiet',
    'unknown not-ranked',
    'unknown undelivered',
    'unknown row-budget',
    'unknown finding-budget',
    'unknown flooded',
  ]);
  expect(answer.problems[1]).toBe(
    'it could not be seen whether logs still come in: no answer within 0.05 s; look at the storage account, and at what the app may do there',
  );
});

test('a check that throws at once, or anything, ends no other', async () => {
  const world = await healthWorld(now);
  const check: Check = {
    id: 'odd',
    asks: 'whether it is odd',
    ask() {
      throw 'text of others';
    },
  };
  const { said } = await asked(check, world, healthSettings);
  expect(said).toMatchObject([{ id: 'odd', level: 'unknown' }]);
  expect(said[0]?.what).not.toContain('text of others');
});

test('a cluster is quiet when its newest counted hour began more than six hours ago', async () => {
  const world = await healthWorld(now);
  world.time.now = now.getTime() + 5.5 * hour;
  await world.runs.note('sweep', world.clock());
  expect(await seen(world)).toEqual([]);
  world.time.now += hour;
  expect(await seen(world)).toEqual(['problem quiet']);
  expect(await seen(world, { ...healthSettings, freshHours: 8 })).toEqual([]);
  await world.count(1, other);
  const { problems } = await health(world, healthSettings);
  expect(problems).toEqual([
    expect.stringMatching(/^the newest log of aks-1 .* began 7 hours ago, more than 6;/),
  ]);
});

test('a cluster that went quiet long ago is gone where others go on, and quiet where none does', async () => {
  const world = await healthWorld(now);
  world.time.now = now.getTime() + 40 * 24 * hour;
  await world.runs.note('sweep', world.clock());
  expect(await seen(world)).toEqual(['problem quiet']);
  await world.count(1, other);
  expect(await seen(world)).toEqual(['information gone']);
  expect((await health(world, healthSettings)).status).toBe('ok');
});

test('logs that were brought in days after their hour are no quiet cluster', async () => {
  const world = await healthWorld(now);
  await world.count(100, other, { created: now.toISOString() });
  expect(await seen(world)).toEqual(['information brought-in']);
  const near = await healthWorld(now);
  await near.count(47, other, { created: now.toISOString() });
  // Near enough to be late, and to be ranked.
  expect(await seen(near)).toEqual(['problem quiet', 'problem not-ranked']);
});

test('nothing counted yet is a problem of its own', async () => {
  const world = await healthWorld(now);
  const ledger = { ...world.ledger, clusters: async () => [] };
  expect(await health({ ...world, ledger }, healthSettings)).toMatchObject({
    clusters: 0,
    problems: ['no log has been counted yet; is the diagnostic setting on, and the container right?'],
  });
});

test('a sweep is late after an hour, and one that never came an hour after somebody first looked', async () => {
  const world = await healthWorld(now);
  await world.runs.note('sweep', new Date(now.getTime() - hour));
  expect(await seen(world)).toEqual([]);
  await world.runs.note('sweep', new Date(now.getTime() - hour - 1));
  expect(await seen(world)).toEqual(['problem sweep-late']);
  expect(await seen(world, { ...healthSettings, sweepHours: 2 })).toEqual([]);

  const noted = new Map([['asked', now]]);
  const never = { last: async (name: string) => noted.get(name) ?? null, note: world.runs.note };
  expect(await seen({ ...world, runs: never })).toEqual([]);
  noted.set('asked', new Date(now.getTime() - hour - 1));
  expect(await seen({ ...world, runs: never })).toEqual(['problem sweep-late']);
});

test('the first look for a sweep that never came is noted', async () => {
  const world = await healthWorld(now);
  const noted: string[] = [];
  const runs = { last: async () => null, note: async (name: string) => void noted.push(name) };
  expect(await seen({ ...world, runs })).toEqual([]);
  expect(noted).toEqual(['asked']);
});

test('poisoned messages are told by queue and account, each with what is true of it', async () => {
  const world = await healthWorld(now);
  for (const queue of [
    'rarecall-grown-poison',
    'rarecall-rank-poison',
    'rarecall-announced-poison',
    'webjobs-blobtrigger-poison',
  ])
    world.jobs.poison(queue);
  world.jobs.poisonLogs(2);
  const { said, poisoned } = await health(world, healthSettings);
  expect(poisoned).toEqual({
    'rarecall-grown-poison': 1,
    'rarecall-rank-poison': 1,
    'rarecall-announced-poison': 1,
    'webjobs-blobtrigger-poison': 3,
  });
  expect(said.map(({ what }) => what)).toEqual([
    '1 messages failed too often and lie in rarecall-grown-poison of the account of the app',
    '1 messages failed too often and lie in rarecall-rank-poison of the account of the app',
    '1 messages failed too often and lie in rarecall-announced-poison of the account of the app',
    '1 messages failed too often and lie in webjobs-blobtrigger-poison of the account of the app',
    '2 messages failed too often and lie in webjobs-blobtrigger-poison of the account of the archive',
  ]);
  expect(said[1]?.todo).toContain('rarecall rank --day');
  expect(said[2]?.todo).toContain('the sweep counts those log blobs');
  expect(said[4]?.todo).toContain('the trigger does not try those log blobs again');
});

test('an archive whose queues may not be looked at is said, and no problem', async () => {
  const world = await healthWorld(now);
  world.jobs.poisonLogs(null);
  expect(await seen(world)).toEqual(['information archive-poison-unseen']);
  const jobs = { ...world.jobs, poisonedLogs: () => Promise.reject(new Error('no such host')) };
  expect(await seen({ ...world, jobs })).toEqual(['information archive-poison-unseen']);
  expect((await health(world, healthSettings)).status).toBe('ok');
});

test('findings that wait are counted by sink', async () => {
  const world = await healthWorld(now);
  const sinks = ['hook', 'chat'].map((name) => ({ name, deliver: async () => undefined }));
  await world.findings.save('2026-10-01' as Day, aCluster, [aFinding({ id: 'a' }), aFinding({ id: 'b' })]);
  const [kept] = await world.findings.ofDay('2026-10-01' as Day);
  if (kept !== undefined) await world.findings.told(kept, 'hook');
  expect(await health({ ...world, sinks }, healthSettings)).toMatchObject({
    undelivered: 2,
    problems: ['2 findings wait to be delivered (hook: 1, chat: 2); see the errors of tellFindings'],
  });
});

test('bounds that were reached are told: rows folded, findings held back', async () => {
  const world = await healthWorld(now);
  await world.count(2, aCluster, { folded: 3 });
  await world.findings.save('2026-10-01' as Day, aCluster, [], [aFinding({ id: 'c' })]);
  const { problems } = await health(world, healthSettings);
  expect(problems).toEqual([
    expect.stringMatching(/^1 log blobs have more .* \(aks-1 2026-10-02T10\);/),
    expect.stringMatching(/^1 findings or more are held back .* \(2026-10-01\);/),
  ]);
});

test('a day that is over, has logs and was not ranked is told once its time is up', async () => {
  const world = await healthWorld(new Date('2026-10-02T07:30:00Z'));
  await world.count(10);
  expect(await seen(world)).toEqual([]);
  world.time.now += hour;
  await world.runs.note('sweep', world.clock());
  expect(await seen(world)).toEqual(['problem not-ranked']);
  await world.days.save(aCluster, '2026-10-01' as Day, 'then', []);
  await world.days.ranked(aCluster, '2026-10-01' as Day, 'then');
  expect(await seen(world)).toEqual([]);
});

test('a day that has grown within its grace is told once the timer has had its turn after it', async () => {
  const world = await healthWorld(new Date('2026-10-03T03:30:00Z'));
  const settings = { ...healthSettings, freshHours: 12 };
  await world.count(30);
  await world.days.save(aCluster, '2026-10-01' as Day, 'less', []);
  await world.days.ranked(aCluster, '2026-10-01' as Day, 'less');
  expect(await seen(world, settings)).toEqual([]);
  world.time.now += 5 * hour;
  await world.runs.note('sweep', world.clock());
  expect(await seen(world, settings)).toEqual(['problem not-ranked']);
});

test('hours that could not be read and days that could not be ranked have ids of their own', async () => {
  const world = await healthWorld(now);
  await world.failures.save(aFailure());
  await world.failures.save(
    aFailure({ when: '2026-10-01' as Day, blob: null, status: null, code: 'RangeError' }),
  );
  const { said } = await health(world, healthSettings);
  expect(said.map(({ id, what }) => `${id}: ${what}`).sort()).toEqual([
    expect.stringMatching(/^unranked: 1 days could not be ranked: RangeError/),
    expect.stringMatching(/^unreadable: 1 hours of logs could not be read: 409 BlobArchived/),
  ]);
});

test('suppressions that have expired, or soon will, are information', async () => {
  const world = await healthWorld(now);
  const put = (id: string, expires: string) =>
    world.suppressions.put({ id, owner: 'ops', reason: 'job', expires, match: { user: 'anna@example.com' } });
  await put('past', '2026-10-01');
  await put('soon', '2026-10-08');
  await put('far', '2026-12-01');
  const { status, said } = await health(world, healthSettings);
  expect(status).toBe('ok');
  expect(said.map(({ id, what }) => [id, what])).toEqual([
    ['suppressions-expired', '1 suppressions have expired and hide nothing (past)'],
    ['suppressions-expire', '1 suppressions expire within a week (soon)'],
  ]);
});

test('what is damaged is told by day and id, with what to do, and counted', async () => {
  const world = await healthWorld(now);
  const day = now.toISOString().slice(0, 10);
  let count = 2;
  let ids = ['velero'];
  world.findings.readDay = async (asked) => ({ kept: [], damaged: asked === day ? count : 0 });
  world.suppressions.damaged = async () => ids;
  expect(await health(world, healthSettings)).toMatchObject({
    status: 'degraded',
    damaged: 3,
    problems: [
      `damaged findings of ${day}: 2; POST /api/days/${day}/rank makes them again`,
      'suppression velero is damaged and hides nothing; set it again, or take it away',
    ],
  });
  [count, ids] = [0, []];
  expect(await health(world, healthSettings)).toMatchObject({ status: 'ok', damaged: 0, problems: [] });
});
