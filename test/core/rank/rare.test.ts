import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxRareRows, type RareOptions, rankRare, rareFields } from '../../../src/core/rank/rare.ts';
import { aRow } from '../build.ts';

const asSplunk: RareOptions = { missing: 'drop', count: 'events', limit: 10 };

test('a call counts once for every pair of a source IP and a group', () => {
  const ranking = rankRare([aRow({ sourceIPs: ['198.51.100.7', '203.0.113.9'] })], asSplunk);
  expect(ranking.combinations).toBe(4);
  expect(ranking.tuples).toBe(4);
  expect(ranking.rows[3]).toEqual({
    'sourceIPs{}': '198.51.100.7',
    verb: 'get',
    userAgent: 'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225',
    'user.groups{}': 'system:authenticated',
    'objectRef.resource': 'pods',
    'objectRef.namespace': 'payments',
    requestURI: '/api/v1/namespaces/payments/pods/web-0',
    count: 1,
    percent: 25,
  });
});

test('the columns stand in the order of the original', () => {
  const [row] = rankRare([aRow()], asSplunk).rows;
  expect(Object.keys(row ?? {})).toEqual([...rareFields, 'count', 'percent']);
});

test('a member that stands twice in a list counts twice', () => {
  const ranking = rankRare([aRow({ sourceIPs: ['203.0.113.9', '203.0.113.9'], groups: ['g'] })], asSplunk);
  expect(ranking.rows.map((row) => row.count)).toEqual([2]);
  expect(ranking.combinations).toBe(2);
});

test('calls that differ only in what is no field of the original are one tuple', () => {
  const rows = [
    aRow({ groups: ['g'], user: 'a' }),
    aRow({ groups: ['g'], user: 'b', code: 403, subresource: 'log' }),
  ];
  expect(rankRare(rows, asSplunk)).toMatchObject({ combinations: 2, tuples: 1 });
});

test.each([
  ['sourceIPs{}', { sourceIPs: [] }],
  ['verb', { verb: null }],
  ['user.groups{}', { groups: [] }],
  ['objectRef.resource', { resource: null }],
  ['objectRef.namespace', { namespace: null }],
  ['requestURI', { requestURI: null }],
] as const)('an event without %s is dropped, or kept with a placeholder', (field, missing) => {
  expect(rankRare([aRow(missing)], asSplunk)).toEqual({ combinations: 0, tuples: 0, rows: [] });
  const [row] = rankRare([aRow(missing)], { ...asSplunk, missing: 'placeholder' }).rows;
  expect(row?.[field]).toBe('(none)');
});

test('an empty text is a value', () => {
  expect(rankRare([aRow({ namespace: '', groups: [''], userAgent: '' })], asSplunk).rows[0]).toMatchObject({
    'objectRef.namespace': '',
    'user.groups{}': '',
    userAgent: '',
  });
});

test('the rarest stand first and ties run down the fields in descending UTF-8 order', () => {
  const rows = [
    aRow({ groups: ['g'], verb: 'list', requestURI: '/a' }),
    aRow({ groups: ['g'], verb: 'get', requestURI: '/\uff5e' }),
    aRow({ groups: ['g'], verb: 'get', requestURI: '/\u{1f600}' }),
    aRow({ groups: ['g'], verb: 'get', requestURI: '/b' }, { events: 3 }),
    aRow({ groups: ['g'], verb: 'get', requestURI: '/', sourceIPs: ['203.0.113.10'] }),
  ];
  expect(rankRare(rows, asSplunk).rows.map((row) => [row.verb, row.requestURI, row.count])).toEqual([
    ['list', '/a', 1],
    ['get', '/\u{1f600}', 1],
    ['get', '/\uff5e', 1],
    ['get', '/', 1],
    ['get', '/b', 3],
  ]);
});

test('percent is the share of all combinations in six decimals, whatever the limit', () => {
  const rows = [aRow({ groups: ['g'] }), aRow({ groups: ['h'] }, { events: 80 })];
  const ranking = rankRare(rows, { ...asSplunk, limit: 1 });
  expect(ranking.rows).toHaveLength(1);
  expect(ranking.rows[0]?.percent).toBe(1.234568);
  expect(ranking.tuples).toBe(2);
});

test('requests can be counted in place of events, and a tuple with none does not appear', () => {
  const rows = [
    aRow({ groups: ['g'] }, { events: 2, requests: 1 }),
    aRow({ groups: ['h'] }, { events: 1, requests: 0 }),
  ];
  const ranking = rankRare(rows, { ...asSplunk, count: 'requests' });
  expect(ranking).toMatchObject({ combinations: 1, tuples: 1 });
  expect(ranking.rows[0]?.['user.groups{}']).toBe('g');
});

test('a limit of 0 gives all, up to fifty thousand', () => {
  function* many() {
    for (let at = 0; at < maxRareRows + 1; at += 1) yield aRow({ groups: ['g'], requestURI: `/${at}` });
  }
  const ranking = rankRare(many(), { ...asSplunk, limit: 0 });
  expect(ranking.rows).toHaveLength(50_000);
  expect(ranking.tuples).toBe(50_001);
});

test('the order of rows and the way they are split change nothing', () => {
  const someRows = fc.array(
    fc.record({
      verb: fc.constantFrom('get', 'list'),
      uri: fc.constantFrom('/a', '/b', '/c'),
      events: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(someRows, (made) => {
      const rows = made.map(({ verb, uri, events }) => aRow({ verb, requestURI: uri }, { events }));
      expect(rankRare(rows.toReversed(), asSplunk)).toEqual(rankRare(rows, asSplunk));
    }),
  );
});

test('control characters inside a field neither join two tuples nor disturb the order', () => {
  const namespaces = ['a\0b', 'a\u0001b', 'a\u0001\u0001b', 'a', 'a\u0002', 'ab'];
  const rows = namespaces.map((namespace) => aRow({ groups: ['g'], namespace }));
  const ranked = rankRare(rows, asSplunk).rows.map((row) => row['objectRef.namespace']);
  expect(ranked).toEqual(['ab', 'a\u0002', 'a\u0001b', 'a\u0001\u0001b', 'a\0b', 'a']);
});
