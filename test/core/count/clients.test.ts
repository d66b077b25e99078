/** How calls of other clients than kubectl are counted, and where the machinery was. */
import { describe, expect, test } from 'vitest';
import { startOf } from '../../../src/core/count/cursor.ts';
import { folding } from '../../../src/core/count/fold.ts';
import type { Row } from '../../../src/core/count/row.ts';
import { segmentAfter } from '../../../src/core/count/segment.ts';
import { patternText } from '../../../src/core/rank/pattern.ts';
import { uriTemplate } from '../../../src/core/rank/uri.ts';
import { type Call, noSkips, type Presence } from '../../../src/core/read/call.ts';
import { anEvent } from '../../build.ts';

const none = {
  end: 0,
  lines: 0,
  skipped: noSkips(),
  salvaged: 0,
  original: { lines: 0, skipped: noSkips() },
};
const budget = { rows: 20_000, foldUri: uriTemplate, patternOf: patternText };

const segment = (rows: ReadonlyMap<string, Row> = new Map(), over: object = {}) =>
  segmentAfter(startOf('', 0), none, rows, { rows: 99, chars: 1e6, budget, ...over });

const other = (call: Partial<Call> = {}) =>
  anEvent({ client: 'other' }, { userAgent: 'curl/8.5.0', ...call });
const secret = (name: string) => ({
  resource: 'secrets',
  requestURI: `/api/v1/namespaces/payments/secrets/${name}?timeout=${name.length}s`,
});
const presence: Presence = {
  resourceId: null,
  user: 'system:node:aks-1',
  ip: '203.0.113.1',
  day: '2026-10-01',
};

describe('calls of another client', () => {
  test('are one row where their pattern is one; the first stands for all', () => {
    const made = segment();
    made.add(other(secret('db')), 0);
    made.add(other(secret('tls-1')), 10);
    made.add(other({ ...secret('db'), userAgent: 'curl/8.5.7' }), 20);
    const { rows } = made.close(none, false);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      client: 'other',
      events: 3,
      call: { ...secret('db'), userAgent: 'curl/8.5.0' },
    });
  });

  test.each<[string, Partial<Call>]>([
    ['user', { user: 'ben@example.com' }],
    ['address', { sourceIPs: ['203.0.113.10'] }],
    ['verb', { verb: 'delete' }],
    ['namespace', { namespace: 'shop' }],
    ['outcome', { code: 403 }],
    ['agent', { userAgent: 'python-requests/2.31' }],
    ['groups taken on', { impersonated: 'x', impersonatedGroups: ['system:masters'] }],
  ])('are two rows where they differ in %s', (_, call) => {
    const made = segment();
    made.add(other(), 0);
    made.add(other(call), 10);
    expect(made.close(none, false).rows).toHaveLength(2);
  });

  test('are no row of kubectl’s, and kubectl’s keep their raw fields', () => {
    const made = segment();
    made.add(anEvent({}, secret('db')), 0);
    made.add(anEvent({}, secret('tls-1')), 10);
    made.add(anEvent({ client: 'other' }, secret('db')), 20);
    expect(made.close(none, false).rows.map(({ client }) => client)).toEqual(['kubectl', 'kubectl', 'other']);
  });

  test('are no events of the original', () => {
    const made = segment();
    made.add(anEvent(), 0);
    made.add(anEvent({ isRequest: false, stage: 'ResponseStarted' }), 10);
    made.add(other(), 20);
    expect(made.close(none, false).cursor).toMatchObject({
      events: 3,
      requests: 2,
      original: { events: 2, requests: 1 },
    });
  });

  test('stay one row when a day’s budget folds them', () => {
    const rows = (name: string) => {
      const made = segment();
      made.add(other(secret(name)), 0);
      return made.close(none, false).rows;
    };
    const all = folding({ ...budget, rows: 0 });
    all.add({ source: 'a', rows: rows('db') });
    all.add({ source: 'b', rows: rows('tls-1') });
    expect(all.rows()).toMatchObject([{ events: 2, folded: true }]);
  });
});

describe('a presence', () => {
  test('is one row of an identity, address and day, without events, however often it is seen', () => {
    const first = segment();
    first.take({ presence, offset: 0, end: 10 });
    first.take({ presence: { ...presence, resourceId: 'other' }, offset: 10, end: 20 });
    const { rows, cursor } = first.close(none, false);
    expect(rows).toMatchObject([
      {
        client: 'presence',
        day: '2026-10-01',
        events: 0,
        requests: 0,
        call: { user: 'system:node:aks-1', sourceIPs: ['203.0.113.1'], verb: 'appear' },
      },
    ]);
    expect(cursor).toMatchObject({ events: 0, rows: 1 });
    const second = segment(new Map(rows.map((row) => [row.key, row])));
    second.take({ presence, offset: 30, end: 40 });
    expect(second.close(none, false)).toMatchObject({ rows: [], cursor: { rows: 1 } });
  });

  test.each<[string, Partial<Presence>]>([
    ['identity', { user: 'system:node:aks-2' }],
    ['address', { ip: '203.0.113.2' }],
    ['day', { day: '2026-10-02' }],
    ['day that is unknown', { day: null }],
  ])('is another row of another %s', (_, over) => {
    const made = segment();
    made.take({ presence, offset: 0, end: 10 });
    made.take({ presence: { ...presence, ...over }, offset: 10, end: 20 });
    expect(made.close(none, false).rows).toHaveLength(2);
  });

  test('fits a full segment no more, unless it stands there already', () => {
    const made = segment(new Map(), { rows: 1 });
    expect(made.take({ presence, offset: 0, end: 10 })).toBe(true);
    expect(made.take({ presence: { ...presence, ip: '203.0.113.2' }, offset: 10, end: 20 })).toBe(false);
    expect(made.take({ presence, offset: 20, end: 30 })).toBe(true);
    expect(made.close(none, false).rows).toHaveLength(1);
  });

  test('of a flood takes no more than its share of the budget', () => {
    const made = segment(new Map(), { budget: { ...budget, rows: 8 } });
    for (let at = 0; at < 9; at++)
      expect(made.take({ presence: { ...presence, ip: `203.0.113.${at}` }, offset: 0, end: 10 })).toBe(true);
    expect(made.close(none, false).rows).toHaveLength(1);
  });
});
