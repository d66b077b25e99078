import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiJson } from '../../../src/core/count/bounded.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { patternOf } from '../../../src/core/rank/pattern.ts';
import { maxRowChars } from '../../../src/core/rank/pattern-row.ts';
import { anApplied } from '../../build.ts';
import { aCall, aRow } from '../build.ts';

test('a pattern is the call with its volatile parts folded', () => {
  expect(
    patternOf(aCall({ namespace: 'pr-1234', requestURI: '/api/v1/namespaces/pr-1234/pods/web-0' }), 'first'),
  ).toEqual({
    user: 'anna@example.com',
    impersonatedBy: null,
    verb: 'get',
    resource: 'pods',
    subresource: null,
    namespace: 'pr-{n}',
    uri: '/api/v1/namespaces/{ns}/pods/{name}',
    command: null,
    deeds: [],
    agent: 'kubectl/1.30 linux',
    groups: ['team-a'],
    impersonatedGroups: [],
    clientIp: '203.0.113.9',
    outcome: 'allowed',
    spoofable: false,
  });
});

test.each([
  [101, 'allowed'],
  [200, 'allowed'],
  [399, 'allowed'],
  [400, 'failed'],
  [401, 'refused'],
  [402, 'failed'],
  [403, 'refused'],
  [404, 'failed'],
  [500, 'failed'],
  [null, 'unknown'],
])('what is answered %s was %s, which is part of the pattern', (code, outcome) => {
  expect(patternOf(aCall({ code }), 'first')?.outcome).toBe(outcome);
});

test('the groups taken on are a set of their own', () => {
  const groups = ['system:masters', 'system:authenticated', 'b', 'b'];
  const found = patternOf(aCall({ impersonated: 'x', impersonatedGroups: groups }), 'first');
  expect(found).toMatchObject({ groups: ['team-a'], impersonatedGroups: ['b', 'system:masters'] });
});

test.each(['exec', 'attach', 'portforward'])('%s is one verb, by GET as by POST', (subresource) => {
  const opened = ['get', 'create'].map((verb) => patternOf(aCall({ verb, subresource }), 'first')?.verb);
  expect(opened).toEqual([subresource, subresource]);
});

test('the command of an exec is part of its pattern, and so is what it does', () => {
  const run = (...words: string[]) =>
    aRow({
      subresource: 'exec',
      requestURI: `/api/v1/namespaces/a/pods/b/exec?${words.map((word) => `command=${encodeURIComponent(word)}`).join('&')}`,
    });
  const rows = [
    run('ls', '/tmp/x'),
    run('ls', '/tmp/y'),
    run('cat', '/etc/hosts'),
    run('cat', '/etc/shadow'),
  ];
  expect(
    foldPatterns(rows, 'first')
      .map(({ command, deeds, requests }) => [command, deeds, requests])
      .sort(),
  ).toEqual([
    ['cat /etc/{path}', [], 1],
    ['cat /etc/{path}', ['credentials'], 1],
    ['ls /tmp/{path}', [], 2],
  ]);
});

test('other subresources keep their verb', () => {
  expect(patternOf(aCall({ verb: 'get', subresource: 'log' }), 'first')?.verb).toBe('get');
  expect(patternOf(aCall({ verb: 'get', resource: 'nodes', subresource: 'proxy' }), 'first')?.verb).toBe(
    'get',
  );
});

test('who impersonates acts as the other, and is named', () => {
  expect(patternOf(aCall({ impersonated: 'admin' }), 'first')).toMatchObject({
    user: 'admin',
    impersonatedBy: 'anna@example.com',
  });
  expect(patternOf(aCall({ user: null }), 'first')).toMatchObject({ user: '', impersonatedBy: null });
});

test('calls that differ only in volatile parts are one row with their sums', () => {
  const rows = [
    aRow(
      { requestURI: '/api/v1/namespaces/payments/pods/web-1?limit=500', code: 201, groups: ['team-a'] },
      {
        events: 2,
        requests: 1,
        firstSeen: '2026-10-01T07:00:00.000000Z',
        lastSeen: '2026-10-01T07:30:00.000000Z',
      },
    ),
    aRow(
      { userAgent: 'kubectl/v1.30.4 (linux/arm64) kubernetes/0000000' },
      {
        events: 3,
        requests: 2,
        firstSeen: '2026-10-01T06:00:00.000000Z',
        lastSeen: '2026-10-01T09:00:00.000000Z',
      },
    ),
  ];
  const patterns = foldPatterns(rows, 'first');
  expect(patterns).toHaveLength(1);
  expect(patterns[0]).toMatchObject({
    requests: 3,
    events: 5,
    codes: [200, 201],
    firstSeen: '2026-10-01T06:00:00.000000Z',
    lastSeen: '2026-10-01T09:00:00.000000Z',
    example: { userAgent: 'kubectl/v1.30.4 (linux/arm64) kubernetes/0000000' },
  });
});

test('a pattern with events and no request still shows', () => {
  expect(foldPatterns([aRow({}, { events: 1, requests: 0 })], 'first')).toMatchObject([
    { events: 1, requests: 0 },
  ]);
});

test('a call from loopback alone has no pattern', () => {
  expect(foldPatterns([aRow({ sourceIPs: ['::ffff:127.0.0.1'] })], 'first')).toEqual([]);
});

test('one disagreement in many calls flags the pattern', () => {
  const rows = [aRow(), aRow({ sourceIPs: ['203.0.113.9', '198.51.100.1'] })];
  expect(foldPatterns(rows, 'first')[0]?.spoofable).toBe(true);
});

test('the example is kept as it was logged: what it means is judged by it', () => {
  const [row] = foldPatterns([aRow({ requestURI: '/api/v1/pods?token=hunter2' })], 'first');
  expect(row?.example.requestURI).toBe('/api/v1/pods?token=hunter2');
});

test('evidence is the first sixteen, and the worst of what was applied is kept', () => {
  const applied = (dangerous: string[]) => anApplied({ dangerous });
  const rows = Array.from({ length: 40 }, (_, at) =>
    aRow(
      { requestURI: `/api/v1/namespaces/payments/pods/web-${at}` },
      {
        applied: at === 7 ? applied(['privileged', 'hostPID']) : applied(['privileged']),
        evidence: [
          { ...aRow().evidence[0], time: `2026-10-01T08:00:${59 - at}.000000Z`, auditID: `a${at}` } as never,
        ],
      },
    ),
  );
  const [row] = foldPatterns(rows, 'first');
  expect(row?.evidence).toHaveLength(16);
  expect(row?.evidence[0]?.auditID).toBe('a39');
  expect(Object.keys(row?.evidence[0] ?? {})).toEqual(['auditID', 'time', 'source', 'offset']);
  expect(row?.applied?.dangerous).toEqual(['privileged', 'hostPID']);
});

const someRows = fc.array(
  fc.record({
    verb: fc.constantFrom('get', 'list'),
    pod: fc.constantFrom('a', 'b', 'c'),
    code: fc.constantFrom(200, 403, null),
    at: fc.integer({ min: 10, max: 59 }),
  }),
  { maxLength: 15 },
);

test('the order of rows changes nothing', () => {
  fc.assert(
    fc.property(someRows, (made) => {
      const rows = made.map(({ verb, pod, code, at }) =>
        aRow(
          { verb, code, requestURI: `/api/v1/namespaces/payments/pods/${pod}` },
          { firstSeen: `2026-10-01T08:${at}:00.000000Z` },
        ),
      );
      expect(foldPatterns(rows.toReversed(), 'first')).toEqual(foldPatterns(rows, 'first'));
    }),
  );
});

test.each(['\u0001é{"', 'ж', '\u007f', '\u{1f642}', '\\'])(
  'a row is within its bounds as it is stored, whatever a caller wrote: %j',
  (written) => {
    const long = written.repeat(20_000);
    const hostile = {
      user: long,
      impersonated: long,
      groups: [long, 'a', long.slice(1)],
      sourceIPs: [long, long],
      userAgent: long,
    };
    const more = { verb: long, resource: long, subresource: long, namespace: long, requestURI: `/${long}` };
    const applied = anApplied({
      kind: long,
      name: long,
      images: [long, long],
      dangerous: [long],
      rules: [long, long],
    });
    const evidence = Array.from(
      { length: 16 },
      (_, offset) => ({ ...aRow().evidence[0], auditID: long, offset }) as never,
    );
    const [row] = foldPatterns([aRow({ ...hostile, ...more }, { applied, evidence })], 'first');
    expect(asciiJson(row).length).toBeLessThanOrEqual(maxRowChars);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
  },
);

test('two long texts that differ only at their ends stay two', () => {
  const user = 'u'.repeat(5000);
  expect(foldPatterns([aRow({ user: `${user}a` }), aRow({ user: `${user}b` })], 'first')).toHaveLength(2);
});

test('more groups than are kept still tell actors apart', () => {
  const groups = Array.from(
    { length: 300 },
    (_, at) => `11111111-2222-3333-4444-${String(at).padStart(12, '0')}`,
  );
  const [a, b] = [groups, groups.slice(1)].map(
    (some) => patternOf(aCall({ groups: some }), 'first')?.groups ?? [],
  );
  expect(a).not.toEqual(b);
  expect(JSON.stringify(a).length).toBeLessThan(1500);
});

test('of rows that fold together the earliest and the latest time are kept, known ones alone', () => {
  const time = (hour: number) => `2026-10-01T0${hour}:00:00.000000Z`;
  const times = (...pairs: [string | null, string | null][]) => {
    const rows = pairs.map(([firstSeen, lastSeen]) => aRow({}, { firstSeen, lastSeen }));
    const [row] = foldPatterns(rows, 'first');
    return [row?.firstSeen, row?.lastSeen];
  };
  expect(times([time(3), time(4)], [time(1), time(2)])).toEqual([time(1), time(4)]);
  expect(times([time(1), time(2)], [time(3), time(4)])).toEqual([time(1), time(4)]);
  expect(times([time(3), time(4)], [null, null])).toEqual([time(3), time(4)]);
  expect(times([null, null], [time(3), time(4)])).toEqual([time(3), time(4)]);
});

test('of a row that is too long, lists are cut as its texts are', () => {
  const groups = Array.from({ length: 300 }, (_, at) => `g${at}`);
  const images = Array.from({ length: 300 }, (_, at) => `image-${at}`);
  const [row] = foldPatterns([aRow({ groups }, { applied: anApplied({ images }) })], 'first');
  // 2000 characters a text, and a sixteenth as many members.
  expect([row?.example.groups.length, row?.applied?.images.length]).toEqual([125, 125]);
});

test('groups beyond the room are counted, and told apart by a digest', () => {
  const of = (names: readonly string[]) => patternOf(aCall({ groups: names }), 'first')?.groups ?? [];
  const names = Array.from({ length: 15 }, (_, at) => `${String(at).padStart(2, '0')}${'x'.repeat(98)}`);
  expect(of(names.slice(0, 12))).toEqual(names.slice(0, 12));
  const [kept, more] = [of(names).slice(0, 12), of(names).slice(12)];
  expect(kept).toEqual(names.slice(0, 12));
  expect(more).toEqual([expect.stringMatching(/^\+3 [\w-]{12}$/)]);
  expect(of([...names.slice(0, 14), 'z']).at(-1)).not.toBe(more[0]);
});
