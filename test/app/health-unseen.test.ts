/** What cannot be seen is told by each check on its own; and the edges of their days and numbers. */

import { describe, expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { adviceFor } from '../../src/app/failing.ts';
import { named } from '../../src/app/health/check.ts';
import { health } from '../../src/app/health/health.ts';
import { addDays, type Day, dayOf } from '../../src/core/count/day.ts';
import { floodFactor } from '../../src/core/find/flood.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlobName, aCluster, aFinding } from '../build.ts';
import { aFailure } from '../contract/failures.contract.ts';
import { healthSettings, healthWorld } from './health-world.ts';

const now = new Date('2026-10-02T12:20:00Z');
const today = dayOf(now);
const dayMs = 86_400_000;

const said = async (world: Awaited<ReturnType<typeof healthWorld>>) =>
  (await health(world, healthSettings)).said;

/** The same port, of which nothing answers. */
const away = <T extends object>(port: T): T =>
  new Proxy(port, {
    get: () => () => {
      throw Object.assign(new Error('x'), { statusCode: 503, code: 'ServerBusy' });
    },
  });

test('where no store answers, each check says so by its own id, with the cause and something to do', async () => {
  const world = await healthWorld(now);
  const all = await said({
    ...world,
    logs: away(world.logs),
    ledger: away(world.ledger),
    findings: away(world.findings),
    suppressions: away(world.suppressions),
    jobs: away(world.jobs),
    failures: away(world.failures),
    runs: away(world.runs),
  });
  expect(all.map(({ level, id }) => `${level} ${id}`)).toEqual([
    'problem archive-unreachable',
    'unknown quiet',
    'unknown sweep-late',
    'unknown poison',
    'information archive-poison-unseen',
    'unknown failed',
    'unknown damaged',
    'unknown not-ranked',
    'unknown undelivered',
    'unknown given-up',
    'unknown row-budget',
    'unknown finding-budget',
    'unknown flooded',
    'unknown suppressions',
  ]);
  for (const { what, todo } of all) {
    expect(what).toMatch(/: 503 ServerBusy$/);
    expect(todo).not.toBe('');
  }
  const unknown = all.filter(({ level }) => level === 'unknown').map(({ what }) => what);
  for (const what of unknown) expect(what).toMatch(/could not be seen (whether|which) \S+/);
  expect(new Set(unknown).size).toBe(unknown.length);
});

test('a check has four seconds unless it is told otherwise', async () => {
  const world = await healthWorld(now);
  const look = () => new Promise<'filled'>((resolve) => setTimeout(() => resolve('filled'), 60));
  const slow = { ...world, logs: { ...world.logs, look } };
  expect(await said(slow)).toEqual([]);
  expect((await health(slow, { ...healthSettings, checkMs: 10 })).said[0]?.what).toContain('within 0.01 s');
});

test('five names are told, and of more how many', () => {
  expect(named(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
  expect(named(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  expect(named(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d, e and 1 more');
});

describe('what waits, and what was given up', () => {
  const sink = (name: string) => ({ name, deliver: async () => undefined });
  const save = (world: Awaited<ReturnType<typeof healthWorld>>, day: Day, id: string) =>
    world.findings.save(day, aCluster, [aFinding({ id, day })]);

  test('waits on today and the two days before; a sink that has all of it is not named', async () => {
    const world = await healthWorld(now);
    for (const ago of [0, 2, 3]) await save(world, addDays(today, -ago), `${ago}`);
    for (const ago of [0, 2])
      for (const kept of await world.findings.ofDay(addDays(today, -ago)))
        await world.findings.told(kept, 'chat');
    const answer = await health({ ...world, sinks: [sink('hook'), sink('chat')] }, healthSettings);
    expect(answer.undelivered).toBe(2);
    expect(answer.said).toMatchObject([{ id: 'undelivered', what: expect.stringContaining('(hook: 2)') }]);
    expect(answer.said[0]?.todo).not.toBe('');
    const one = await healthWorld(now);
    await save(one, today, 'a');
    expect((await health({ ...one, sinks: [sink('hook')] }, healthSettings)).status).toBe('degraded');
  });

  test('was given up within the last week, of days up to thirty back', async () => {
    const givenUp = async (agoMs: number, daysBack: number) => {
      const world = await healthWorld(now);
      const day = addDays(today, -daysBack);
      await save(world, day, 'a');
      const [kept] = await world.findings.ofDay(day);
      if (kept === undefined) throw new Error('nothing is kept');
      const at = new Date(now.getTime() - agoMs).toISOString();
      await world.findings.refused(kept, 'hook', { version: kept.version, times: 12, at, nextAt: null });
      return (await said(world)).map(({ id, todo }) => `${id} ${todo.includes(day)}`);
    };
    expect(await givenUp(7 * dayMs, 10)).toEqual(['given-up true']);
    expect(await givenUp(7 * dayMs + 1, 10)).toEqual([]);
    expect(await givenUp(0, 30)).toEqual(['given-up true']);
    expect(await givenUp(0, 31)).toEqual([]);
  });
});

describe('what failed', () => {
  test('is told by cause, with what to do about it', async () => {
    const world = await healthWorld(now);
    const failed = (when: string, status: number, code: string) =>
      world.failures.save(aFailure({ when: when as Hour, status, code }));
    await failed('2026-10-01T08', 409, 'BlobArchived');
    await failed('2026-10-01T09', 409, 'BlobArchived');
    await failed('2026-10-01T10', 403, 'AuthorizationFailure');
    const all = await said(world);
    expect(all.map(({ id, what }) => `${id} ${what}`).sort()).toEqual([
      'unreadable 1 hours of logs could not be read: 403 AuthorizationFailure (aks-1 2026-10-01T10)',
      'unreadable 2 hours of logs could not be read: 409 BlobArchived (aks-1 2026-10-01T08, aks-1 2026-10-01T09)',
    ]);
    for (const { todo, what } of all)
      expect(todo).toContain(what.includes('Archived') ? 'archive tier' : 'Storage Blob Data Reader');
  });

  test('advice goes by the code, and there is none where nobody knows', () => {
    for (const code of ['BlobArchived', 'BlobBeingRehydrated'])
      expect(adviceFor(code)).toContain('archive tier');
    for (const code of ['AuthorizationFailure', 'AuthenticationFailed'])
      expect(adviceFor(code)).toContain('firewall');
    for (const code of ['ServerBusy', 'NotAnAuthorizationMatter', '']) expect(adviceFor(code)).toBe('');
  });
});

describe('bounds', () => {
  test('of rows: blobs of the last two days and of tomorrow, be one URI folded', async () => {
    const folded = async (agoHours: number) => {
      const world = await healthWorld(now);
      await world.count(agoHours, aCluster, { folded: 1 });
      return (await said(world)).map(({ id }) => id).filter((id) => id === 'row-budget');
    };
    // 2026-09-30T00 and the hour before it; 2026-10-03T23 and the hour after it.
    expect([await folded(60), await folded(61)]).toEqual([['row-budget'], []]);
    expect([await folded(-35), await folded(-36)]).toEqual([['row-budget'], []]);
  });

  test('of findings: each day is named once, and all that is held back is counted', async () => {
    const world = await healthWorld(now);
    const held = (day: Day, ids: string[]) =>
      world.findings.save(
        day,
        aCluster,
        [aFinding({ id: `told ${day}`, day })],
        ids.map((id) => aFinding({ id, day })),
      );
    await held(today, ['a', 'b']);
    await held(addDays(today, -2), ['c']);
    await held(addDays(today, -3), ['d']);
    const young = { ...aCluster, id: `${aCluster.id}-young` };
    await world.findings.save(today, young, [], [aFinding({ id: 'y', day: today, learning: true })]);
    expect(await said(world)).toMatchObject([
      { id: 'finding-budget', what: expect.stringMatching(/^3 findings .* \(2026-10-02, 2026-09-30\)$/) },
    ]);
  });
});

test('floods of the last days are told by their number', async () => {
  const world = await healthWorld(now);
  const flood = aFinding({ id: 'flood', day: today });
  const { risk } = flood;
  await world.findings.save(today, aCluster, [
    { ...flood, risk: { ...risk, factors: [floodFactor] } },
    aFinding({ id: 'other', day: today }),
  ]);
  expect(await said(world)).toMatchObject([
    { id: 'flooded', what: expect.stringMatching(/^1 callers made more .* \(2026-10-02\)$/) },
  ]);
});

test('every suppression that expires is named, and whatever is said says what to do', async () => {
  const world = await healthWorld(now);
  for (const [id, expires] of [
    ['a', '2026-10-01'],
    ['b', '2026-09-01'],
    ['c', '2026-10-05'],
    ['d', '2026-10-06'],
  ] as const)
    await world.suppressions.put({ id, owner: 'ops', reason: 'job', expires, match: { user: 'anna' } });
  const all = await said(world);
  expect(all.map(({ what }) => /^(\d+) .*\((.*)\)$/.exec(what)?.slice(1))).toEqual([
    ['2', 'a, b'],
    ['2', 'c, d'],
  ]);
  for (const { todo } of all) expect(todo).not.toBe('');
});

describe('a category that nobody reads', () => {
  const admin = (hour: string, cluster = 'AKS-2') =>
    `resourceId=/SUBSCRIPTIONS/1/RESOURCEGROUPS/P/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/${cluster}/y=${hour.slice(0, 4)}/m=${hour.slice(5, 7)}/d=${hour.slice(8, 10)}/h=${hour.slice(11)}/m=00/PT1H.json`;
  const container = 'insights-logs-kube-audit-admin';

  test('is told where a cluster archives that alone, and by its name', async () => {
    const world = await healthWorld(now);
    const logs = memoryLogs();
    logs.append(admin('2026-10-02T11'), 'x', now);
    const [one] = await said({ ...world, unread: [{ container, logs }] });
    expect(one).toMatchObject({ id: 'unread-category', level: 'problem' });
    expect(one?.what).toContain('1 clusters archive to insights-logs-kube-audit-admin alone');
    expect(one?.what).toContain('AKS-2');
  });

  test('that cannot be looked at is no problem: the right to read the one container is enough', async () => {
    const world = await healthWorld(now);
    const [one, ...more] = await said({ ...world, unread: [{ container, logs: away(memoryLogs()) }] });
    expect([one?.level, one?.id, more]).toEqual(['information', 'category-unseen', []]);
  });

  test('is no problem where the one that is read is there as well, or nothing new comes', async () => {
    const world = await healthWorld(now);
    const logs = memoryLogs();
    logs.append(aBlobName('2026-10-02T11'), 'x', now);
    logs.append(admin('2026-09-20T11', 'GONE'), 'x', now);
    expect(await said({ ...world, unread: [{ container, logs }] })).toEqual([]);
  });
});
