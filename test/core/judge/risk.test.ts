import { expect, test } from 'vitest';
import { riskOf } from '../../../src/core/judge/risk.ts';
import { severities, severityOf } from '../../../src/core/judge/severity.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aPattern, judgedAs } from '../build.ts';

const scoreOf = (call: Partial<Call>, rarity: number): number =>
  riskOf(judgedAs(aPattern(call)), rarity).risk.score;

test('a call without factors has the base risk of the original at one in a hundred, half more for each ten times rarer', () => {
  expect(scoreOf({}, 99)).toBe(25);
  expect(scoreOf({}, 99.9)).toBe(38);
  expect(scoreOf({}, 99.99)).toBe(50);
  expect(scoreOf({}, 99.999999)).toBe(50);
  expect(scoreOf({}, 90)).toBe(13);
  expect(scoreOf({}, 0)).toBe(1);
});

test('factors count by the square root of their product', () => {
  expect(scoreOf({ resource: 'secrets' }, 100)).toBe(71); // 50 x sqrt(2)
  expect(scoreOf({ resource: 'secrets', verb: 'list', namespace: null }, 100)).toBe(87); // 50 x sqrt(2 x 1.5)
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
