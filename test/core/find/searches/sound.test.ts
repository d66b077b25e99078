/** The sound readings: what each counts, whom it charges a flood to, and that the order of events tells nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOf } from '../../../../src/core/count/cursor.ts';
import type { Row } from '../../../../src/core/count/row.ts';
import { segmentAfter } from '../../../../src/core/count/segment.ts';
import { actOfRow } from '../../../../src/core/find/searches/act.ts';
import { sharedMemory } from '../../../../src/core/find/searches/memory.ts';
import { searchNames } from '../../../../src/core/find/searches/names.ts';
import { searches } from '../../../../src/core/find/searches/searches.ts';
import { patternText } from '../../../../src/core/rank/pattern.ts';
import { type CallEvent, noSkips } from '../../../../src/core/read/call.ts';
import { nothingSaid } from '../../../../src/core/read/said.ts';
import { aRow } from '../../../build.ts';
import { aRecord, at, cellsOf, decision, eventsOf, reason, soundly } from './searching.ts';

const user = (username: string, ...groups: readonly string[]) => ({ username, groups });
const worker = user('system:serviceaccount:a:s', 'system:serviceaccounts');
const by = (grant: string) => ({ annotations: { [decision]: 'allow', [reason]: grant } });
const refused = {
  responseStatus: { code: 403, reason: 'Forbidden' },
  annotations: { [decision]: 'forbid', [reason]: 'no' },
};
const secret = (name: string) => ({
  objectRef: { resource: 'secrets', namespace: 'n', name },
  requestURI: `/api/v1/namespaces/n/secrets/${name}`,
});

test('a request counts once, at the stage that tells how it ended', () => {
  const lines = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'].map((stage) =>
    aRecord(1, { stage, ...by('R') }),
  );
  expect(cellsOf(soundly('rbac-grants', eventsOf(lines)), 'count').flat()).toEqual([1]);
});

test('service-accounts tells what came of calls, and has a row where there is no address', () => {
  const lines = [200, 400, 401, null].map((code) =>
    aRecord(1, { user: worker, sourceIPs: ['127.0.0.2'], responseStatus: { code } }),
  );
  const found = soundly('service-accounts', eventsOf(lines));
  expect(cellsOf(found, 'clientIp', 'outcome', 'codes').sort()).toEqual([
    [null, 'allowed', ['200']],
    [null, 'failed', ['400']],
    [null, 'refused', ['401']],
    [null, 'unknown', []],
  ]);
});

test('rbac-grants leaves out reasons of refusals, and tells who acts as whom', () => {
  const lines = [
    aRecord(1, { user: user('ana'), ...refused }),
    aRecord(2, { user: user('ana'), impersonatedUser: { username: 'root' }, ...by('R') }),
    aRecord(3, { user: user('ana'), ...by('R') }),
  ];
  const found = soundly('rbac-grants', eventsOf(lines));
  expect(cellsOf(found, 'user', 'as', 'grant', 'count')).toEqual([
    ['ana', 'root', 'R', 1],
    ['ana', null, 'R', 1],
  ]);
});

describe('sensitive-objects', () => {
  test('counts different objects, and shows the newest whatever the order', () => {
    const lines = [
      aRecord(9, { verb: 'delete', ...secret('c') }),
      ...[1, 2, 3].map((minute) => aRecord(minute, { verb: 'get', ...secret(minute < 3 ? 'a' : 'b') })),
    ];
    const found = soundly('sensitive-objects', eventsOf(lines));
    expect(cellsOf(found, 'verb', 'name', 'objects', 'count', 'firstSeen', 'lastSeen')).toEqual([
      ['delete', 'c', 3, 4, at(1), at(9)],
    ]);
  });

  test('takes what the authorizer let pass, by the code where a record lost its decision; anonymous always', () => {
    const lines = [
      aRecord(1, { user: user('passed'), ...secret('a'), responseStatus: { code: 404 }, ...by('R') }),
      aRecord(1, { user: user('refused'), ...secret('a'), ...refused }),
      aRecord(1, { user: user('coded'), ...secret('a'), annotations: undefined }),
      aRecord(1, { user: user('coded-403'), ...secret('a'), responseStatus: { code: 403 } }),
      aRecord(1, { user: user('stopped'), ...secret('a'), ...refused, ...by('R') }),
      aRecord(1, { user: user('system:anonymous'), ...secret('a'), ...refused }),
      aRecord(1, { user: user('elsewhere'), ...by('R') }),
    ];
    const found = soundly('sensitive-objects', eventsOf(lines));
    expect(cellsOf(found, 'user').flat().sort()).toEqual(['coded', 'passed', 'stopped', 'system:anonymous']);
  });
});

test('sensitive-roles shows a write beside the reads that came after it', () => {
  const role = (minute: number, verb: string, resource: string) =>
    aRecord(minute, { user: user('ana'), verb, objectRef: { resource, namespace: 'n' } });
  const lines = [role(1, 'create', 'rolebindings'), role(2, 'list', 'roles'), role(3, 'list', 'pods')];
  expect(cellsOf(soundly('sensitive-roles', eventsOf(lines)), 'verb', 'resource')).toEqual([
    ['list', 'roles'],
    ['create', 'rolebindings'],
  ]);
});

test('forbidden-service-accounts puts first who was refused different things, not who was refused most', () => {
  const by = (username: string, resource: string, subresource?: string) =>
    aRecord(1, {
      user: user(`system:serviceaccount:${username}`, 'system:serviceaccounts'),
      objectRef: { resource, subresource, namespace: 'n' },
      stage: subresource === undefined ? 'ResponseComplete' : 'ResponseStarted',
      ...refused,
    });
  const lines = [
    ...Array.from({ length: 9 }, () => by('a:loop', 'leases')),
    ...[
      by('b:looks', 'secrets'),
      by('b:looks', 'pods'),
      by('b:looks', 'pods', 'exec'),
      by('b:looks', 'pods'),
    ],
    aRecord(1, { user: user('ana', 'dev'), ...refused }),
  ];
  const found = soundly('forbidden-service-accounts', eventsOf(lines));
  expect(cellsOf(found, 'resourcesRefused', 'user', 'resource', 'count')).toEqual([
    [3, 'system:serviceaccount:b:looks', 'pods', 2],
    [3, 'system:serviceaccount:b:looks', 'pods/exec', 1],
    [3, 'system:serviceaccount:b:looks', 'secrets', 1],
    [1, 'system:serviceaccount:a:loop', 'leases', 9],
  ]);
});

describe('scan', () => {
  const from = (ip: string, minute: number, code: number, username?: string) =>
    aRecord(minute, {
      sourceIPs: [ip],
      user: username === undefined ? {} : user(username),
      requestURI: `/${minute}`,
      responseStatus: { code },
    });

  test.each([
    ['after', [from('203.0.113.9', 1, 401), from('203.0.113.9', 5, 200, 'ana')], [true, at(5), 'ana']],
    ['before', [from('203.0.113.9', 0, 200, 'ana'), from('203.0.113.9', 1, 401)], [false, null, null]],
    ['elsewhere', [from('203.0.113.9', 1, 401), from('203.0.113.8', 5, 200, 'ana')], [false, null, null]],
    ['never', [from('203.0.113.9', 1, 401), from('203.0.113.9', 5, 404, 'ana')], [false, null, null]],
  ])('tells a success %s', (_, lines, told) => {
    for (const order of [lines, lines.toReversed()]) {
      const found = soundly('scan', eventsOf(order));
      expect(cellsOf(found, 'clientIp', 'laterSuccess', 'successAt', 'successBy')).toEqual([
        ['203.0.113.9', ...told],
      ]);
    }
  });

  test('puts first who asked for the most different things', () => {
    const lines = [1, 2, 3].map((minute) => from('203.0.113.9', minute, 401));
    const found = soundly(
      'scan',
      eventsOf([from('203.0.113.8', 1, 401), from('203.0.113.8', 1, 401), ...lines]),
    );
    expect(cellsOf(found, 'clientIp', 'uris', 'agents', 'count', 'requestURIs')).toEqual([
      ['203.0.113.9', 3, 1, 3, ['/1', '/2', '/3']],
      ['203.0.113.8', 1, 1, 2, ['/1']],
    ]);
  });
});

describe('memory', () => {
  test('is shared out: who sends a flood crowds out himself, and it is told', () => {
    const flood = Array.from({ length: 200 }, (_, index) =>
      aRecord(1, { user: user('ana'), ...by(`grant ${index}`) }),
    );
    const events = eventsOf([...flood, aRecord(2, { user: user('bob'), ...by('R') })]);
    const found = soundly('rbac-grants', events, 50, sharedMemory(200_000));
    const mine = Number(/^too much for memory: (\d+) requests/.exec(found.notes[0] ?? '')?.[1]);
    expect(mine).toBeGreaterThan(150);
    expect(found.total).toBe(201 - mine);
    expect(soundly('rbac-grants', events, 500, sharedMemory(200_000)).rows).toContainEqual(
      expect.objectContaining({ user: 'bob', count: 1 }),
    );
  });

  test('that is short makes numbers of different things lower bounds, and that is told', () => {
    const lines = Array.from({ length: 100 }, (_, index) => aRecord(1, secret(`s${index}`)));
    const found = soundly('sensitive-objects', eventsOf(lines), 50, sharedMemory(100_000));
    expect(found.rows).toMatchObject([{ count: 100, objects: expect.any(Number) }]);
    expect(found.rows[0]?.objects).toBeLessThan(100);
    expect(found.notes).toEqual([expect.stringContaining('lower bounds')]);
  });

  test('holds no long text, and long texts that differ stay two', () => {
    const lines = ['a', 'b'].map((end) => aRecord(1, by('x'.repeat(5_000) + end)));
    const uris = ['a', 'b'].map((end) =>
      aRecord(1, { requestURI: `/${'x'.repeat(5_000)}${end}`, responseStatus: { code: 401 } }),
    );
    const found = soundly('scan', eventsOf([...lines, ...uris]));
    expect(cellsOf(found, 'uris').flat()).toEqual([2]);
    expect(JSON.stringify(found.rows).length).toBeLessThan(3_000);
  });
});

test('a row of the ledger says as much as its requests do one by one', () => {
  const seen = { firstSeen: at(1), lastSeen: at(9), requests: 3 };
  const row = aRow(
    { ...seen, events: 7, said: { ...nothingSaid, names: ['db'], grants: ['R', ''] } },
    { user: 'ana', resource: 'secrets', namespace: 'n' },
  );
  const act = actOfRow(row, 'aks-1', 'first');
  if (act === null) throw new Error('no act');
  for (const [name, expected] of [
    ['rbac-grants', { user: 'ana', grant: 'R', count: 3, firstSeen: at(1), lastSeen: at(9) }],
    [
      'sensitive-objects',
      { user: 'ana', name: 'db', objects: 1, count: 3, firstSeen: at(1), lastSeen: at(9) },
    ],
  ] as const) {
    const tally = searches[name].sound(sharedMemory());
    tally.add(act);
    expect(tally.found(10).rows).toMatchObject([expected]);
  }
  expect(actOfRow(aRow({ requests: 0 }), 'aks-1', 'first')).toBeNull();
});

const anyLine = fc
  .record({
    minute: fc.integer({ min: 0, max: 3 }),
    user: fc.constantFrom(user('ana', 'dev'), worker, worker, user('system:anonymous'), {}),
    sourceIPs: fc.constantFrom(['10.0.0.1'], ['203.0.113.9', '172.31.0.1'], []),
    verb: fc.constantFrom('get', 'list', 'create'),
    stage: fc.constantFrom('ResponseComplete', 'ResponseStarted', 'RequestReceived'),
    resource: fc.constantFrom('secrets', 'configmaps', 'clusterroles', 'pods'),
    name: fc.constantFrom('a', 'b', undefined),
    code: fc.constantFrom(200, 401, 403, 403, 409),
    grant: fc.constantFrom('', 'R', 'S'),
    allow: fc.boolean(),
  })
  .map(({ minute, user, sourceIPs, verb, stage, resource, name, code, grant, allow }) =>
    aRecord(minute, {
      ...{ user, sourceIPs, verb, stage },
      objectRef: { resource, namespace: 'n', name },
      requestURI: `/api/v1/namespaces/n/${resource}/${name ?? ''}`,
      responseStatus: { code },
      annotations: { [decision]: allow ? 'allow' : 'forbid', [reason]: grant },
    }),
  );

test.each(searchNames)('%s finds the same whatever the order of events', (name) => {
  let rows = 0;
  fc.assert(
    fc.property(
      fc
        .array(anyLine, { minLength: 20, maxLength: 40 })
        .chain((lines) =>
          fc.tuple(
            fc.constant(lines),
            fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length }),
          ),
        ),
      ([lines, shuffled]) => {
        const found = soundly(name, eventsOf(lines));
        rows += found.total;
        expect(soundly(name, eventsOf(shuffled))).toEqual(found);
      },
    ),
    { numRuns: 60 },
  );
  expect(rows).toBeGreaterThan(50);
});

/** The rows of a ledger in which every event is counted. */
function counted(events: readonly CallEvent[]): readonly Row[] {
  const most = Number.POSITIVE_INFINITY;
  const original = { lines: 0, skipped: noSkips() };
  const no = { end: 0, lines: 0, skipped: noSkips(), salvaged: 0, original };
  const limits = {
    rows: most,
    chars: most,
    budget: { rows: most, foldUri: (uri: string) => uri, patternOf: patternText },
  };
  const segment = segmentAfter(startOf('', 0), no, new Map<string, Row>(), limits);
  for (const event of events) segment.add(event, 0);
  return segment.close(no, true).rows;
}

/** What the ledger tells for certain: who is let pass has a code that says so, and a grant by what he does. */
const countedLine = fc
  .record({
    minute: fc.integer({ min: 0, max: 3 }),
    user: fc.constantFrom(user('ana', 'dev'), worker, worker),
    ip: fc.constantFrom('10.0.0.1', '203.0.113.9'),
    verb: fc.constantFrom('get', 'list'),
    resource: fc.constantFrom('secrets', 'clusterroles'),
    code: fc.constantFrom(200, 401, 403, 409),
  })
  .map(({ minute, user, ip, verb, resource, code }) =>
    aRecord(minute, {
      ...{ user, sourceIPs: [ip], verb, userAgent: 'kubectl/v1.31.2' },
      objectRef: { resource, namespace: 'n', name: 'a' },
      requestURI: `/api/v1/namespaces/n/${resource}/a`,
      responseStatus: { code },
      annotations: { [decision]: code === 401 || code === 403 ? 'forbid' : 'allow', [reason]: verb },
    }),
  );

test.each(searchNames)('%s finds in a ledger what it finds in files, where every call is counted', (name) => {
  fc.assert(
    fc.property(fc.array(countedLine, { minLength: 20, maxLength: 40 }), (lines) => {
      const events = eventsOf(lines);
      const tally = searches[name].sound(sharedMemory());
      for (const row of counted(events)) {
        const act = actOfRow(row, 'aks-1', 'first');
        if (act !== null) tally.add(act);
      }
      expect(tally.found(50)).toEqual(soundly(name, events));
    }),
    { numRuns: 30 },
  );
});
