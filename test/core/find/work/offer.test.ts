import { expect, test } from 'vitest';
import { parseSuppressions } from '../../../../src/core/find/suppressions/parser.ts';
import { hiderOf } from '../../../../src/core/find/suppressions/suppression.ts';
import { offerFor } from '../../../../src/core/find/work/offer.ts';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import { aFinding } from '../../../build.ts';
import { aCall } from '../../show/samples.ts';

const now = new Date('2026-10-02T08:00:00Z');
const explained = { owner: 'platform@example.com', note: 'We restore every Wednesday.' };
const id = '0123456789abcdef0123456789abcdef';
const offer = (...calls: RankedCall[]) => offerFor(aFinding({ id, calls }), explained, now);
const call = (over: Partial<RankedCall> = {}) =>
  aCall({
    names: ['db-password'],
    userAgent: 'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
    resource: 'secrets',
    subresource: null,
    verb: 'get',
    namespace: 'payments',
    command: null,
    ...over,
  });

test('names all that narrows, who answers for it, why, and an end', () => {
  const one = call();
  expect(offer(one).body).toEqual({
    suppressions: [
      {
        id: `expected-${id}`,
        owner: 'platform@example.com',
        reason: `Expected: Rare calls by anna@example.com in aks-1 (finding ${id} of 2026-10-01). We restore every Wednesday.`,
        expires: '2026-12-31',
        match: {
          cluster: one.clusterId,
          user: one.user,
          clientIp: one.clientIp,
          verb: 'get',
          resource: 'secrets',
          subresource: null,
          namespace: 'payments',
          command: null,
          outcome: one.outcome,
          agent: 'kubectl',
          name: 'db-password',
        },
      },
    ],
  });
  expect(offer(one).hidden).toEqual({ hidden: 1, calls: 1, vanishes: true });
});

test('can be sent as it is, and hides what was found and no neighbour of it', () => {
  const calls = [
    call(),
    call({ impersonatedBy: 'eve@example.com' }),
    call({ namespace: 'pr-1234', names: ['a', 'b'] }),
    call({ resource: 'pods', subresource: 'exec', verb: 'create', command: 'cat /etc/{path}', names: [] }),
    call({ resource: null, namespace: null, names: [], requestURI: '/version' }),
  ];
  const { body, hidden } = offer(...calls);
  expect(parseSuppressions(JSON.parse(JSON.stringify(body)), now)).toMatchObject({ ok: true, isList: true });
  expect(body.suppressions.map((one) => one.id)).toEqual([1, 2, 3, 4, 5].map((at) => `expected-${id}-${at}`));
  expect(hidden).toEqual({ hidden: 5, calls: 5, vanishes: true });
  const hides = hiderOf(body.suppressions);
  for (const one of calls) expect(hides(one)).not.toBeNull();
  for (const over of [
    { user: 'eve@example.com' },
    { clientIp: '203.0.113.77' },
    { verb: 'list' },
    { verb: 'delete' },
    { resource: 'configmaps' },
    { namespace: 'orders' },
    { namespace: null },
    { names: ['other'] },
    { userAgent: 'curl/8.5.0' },
    { outcome: 'refused' as const },
    { clusterId: 'other', cluster: 'other' },
    { impersonatedBy: 'mallory@example.com' },
  ])
    expect([over, hides(call(over))]).toEqual([over, null]);
});

test('calls of one kind need one suppression', () => {
  const { body } = offer(call({ rank: 1 }), call({ rank: 2, count: 3, pattern: 'x' }));
  expect(body.suppressions).toHaveLength(1);
});

test('where there were very many, names of objects are left out', () => {
  const { body, hidden } = offer(...Array.from({ length: 30 }, (_, at) => call({ names: [`db-${at}`] })));
  expect(body.suppressions).toHaveLength(1);
  expect(body.suppressions[0]?.match).not.toHaveProperty('name');
  expect(hidden).toMatchObject({ hidden: 30, calls: 30 });
});

test.each<[string, Partial<RankedCall>]>([
  ['a generated name', { names: ['web-7d9c5b8f6d-x2x4z'] }],
  ['a name with a star', { names: ['db*'] }],
  ['several names', { names: ['a', 'b'] }],
])('%s is not compared', (_, over) => {
  const [one] = offer(call(over)).body.suppressions;
  expect(one?.match).not.toHaveProperty('name');
});

test('an address that may be forged is not compared, and the user is', () => {
  const factor = { id: 'forgeable-address', weight: 1, why: '', innocent: '', next: '' };
  const { body, hidden } = offer(call({ risk: { score: 50, factors: [factor] } }));
  expect(body.suppressions[0]?.match).not.toHaveProperty('clientIp');
  expect(body.suppressions[0]?.match).toHaveProperty('user');
  expect(hidden.hidden).toBe(1);
});

test.each<[string, Partial<RankedCall>]>([
  ['a user with a star at the end', { user: 'bob*' }],
  ['a user with a star', { user: 'b*b' }],
  ['a user that is too long', { user: 'b'.repeat(600) }],
  ['a command with a star', { resource: 'pods', subresource: 'exec', command: 'rm *' }],
  ['nobody from nowhere', { user: '', clientIp: null, namespace: null }],
  ['anybody from nowhere', { user: 'system:anonymous', clientIp: null, namespace: null }],
])('for %s none is offered, since it would be wider', (_, over) => {
  const { body, hidden } = offer(call(over));
  expect(body.suppressions).toEqual([]);
  expect(hidden).toEqual({ hidden: 0, calls: 1, vanishes: false });
});

test('a title of an attacker, however long, still gives a reason that can be set', () => {
  const title = '<script>\ud800'.repeat(1_000);
  const { body } = offerFor(aFinding({ id, title, calls: [call()] }), { owner: 'o1' }, now);
  expect(parseSuppressions(body, now)).toMatchObject({ ok: true });
});
