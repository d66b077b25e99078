/** The strict readings where a plain port goes wrong: words, letter case, empty texts, lists, stages, ties. */
import { describe, expect, test } from 'vitest';
import { aRecord, at, cellsOf, decision, eventsOf, reason, strictly } from './searching.ts';

const allowed = (grant: string) => ({ annotations: { [decision]: 'allow', [reason]: grant } });
const annotation = `annotations.${reason}`;

describe('a bare word', () => {
  const found = (fields: Record<string, unknown>, envelope = {}) =>
    strictly('sensitive-objects', eventsOf([aRecord(1, { ...allowed('R'), ...fields }, envelope)])).total;

  test.each([
    ['in a URI', { requestURI: '/api/v1/namespaces/b/configmaps?limit=5' }],
    ['in other letters', { requestURI: '/api/v1/ConfigMaps' }],
    ['in the rules of a role', { requestObject: { rules: [{ resources: ['configmaps'] }] } }],
    ['behind an escape that parts words', { requestURI: '/x?y=a%20configmaps' }],
    ['in a name with hyphens', { userAgent: 'my-configmaps_reader/1' }],
  ])('is found %s', (_, fields) => expect(found(fields)).toBe(1));

  test.each([
    ['longer', { requestURI: '/api/v1/configmapsets' }],
    ['with a letter before it', { requestURI: '/api/v1/myconfigmaps' }],
    ['of one object', { requestURI: '/api/v1/configmap' }],
    ['behind an escape that parts none', { requestURI: '/x?y=a%2Fconfigmaps' }],
    ['with a letter of another tongue before it', { requestURI: '/x', userAgent: 'éconfigmaps' }],
  ])('is not found %s', (_, fields) => expect(found(fields)).toBe(0));

  test('is found in the envelope, too', () => {
    expect(found({}, { properties: { pod: 'configmaps', log: '{}' } })).toBe(0);
    const log = JSON.parse(aRecord(1, allowed('R'))).properties.log;
    expect(found({}, { properties: { pod: 'configmaps', log } })).toBe(1);
    expect(found({}, { properties: { pod: 'p', log: JSON.parse(log) } })).toBe(0);
  });

  test('is found in an event whose log is an object, and in one without an envelope', () => {
    const log = JSON.parse(JSON.parse(aRecord(1, { ...allowed('R'), verb: 'configmaps' })).properties.log);
    expect(found({}, { properties: { pod: 'p', log } })).toBe(1);
    expect(strictly('sensitive-objects', eventsOf([JSON.stringify(log)])).total).toBe(1);
  });
});

test('values compare in any letter case, and the dot of system.anonymous is a dot', () => {
  const lines = ['System.Anonymous', 'system:anonymous'].map((username) =>
    aRecord(1, { user: { username, groups: ['g'] }, objectRef: { resource: 'SECRETS', namespace: 'a' } }),
  );
  expect(cellsOf(strictly('sensitive-objects', eventsOf(lines)), 'user.username')).toEqual([
    ['System.Anonymous'],
  ]);
});

test('a reason that is empty is none, and one that is a number is a text', () => {
  const lines = ['', 7, null].map((grant) => aRecord(1, { annotations: { [reason]: grant } }));
  expect(cellsOf(strictly('rbac-grants', eventsOf(lines)), annotation)).toEqual([['7']]);
});

test('a code may be a text', () => {
  const lines = ['401', 401, 4011, null].map((code) => aRecord(1, { responseStatus: { code } }));
  expect(strictly('scan', eventsOf(lines)).total).toBe(2);
});

describe('top', () => {
  const failure = { code: 404, status: 'Failure' };
  const by = (username: string, sourceIPs: readonly string[]) =>
    aRecord(1, { user: { username, groups: ['g'] }, sourceIPs, responseStatus: failure, ...allowed('') });

  test('multiplies lists out, loopback among them, and shares add up to a hundred', () => {
    const found = strictly(
      'service-accounts',
      eventsOf([by('a', ['10.0.0.1', '::1']), by('b', ['10.0.0.1'])]),
    );
    expect(cellsOf(found, 'sourceIPs{}', 'user.username', 'count', 'percent')).toEqual([
      ['::1', 'a', 1, 33.333333],
      ['10.0.0.1', 'b', 1, 33.333333],
      ['10.0.0.1', 'a', 1, 33.333333],
    ]);
  });

  test('gives the commonest, and says how many there are', () => {
    const lines = [
      by('a', ['10.0.0.1']),
      by('b', ['10.0.0.1']),
      by('b', ['10.0.0.1']),
      by('c', ['10.0.0.1']),
    ];
    const found = strictly('service-accounts', eventsOf(lines), 2);
    expect(cellsOf(found, 'user.username', 'count', 'percent')).toEqual([
      ['b', 2, 50],
      ['c', 1, 25],
    ]);
    expect(found.total).toBe(3);
  });

  test('leaves out what lacks a field: calls without a namespace, events without an envelope', () => {
    const { log } = JSON.parse(by('a', ['10.0.0.1'])).properties;
    const clusterWide = aRecord(1, {
      responseStatus: failure,
      objectRef: { resource: 'nodes' },
      ...allowed(''),
    });
    expect(strictly('service-accounts', eventsOf([log.trim(), clusterWide]))).toMatchObject({
      rows: [],
      total: 0,
    });
  });
});

describe('dedup', () => {
  const secret = (minute: number, groups: readonly string[] | undefined, name: string) =>
    aRecord(minute, {
      user: { username: 'a', groups },
      objectRef: { resource: 'secrets', namespace: 'n', name },
      ...allowed('R'),
    });
  const names = (...lines: string[]) =>
    cellsOf(strictly('sensitive-objects', eventsOf(lines)), 'objectRef.name').flat();

  test('keeps the newest by its time, wherever it stands', () => {
    expect(names(secret(9, ['g'], 'new'), secret(1, ['g'], 'old'))).toEqual(['new']);
    expect(names(secret(1, ['g'], 'old'), secret(9, ['g'], 'new'))).toEqual(['new']);
  });

  test('takes of one moment the one that is read later', () => {
    expect(names(secret(1, ['g'], 'first'), secret(1, ['g'], 'second'))).toEqual(['second']);
  });

  test('compares lists whole: the same groups in another order are others', () => {
    expect(names(secret(1, ['g', 'h'], 'one'), secret(2, ['h', 'g'], 'two'))).toEqual(['two', 'one']);
  });

  test('leaves out who has no groups', () => {
    expect(names(secret(1, [], 'empty'), secret(2, undefined, 'none'))).toEqual([]);
  });
});

test('a list has every stage of a request, the newest event first, up to the limit', () => {
  const lines = ['ResponseStarted', 'ResponseComplete', 'RequestReceived'].map((stage, index) =>
    aRecord(index, { stage, verb: stage, responseStatus: { code: 401 } }),
  );
  const found = strictly('scan', eventsOf(lines), 2);
  expect(cellsOf(found, 'verb').flat()).toEqual(['RequestReceived', 'ResponseComplete']);
  expect(found.total).toBe(3);
});

test('a list holds the newest ten thousand events, and says so', () => {
  const [event] = eventsOf([aRecord(1, { responseStatus: { code: 401 } })]);
  if (event === undefined) throw new Error('no event');
  const many = (count: number) => Array.from({ length: count }, () => event);
  expect(strictly('scan', many(10_000), 50_000)).toMatchObject({ total: 10_000, notes: [] });
  const found = strictly('scan', many(10_001), 50_000);
  expect([found.total, found.rows.length]).toEqual([10_001, 10_000]);
  expect(found.notes).toEqual(['the newest 10000 of 10001 events are held']);
});

test('an event of no known time is older than all others', () => {
  const log = JSON.parse(aRecord(1, { responseStatus: { code: 401 }, verb: 'late' })).properties.log;
  const untimed = JSON.stringify({
    ...JSON.parse(log),
    verb: 'untimed',
    requestReceivedTimestamp: undefined,
    stageTimestamp: undefined,
  });
  const events = eventsOf([untimed, log.trim(), untimed]);
  expect(events.map(({ time }) => time)).toEqual([null, at(1), null]);
  expect(cellsOf(strictly('scan', events), 'verb').flat()).toEqual(['late', 'untimed', 'untimed']);
});
