import { expect, test } from 'vitest';
import { riskOf, tellsByItself } from '../../../src/core/judge/risk.ts';
import { severities, severityOf } from '../../../src/core/judge/severity.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aPattern, judgedAs } from '../build.ts';

const scoreOf = (call: Partial<Call>, rarity: number): number =>
  riskOf(judgedAs(aPattern(call)), rarity).risk.score;

test('rarity counts a third at one day of a caller in ten, nearly twice that more for each ten times rarer', () => {
  expect(scoreOf({}, 90)).toBe(8); // 25 x 0.32
  expect(scoreOf({}, 99)).toBe(22); // 25 x (0.32 + 0.58)
  expect(scoreOf({}, 99.9)).toBe(37);
  expect(scoreOf({}, 99.99)).toBe(51);
  expect(scoreOf({}, 99.9999999)).toBe(65);
  expect(scoreOf({}, 68.377)).toBe(4); // half as many tens, half as much
  expect(scoreOf({}, 0)).toBe(1);
});

test('factors count by the square root of their product', () => {
  expect(scoreOf({ resource: 'secrets' }, 99)).toBe(32); // 25 x 0.9 x sqrt(2)
  expect(scoreOf({ resource: 'secrets', verb: 'list', namespace: null }, 99)).toBe(39); // x sqrt(2 x 1.5)
});

test('what nobody here does, or ever should, counts as if it were rare, where it is grave and was not refused', () => {
  const risk = (call: Partial<Call>, facts = {}) => riskOf(judgedAs(aPattern(call), facts), 10).risk;
  const node = { user: 'system:node:aks-1', groups: ['system:nodes'], resource: 'secrets' };
  // 25 x 0.9 x sqrt(2 x 3 x 1.3): secrets, by a node, by a machine.
  expect(risk(node)).toMatchObject({ score: 63 });
  expect(tellsByItself(risk(node).factors)).toBe(true);
  const refused = risk({ ...node, code: 403 });
  expect([refused.score, tellsByItself(refused.factors)]).toEqual([1, false]);
  // Grave, and somebody does it here.
  const usual = risk({ resource: 'clusterrolebindings', verb: 'create', user: 'eve' });
  expect(tellsByItself(usual.factors)).toBe(false);
  const first = risk({ resource: 'clusterrolebindings', verb: 'create', user: 'eve' }, { isFirst: true });
  expect([first.score, tellsByItself(first.factors)]).toEqual([45, true]); // sqrt(2.2 x 1.85)
  // The first of its kind, and not grave.
  expect(tellsByItself(risk({ resource: 'pods' }, { isFirst: true }).factors)).toBe(false);
});

test('what was refused is worth less than the same allowed, and what was not even taken as somebody less again', () => {
  const list = { resource: 'secrets', verb: 'list', namespace: null, user: 'system:anonymous', groups: [] };
  const [allowed, refused, unknown] = [200, 403, 401].map((code) => scoreOf({ ...list, code }, 95));
  expect(allowed).toBeGreaterThan(refused ?? 0);
  expect(refused).toBeGreaterThan(unknown ?? 0);
});

test('the score stays within 1 and 100', () => {
  const worst = {
    resource: 'secrets',
    verb: 'list',
    namespace: null,
    user: 'masterclient',
    groups: ['system:masters'],
    code: 403,
    impersonated: 'x',
  };
  expect(scoreOf({ ...worst, sourceIPs: ['203.0.113.9', '1.1.1.1'] }, 100)).toBe(100);
});

test('the techniques of all factors come once, and the use of kubectl last', () => {
  const row = aPattern({ resource: 'secrets', verb: 'list', namespace: null });
  expect(riskOf(judgedAs(row, { ipIsNew: true }), 99).attack.map(({ id }) => id)).toEqual([
    'T1552.007',
    'T1078',
    'T1059.013',
  ]);
});

test.each([
  [1, 'informational'],
  [20, 'informational'],
  [21, 'low'],
  [40, 'low'],
  [41, 'medium'],
  [60, 'medium'],
  [61, 'high'],
  [80, 'high'],
  [81, 'critical'],
  [100, 'critical'],
] as const)('a score of %i is %s', (score, severity) => {
  expect(severityOf(score)).toBe(severity);
});

test('severities are those that scores have, the mildest first', () => {
  expect(severities).toEqual([1, 21, 41, 61, 81].map(severityOf));
});
