import { expect, test } from 'vitest';
import { explain, type Reasons } from '../../../src/core/rank/explain.ts';
import type { FeatureName } from '../../../src/core/rank/features.ts';
import type { TermName } from '../../../src/core/rank/model/model.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aPattern } from '../build.ts';

const known = {
  ownDays: 0,
  actorDays: 5,
  others: 2,
  neighbours: [],
  firstSeen: null,
  actorFirstSeen: null,
};
const baseline = { days: 30, actors: 9 };

const said = (
  terms: Partial<Record<TermName, number>>,
  call: Partial<Call> = {},
  over: Partial<Reasons> & { ownDays?: number } = {},
): string =>
  explain(
    {
      pattern: aPattern(call),
      terms: new Map(Object.entries(terms) as [TermName, number][]),
      habit: (_name: FeatureName) => ({ ...known, ownDays: over.ownDays ?? 0 }),
      breadth: 4,
      lift: { by: 'sitting', pieces: 3, before: 0 },
      ...over,
    },
    baseline,
  );

test.each<[TermName, Partial<Call>, string]>([
  ['action', {}, 'anna@example.com reads pods in payments'],
  ['action', { verb: 'delete', namespace: null }, 'anna@example.com deletes pods cluster-wide'],
  ['action', { verb: 'get', resource: null, namespace: null, requestURI: '/version' }, 'reads /version'],
  ['action', { verb: 'get', subresource: 'exec' }, 'runs a command in pods in payments'],
  [
    'action',
    {
      verb: 'get',
      subresource: 'exec',
      requestURI: '/api/v1/namespaces/a/pods/b/exec?command=cat&command=/etc/shadow&command=/proc/1/environ',
    },
    'runs a command in pods in payments, one that reads files that hold credentials and reads the environment of other processes;',
  ],
  ['action', { verb: 'frob' }, 'anna@example.com frob pods in payments'],
  ['namespace', {}, 'anna@example.com works in payments'],
  ['namespace', { namespace: null }, 'anna@example.com asks for the whole cluster'],
  ['clientIp', {}, 'anna@example.com calls from 203.0.113.9'],
  ['clientIp', { sourceIPs: [] }, 'anna@example.com calls from an unknown address'],
  ['agent', {}, 'anna@example.com uses kubectl/1.30 linux'],
  ['agent', { userAgent: '' }, 'anna@example.com uses no agent'],
])('what is new by its %s: %j', (term, call, words) => {
  expect(said({ [term]: 5 }, call)).toContain(words);
});

test('the sentence is whole', () => {
  expect(said({ action: 5 })).toBe(
    'First time in 30 days that anna@example.com reads pods in payments; 2 of 8 others ever did.',
  );
});

test('what is rare and not new says on how many days it was', () => {
  expect(said({ agent: 5 }, {}, { ownDays: 2 })).toBe(
    'anna@example.com uses kubectl/1.30 linux, as on 2 of 30 days before; 2 of 8 others ever did.',
  );
});

test('what was done before is not said to have been in this namespace: habits are known wherever it was', () => {
  expect(said({ action: 5 }, {}, { ownDays: 2 })).toBe(
    'anna@example.com reads pods in payments, as on 2 of 30 days before, here or elsewhere; 2 of 8 others ever did.',
  );
  expect(said({ action: 5 }, { namespace: null }, { ownDays: 2 })).toContain('2 of 30 days before; 2 of 8');
});

test('the largest term is told, the second where it is large too, and no third', () => {
  expect(said({ action: 1, agent: 3, clientIp: 0.5 })).toMatch(
    /^First time .* uses kubectl[^.]*\.30 linux; [^.]*\.$/,
  );
  expect(said({ action: 2, agent: 3 })).not.toContain('in payments');
  expect(said({ action: 2.1, agent: 3 })).toContain('in payments');
  expect(said({ action: 2.1, agent: 3, namespace: 2.2 })).not.toMatch(/reads|gets/);
});

test('how widely, and what else was new at the sitting', () => {
  expect(said({ breadth: 5 })).toMatch(/pods in at least 4 namespaces on this day, more than usual\.$/);
  expect(said({ action: 1, news: 2.1 })).toMatch(
    / At the same sitting 3 things were new for anna@example\.com\.$/,
  );
  expect(said({ action: 1, news: 2 })).not.toContain('sitting');
  expect(said({ action: 1, news: 9 }, {}, { lift: { by: 'sitting', pieces: 1, before: 0 } })).not.toContain(
    'sitting',
  );
});

test('of whom else the news is, and whether it goes on', () => {
  const news = (by: 'actor' | 'caller' | 'clientIp', over: Partial<Call> = {}, before = 0, pieces = 3) =>
    said({ action: 1, news: 9 }, over, { lift: { by, pieces, before } });
  expect(news('actor')).toMatch(/ On this day 3 things were new for anna@example\.com\.$/);
  expect(news('actor', {}, 5, 1)).toMatch(
    / On this day 1 thing was new for anna@example\.com, and so it went on the days before\.$/,
  );
  expect(news('actor', {}, 2, 1)).not.toContain('On this day');
  expect(news('clientIp')).toContain('3 things were new of what came from 203.0.113.9.');
  expect(news('caller', { user: 'eve', impersonated: 'bob' })).toContain(
    '3 things were new of what eve did, under whatever names.',
  );
});

test('a stranger is called one, and is none of the others', () => {
  const stranger = { habit: () => ({ ...known, actorDays: 0, others: 0 }) };
  expect(said({ action: 5 }, {}, stranger)).toBe(
    'anna@example.com was never seen before. ' +
      'First time in 30 days that anna@example.com reads pods in payments; 0 of 9 others ever did.',
  );
  expect(said({ action: 5 }, {}, { habit: () => null })).toContain('was never seen before');
});

test('without a name, and without a past', () => {
  expect(said({ agent: 5 }, { user: null })).toContain('that a caller without a name uses');
  const reasons = {
    pattern: aPattern(),
    terms: new Map(),
    habit: () => null,
    breadth: 1,
    lift: { by: 'sitting', pieces: 0, before: 0 } as const,
  };
  expect(explain(reasons, { days: 0, actors: 0 })).toMatch(
    /^anna@example\.com .*; there is no baseline yet\.$/,
  );
});
