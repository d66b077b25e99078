/** Questions answered from a ledger in memory: which clusters, which days, which calls, page by page. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { answerCalls, answerFindings, isAsked, isAskedCall, isCluster } from '../../src/app/answer.ts';
import { pageToken } from '../../src/app/parameters.ts';
import { type CallFilter, parseCallQuestion, parseFindingQuestion } from '../../src/app/question.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import type { RankSettings } from '../../src/app/ranking/ranked-day.ts';
import { lastDay, lastToldDay } from '../../src/app/showing/last-day.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import type { RankedCall } from '../../src/core/judge/ranked-call.ts';
import type { Call } from '../../src/core/read/call.ts';
import { type Cluster, clusterOf } from '../../src/core/read/path.ts';
import { MissingError, UnfinishedError } from '../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aFinding, aResourceId, aRow } from '../build.ts';

const settings = {
  graceHours: 2,
  baselineDays: 30,
  learningDays: 7,
  clientIp: 'first',
  privateClusters: [],
  findingsPerDay: 20,
  rowBudget: 20_000,
} as const;
const otherId = aResourceId.replace('AKS-1', 'AKS-2');
const other = clusterOf(otherId) ?? aCluster;

let ports: ReturnType<typeof world>;
const world = () => ({
  ledger: memoryLedger(),
  days: memoryDays(),
  rankings: keptRankings(memoryRankings()),
  findings: memoryFindings(),
  suppressions: memorySuppressions(),
  work: memoryWork(),
  clock: () => new Date('2026-10-12T12:00:00Z'),
});
beforeEach(() => {
  ports = world();
});

async function log(
  hour: string,
  calls: readonly Partial<Call>[],
  cluster: Cluster = aCluster,
): Promise<void> {
  const id = cluster === aCluster ? aResourceId : otherId;
  const blob = aBlob({ name: aBlobName(hour, id) }, hour);
  const open = await ports.ledger.open({ ...blob, path: { ...blob.path, cluster } });
  const day = hour.slice(0, 10) as Day;
  const rows = calls.map((call) => {
    const time = `${hour}:15:00.000000Z`;
    return { ...aRow({ day, firstSeen: time, lastSeen: time }, call), key: JSON.stringify([day, call]) };
  });
  const lines = calls.length;
  await ports.ledger.commit(open, {
    cursor: {
      ...open.cursor,
      bytes: 10,
      lines,
      events: lines,
      requests: lines,
      original: { ...open.cursor.original, lines, events: lines, requests: lines },
      lastDay: day,
    },
    rows,
  });
}

function question(query: string) {
  const asked = parseCallQuestion(new URLSearchParams(query));
  if (!asked.ok) throw new Error(asked.problem);
  return asked.value;
}

async function rare(query: string) {
  const answer = await answerCalls(question(`ranking=rare&${query}`), ports, settings);
  if (answer.ranking !== 'rare') throw new Error('asked for rare');
  return answer;
}

async function surprise(query: string, bounds: RankSettings = settings) {
  const answer = await answerCalls(question(query), ports, bounds);
  if (answer.ranking !== 'surprise') throw new Error('asked for surprise');
  return answer;
}

const verbs = (answer: Awaited<ReturnType<typeof rare>>) => answer.rows.map(({ verb }) => verb);
const get = { verb: 'get', groups: ['g'] };
const list = { verb: 'list', groups: ['g'] };

describe('rare calls', () => {
  test('are those of the range, of all clusters', async () => {
    await log('2026-10-09T08', [get]);
    await log('2026-10-10T08', [list]);
    await log('2026-10-11T08', [{ ...list, verb: 'watch' }], other);
    await log('2026-10-12T08', [{ ...list, verb: 'patch' }]);
    const answer = await rare('from=2026-10-10&to=2026-10-11');
    expect(verbs(answer)).toEqual(['watch', 'list']);
    // What the grace hours hold of later is looked at, and counts as read.
    expect(answer).toMatchObject({ lines: 2, events: 2, requests: 2, combinations: 2 });
    expect((await rare('from=2026-10-10&to=2026-10-11&cluster=AKS-2')).rows).toHaveLength(1);
    expect((await rare(`from=2026-10-10&to=2026-10-11&cluster=${other.id.toUpperCase()}`)).rows).toHaveLength(
      1,
    );
  });

  test('come page by page, and the last page says no more', async () => {
    await log(
      '2026-10-10T08',
      ['a', 'b', 'c', 'd'].map((verb) => ({ ...get, verb })),
    );
    const first = await rare('day=2026-10-10&limit=2');
    expect([verbs(first), first.next]).toEqual([['d', 'c'], pageToken(2)]);
    const second = await rare(`day=2026-10-10&limit=2&page=${first.next}`);
    expect([verbs(second), second.next]).toEqual([['b', 'a'], undefined]);
    const all = await rare('day=2026-10-10&limit=0');
    expect([all.rows.length, all.next]).toEqual([4, undefined]);
    expect((await rare('day=2026-10-10&limit=3')).next).toBe(pageToken(3));
    expect((await rare('day=2026-10-10&limit=4')).next).toBeUndefined();
  });

  test('are missing where no cluster, or no day, has logs', async () => {
    await expect(rare('day=2026-10-10')).rejects.toThrow(
      new MissingError('no cluster of that name has been counted'),
    );
    await log('2026-10-10T08', [get]);
    await expect(rare('cluster=nowhere')).rejects.toBeInstanceOf(MissingError);
    await expect(rare('day=2026-10-01')).rejects.toThrow('no logs have been counted for 2026-10-01');
    await expect(rare('from=2026-09-01&to=2026-09-02')).rejects.toThrow('for 2026-09-01 to 2026-09-02');
  });

  test('are those asked for', async () => {
    await log('2026-10-10T08', [get, list]);
    expect(verbs(await rare('day=2026-10-10&verb=list'))).toEqual(['list']);
    expect((await rare('day=2026-10-10&verb=list')).lines).toBe(2);
  });
});

describe('surprising calls', () => {
  test('are those of the day against the days before, page by page', async () => {
    for (const day of ['08', '09']) await log(`2026-10-${day}T08`, [get]);
    await log('2026-10-10T08', [get, { verb: 'delete' }, { verb: 'create', user: 'eve' }]);
    const answer = await surprise('day=2026-10-10&limit=2');
    expect(answer).toMatchObject({ day: '2026-10-10', baselineDays: 2, learning: true, lines: 5 });
    expect([answer.calls.length, answer.next]).toEqual([2, pageToken(2)]);
    const last = await surprise(`day=2026-10-10&limit=2&page=${answer.next}`);
    expect([last.calls.map(({ verb }) => verb), last.next]).toEqual([['get'], undefined]);
    expect((await surprise('day=2026-10-10&limit=0')).calls).toHaveLength(3);
    expect((await surprise('day=2026-10-10&user=eve')).calls.map(({ rank }) => rank)).toHaveLength(1);
    await expect(surprise('day=2026-10-01')).rejects.toThrow('no logs have been counted for 2026-10-01');
  });

  test('are those of the last day with logs, where none is asked for', async () => {
    await log('2026-10-09T08', [get]);
    await log('2026-10-10T08', [{ ...get, verb: 'delete' }]);
    const { day, calls } = await surprise('');
    expect([day, calls.map(({ verb }) => verb)]).toEqual(['2026-10-10', ['delete']]);
  });

  test('come with the findings of their ranking, by the suppressions of now, whatever was told before', async () => {
    const people = Array.from({ length: 20 }, (_, at) => ({ user: `user-${at}` }));
    const strange = { resource: 'secrets', verb: 'list', namespace: null, requestURI: '/api/v1/secrets' };
    for (const date of ['08', '09']) {
      await log(`2026-10-${date}T08`, people);
      await log(`2026-10-${date}T08`, people, other);
    }
    const thieves = ['user-0', 'user-1', 'user-2'].map((user) => ({ ...strange, user }));
    await log('2026-10-10T08', [...people, ...thieves]);
    await log('2026-10-10T08', [...people, { ...strange, user: 'user-3' }], other);
    const day = '2026-10-10' as Day;
    await ports.findings.save(day, aCluster, [aFinding({ id: 'told before', day })]);
    const ask = async (query: string) => {
      const { findings, ...answer } = await surprise(query);
      return { ...answer, users: findings.map(({ user }) => user).sort() };
    };
    const bounded = { ...settings, learningDays: 2, findingsPerDay: 2 };
    const { findings, held } = await surprise('day=2026-10-10&cluster=aks-1', bounded);
    expect([findings.length, held]).toEqual([2, 1]);
    expect((await ask('day=2026-10-10')).users).toEqual(['user-0', 'user-1', 'user-2', 'user-3']);
    const alone = await ask('day=2026-10-10&cluster=aks-2');
    expect(alone.users).toEqual(['user-3']);
    expect(alone).not.toHaveProperty('held');
    expect(alone).not.toHaveProperty('suppressed');
    await ports.suppressions.put({
      id: 'nightly',
      owner: 'platform',
      reason: 'The nightly check.',
      expires: '2026-12-01',
      match: { user: 'user-3' },
    });
    const hidden = await ask('day=2026-10-10');
    expect(hidden.users).toEqual(['user-0', 'user-1', 'user-2']);
    expect(hidden.suppressed).toMatchObject([{ suppression: { id: 'nightly' } }]);
  });
});

describe('findings', () => {
  const day = '2026-10-10' as Day;
  const risk = (severity: Finding['risk']['severity']) => ({ risk: { ...aFinding().risk, severity } });
  beforeEach(async () => {
    await log('2026-10-10T08', [get]);
    await ports.findings.save(day, aCluster, [aFinding({ id: 'gone', day })]);
    await ports.findings.save(day, aCluster, [
      aFinding({ id: 'a', day, user: 'anna', ...risk('high') }),
      aFinding({ id: 'b', day, user: 'ben', ...risk('low') }),
      aFinding({ id: 'c', day, user: 'ben', ...risk('high') }),
    ]);
  });
  const answer = (query: string, over: { deadline?: Date } = {}) => {
    const asked = parseFindingQuestion(new URLSearchParams(query));
    if (!asked.ok) throw new Error(asked.problem);
    return answerFindings(asked.value, ports, { baselineDays: 30, ...over });
  };
  const rankedOn = async (on: Day) => {
    await ports.days.save(aCluster, on, 'v', []);
    await ports.days.ranked(aCluster, on, 'v');
  };
  const ids = async (query: string) => (await answer(query)).findings.map(({ id }) => id);

  test('are those that stand, of the last day that has some', async () => {
    expect(await ids('')).toEqual(['a', 'b', 'c']);
    expect(await answer('')).toMatchObject({ day, suppressed: [] });
    expect(await answer('')).not.toHaveProperty('next');
    expect(await ids('day=2026-10-09')).toEqual([]);
  });

  test('are those asked for', async () => {
    expect(await ids('user=ben')).toEqual(['b', 'c']);
    expect(await ids('severity=high')).toEqual(['a', 'c']);
    expect(await ids('user=ben&severity=high')).toEqual(['c']);
    expect(await ids('cluster=AKS-1')).toEqual(['a', 'b', 'c']);
    expect(await ids('cluster=aks-2')).toEqual([]);
  });

  test('come page by page', async () => {
    const first = await answer('limit=2');
    expect([first.findings.length, first.next]).toEqual([2, pageToken(2)]);
    expect(await ids(`limit=2&page=${first.next}`)).toEqual(['c']);
    expect(await ids('limit=0')).toEqual(['a', 'b', 'c']);
    expect((await answer('limit=3')).next).toBeUndefined();
  });

  test('of a day without any log say so first, and how to count what there is', async () => {
    const said = await answer('day=2026-10-09');
    expect(Object.keys(said)).toEqual(['note', 'day', 'logs', 'withoutLogs', 'findings', 'suppressed']);
    expect(said.note).toMatch(/^No log was counted for this day\. So nothing was looked at\. /);
    expect(said.note).toContain('rarecall backfill --from 2026-10-09 --to 2026-10-09');
    expect(said).toMatchObject({
      logs: false,
      withoutLogs: [{ cluster: 'aks-1', clusterId: aCluster.id }],
      findings: [],
    });
  });

  test('of a day with logs say that it has some, whether or not anything was found', async () => {
    await log('2026-10-11T08', [get]);
    for (const on of [day, '2026-10-11' as Day]) await rankedOn(on);
    for (const query of ['day=2026-10-10', 'day=2026-10-11', 'day=2026-10-11&cluster=aks-1']) {
      const said = await answer(query);
      expect(said.logs).toBe(true);
      expect(said).not.toHaveProperty('note');
      expect(said).not.toHaveProperty('withoutLogs');
    }
  });

  test('of a day that is not ranked yet say so first, and how it is', async () => {
    const said = await answer('day=2026-10-10');
    expect(Object.keys(said)[0]).toBe('note');
    expect(said.note).toMatch(/^This day is not ranked yet\. .* rarecall rank --day 2026-10-10$/);
    expect(said).toMatchObject({ logs: true, unranked: [{ cluster: 'aks-1', clusterId: aCluster.id }] });
    await rankedOn(day);
    expect(await answer('day=2026-10-10')).not.toHaveProperty('unranked');
  });

  test('of some clusters alone name those without, of those that are asked for', async () => {
    await log('2026-10-09T08', [get], other);
    await rankedOn(day);
    const missing = [{ cluster: 'aks-2', clusterId: other.id }];
    const both = await answer('day=2026-10-10');
    expect(both).toMatchObject({ logs: true, withoutLogs: missing });
    expect(both.note).toMatch(/^No log of 1 cluster was counted for this day\. /);
    expect(both.findings).toHaveLength(3);
    expect(await answer('day=2026-10-10&cluster=aks-1')).not.toHaveProperty('note');
    expect(await answer('day=2026-10-10&cluster=aks-2')).toMatchObject({ logs: false, withoutLogs: missing });
  });

  test('whose counts are forgotten do not deny their logs', async () => {
    const old = '2026-07-01' as Day;
    await ports.findings.save(old, aCluster, [aFinding({ id: 'old', day: old })]);
    expect((await answer('day=2026-07-01')).note).toMatch(/^No log is counted for this day any more\. /);
  });

  test('stop at the deadline', async () => {
    await expect(answer('', { deadline: ports.clock() })).rejects.toThrow(UnfinishedError);
  });
});

describe('the last day', () => {
  const last = () => lastDay(ports, [aCluster, other]);

  test('is that of the newest log of any cluster, however old, or in the day to come', async () => {
    await expect(last()).rejects.toThrow('no logs have been counted yet');
    await log('2019-01-01T08', [get]);
    expect(await last()).toBe('2019-01-01');
    await log('2026-10-10T08', [get], other);
    await log('2026-10-09T08', [get]);
    expect(await last()).toBe('2026-10-10');
    await log('2026-10-13T00', [get]);
    expect(await last()).toBe('2026-10-13');
  });

  test('with findings is one within a week of it, else the last with logs', async () => {
    const told = () => lastToldDay(ports);
    await log('2026-10-10T08', [get]);
    expect(await told()).toBe('2026-10-10');
    await ports.findings.save('2026-10-02' as Day, aCluster, [
      aFinding({ id: 'old', day: '2026-10-02' as Day }),
    ]);
    expect(await told()).toBe('2026-10-10');
    await ports.findings.save('2026-10-03' as Day, aCluster, [
      aFinding({ id: 'new', day: '2026-10-03' as Day }),
    ]);
    expect(await told()).toBe('2026-10-03');
    await ports.findings.save(
      '2026-10-05' as Day,
      aCluster,
      [],
      [aFinding({ id: 'held', day: '2026-10-05' as Day })],
    );
    expect(await told()).toBe('2026-10-03');
  });
});

describe('what is asked for', () => {
  const nothing: CallFilter = {
    cluster: null,
    user: null,
    verb: null,
    resource: null,
    namespace: null,
    clientIp: null,
  };
  const call = {
    user: 'anna',
    impersonated: 'admin',
    verb: 'get',
    resource: 'pods',
    subresource: 'log',
    namespace: 'payments',
    sourceIPs: ['203.0.113.9', '10.0.0.1'],
  };
  const row = { ...aRow({}, call), evidence: [] };
  const rankedCall = { ...call, clientIp: '203.0.113.9' } as unknown as RankedCall;

  test.each<[Partial<CallFilter>, boolean, boolean]>([
    [{}, true, true],
    [{ user: 'anna' }, true, true],
    [{ user: 'admin' }, true, false],
    [{ user: 'ann' }, false, false],
    [{ verb: 'get' }, true, true],
    [{ verb: 'list' }, false, false],
    [{ resource: 'pods' }, true, true],
    [{ resource: 'pods/log' }, true, true],
    [{ resource: 'log' }, false, false],
    [{ resource: 'pods/exec' }, false, false],
    [{ namespace: 'payments' }, true, true],
    [{ namespace: 'shop' }, false, false],
    [{ clientIp: '203.0.113.9' }, true, true],
    [{ clientIp: '10.0.0.1' }, true, false],
    [{ clientIp: '10.0.0.2' }, false, false],
    [{ user: 'anna', verb: 'list' }, false, false],
    [{ user: 'ben', verb: 'get' }, false, false],
  ])('by %j: a row %s, a ranked call %s', (filter, ofRow, ofCall) => {
    expect(isAsked(row, { ...nothing, ...filter })).toBe(ofRow);
    expect(isAskedCall(rankedCall, { ...nothing, ...filter })).toBe(ofCall);
  });

  test('a cluster by name or id, without regard to case', () => {
    expect(isCluster(aCluster, null)).toBe(true);
    expect(isCluster(aCluster, 'Aks-1')).toBe(true);
    expect(isCluster(aCluster, aResourceId)).toBe(true);
    expect(isCluster(aCluster, 'aks')).toBe(false);
  });
});
