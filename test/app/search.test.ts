/** Searches over a ledger in memory: which days and clusters, what of their rows, and what the ledger cannot say. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { pageToken } from '../../src/app/parameters.ts';
import { answerSearch, parseSearchQuestion, searchList } from '../../src/app/search.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Row } from '../../src/core/count/row.ts';
import { type SearchName, searchNames } from '../../src/core/find/searches/names.ts';
import type { Call } from '../../src/core/read/call.ts';
import { type Cluster, clusterOf } from '../../src/core/read/path.ts';
import { nothingSaid } from '../../src/core/read/said.ts';
import { MissingError, TooMuchError } from '../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aResourceId, aRow } from '../build.ts';

const otherId = aResourceId.replace('AKS-1', 'AKS-2');
const other = clusterOf(otherId) ?? aCluster;
const settings = {
  graceHours: 2,
  rowBudget: 20_000,
  clientIp: 'first',
  privateClusters: [],
  deadline: new Date('2026-10-12T12:03:00Z'),
} as const;

let ledger = memoryLedger();
beforeEach(() => {
  ledger = memoryLedger();
});

type Counted = readonly [over: Partial<Row>, call: Partial<Call>];

async function log(hour: string, rows: readonly Counted[], cluster: Cluster = aCluster): Promise<void> {
  const id = cluster === aCluster ? aResourceId : otherId;
  const blob = aBlob({ name: aBlobName(hour, id) }, hour);
  const open = await ledger.open({ ...blob, path: { ...blob.path, cluster } });
  const day = hour.slice(0, 10) as Day;
  const time = `${hour}:15:00.000000Z`;
  const counted = rows.map(([over, call], index) => ({
    ...aRow({ day, firstSeen: time, lastSeen: time, ...over }, call),
    key: over.key ?? `${index}`,
  }));
  const sums = { lines: rows.length, events: rows.length, requests: rows.length };
  await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, ...sums, lastDay: day }, rows: counted });
}

const granted = (user: string, ...grants: readonly string[]): Counted => [
  { said: { ...nothingSaid, grants }, key: user },
  { user },
];

async function search(name: SearchName, query = '', over: Partial<Parameters<typeof answerSearch>[3]> = {}) {
  const asked = parseSearchQuestion(new URLSearchParams(query));
  if (!asked.ok) throw new Error(asked.problem);
  const clock = () => new Date('2026-10-12T12:00:00Z');
  return await answerSearch(name, asked.value, { ledger, clock }, { ...settings, ...over });
}

test('finds what is counted of the last day, in all clusters, and says that it is not everything', async () => {
  await log('2026-10-10T08', [granted('old', 'X')]);
  await log('2026-10-11T08', [granted('ana', 'X'), granted('bob', 'X')]);
  await log('2026-10-11T09', [granted('ana', 'X')], other);
  const answer = await search('rbac-grants');
  expect(answer).toMatchObject({
    search: 'rbac-grants',
    reading: 'sound',
    days: { from: '2026-10-11', to: '2026-10-11' },
    lines: 3,
    events: 3,
    total: 3,
  });
  expect(answer.rows.map(({ user, cluster }) => [user, cluster]).sort()).toEqual([
    ['ana', 'aks-1'],
    ['ana', 'aks-2'],
    ['bob', 'aks-1'],
  ]);
  expect(answer.notes[0]).toContain('rarecall hunt --search');
  expect(answer.notes.length).toBeGreaterThan(1);
});

test('takes the cluster and the range of days asked for', async () => {
  for (const day of ['09', '10', '11']) await log(`2026-10-${day}T08`, [granted(`of ${day}`, 'X')]);
  await log('2026-10-10T08', [granted('elsewhere', 'X')], other);
  const answer = await search('rbac-grants', 'from=2026-10-10&to=2026-10-11&cluster=aks-1');
  expect(answer.rows.map(({ user }) => user).sort()).toEqual(['of 10', 'of 11']);
  expect((await search('rbac-grants', 'day=2026-10-09')).rows.map(({ user }) => user)).toEqual(['of 09']);
});

test('takes of a day what came in by its hours of grace, and an event that two blobs hold once', async () => {
  const evidence = {
    auditID: 'a',
    received: '2026-10-10T23:59:00.000000Z',
    time: '2026-10-10T23:59:00.000000Z',
    stage: 'ResponseComplete',
    isRequest: true,
    offset: 0,
  };
  const late = (key: string): Counted => [
    { key, day: '2026-10-10' as Day, said: { ...nothingSaid, grants: ['X'] }, evidence: [evidence] },
    { user: key },
  ];
  await log('2026-10-10T23', [late('twice')]);
  await log('2026-10-11T00', [late('twice'), late('in time')]);
  await log('2026-10-11T02', [late('too late')]);
  const answer = await search('rbac-grants', 'from=2026-10-10&to=2026-10-11');
  expect(answer.rows.map(({ user, count }) => [user, count]).sort()).toEqual([
    ['in time', 1],
    ['twice', 1],
  ]);
});

test('looks at no address behind Private Link', async () => {
  await log('2026-10-11T08', [[{}, { code: 401 }]]);
  const address = async (privateClusters: string[]) =>
    (await search('scan', '', { privateClusters })).rows.map(({ clientIp }) => clientIp);
  expect(await address([])).toEqual(['203.0.113.9']);
  expect(await address(['aks-1'])).toEqual([null]);
});

test('masks what may be a secret, unless all is revealed', async () => {
  const requestURI = '/x?token=quietgiraffe';
  await log('2026-10-11T08', [[{}, { code: 401, requestURI }]]);
  expect(JSON.stringify(await search('scan'))).not.toContain('quietgiraffe');
  expect(JSON.stringify(await search('scan', '', { reveal: true }))).toContain('quietgiraffe');
});

test('gives page by page: ten grants, a hundred accounts', async () => {
  const many = Array.from({ length: 120 }, (_, index) => granted(`user-${1000 + index}`, 'X'));
  await log('2026-10-11T08', many);
  const first = await search('rbac-grants');
  expect([first.rows.length, first.total, first.next]).toEqual([10, 120, pageToken(10)]);
  const second = await search('rbac-grants', `page=${first.next}`);
  expect(second.rows[0]?.user).toBe('user-1109');
  const last = await search('rbac-grants', `limit=20&page=${pageToken(100)}`);
  expect([last.rows.length, last.next]).toEqual([20, undefined]);
  expect(await search('rbac-grants', `page=${pageToken(500)}`)).toMatchObject({ rows: [], total: 120 });
  expect((await search('rbac-grants', 'limit=0')).rows).toHaveLength(120);
  const secrets = many.map(([over, call]): Counted => [over, { ...call, resource: 'secrets' }]);
  await log('2026-10-12T09', secrets);
  expect((await search('sensitive-objects')).rows).toHaveLength(100);
});

describe('says what is missing:', () => {
  test('logs, a cluster, a day', async () => {
    await expect(search('scan')).rejects.toThrow(MissingError);
    await log('2026-10-11T08', [granted('ana', 'X')]);
    await expect(search('scan', 'cluster=aks-9')).rejects.toThrow('no cluster of that name');
    await expect(search('scan', 'day=2026-10-01')).rejects.toThrow(
      'no logs have been counted for these days',
    );
  });

  test('time, and days that are too many', async () => {
    await log('2026-10-11T08', [granted('ana', 'X')]);
    expect(await search('scan', 'from=2026-09-11&to=2026-10-11')).toMatchObject({ total: 0 });
    await expect(search('scan', 'from=2026-09-10&to=2026-10-11')).rejects.toThrow('at most 31 days');
    const late = search('scan', '', { deadline: new Date('2026-10-12T11:59:59Z') });
    await expect(late).rejects.toThrow(TooMuchError);
  });
});

test('a question has its faults named', () => {
  const problem = (query: string) => {
    const asked = parseSearchQuestion(new URLSearchParams(query));
    return asked.ok ? asked.value : asked.problem;
  };
  expect(problem('')).toEqual({
    ...{ strict: false, days: null, cluster: null, limit: null, offset: 0, format: 'json' },
  });
  expect(problem('strict=true&limit=0&format=csv')).toMatchObject({ strict: true, limit: 0, format: 'csv' });
  expect(problem('day=2026-10-01&from=2026-10-01')).toBe(
    'day goes without from and to; from and to go together',
  );
  expect(problem('user=ana')).toBe('there is no parameter user');
  expect(problem('strict=yes')).toBe('strict must be one of false, true');
});

test('the list has every search, in order', () => {
  expect(searchList().map(({ name }) => name)).toEqual(searchNames);
  for (const { finds, splunk } of searchList()) expect([finds, splunk.name]).not.toContain('');
});
