import { expect, test } from 'vitest';
import { parseSuppressions } from '../../../../src/core/find/suppressions/parser.ts';

const now = new Date('2026-10-01T09:00:00Z');

const written = (over: Record<string, unknown> = {}) => ({
  id: 'velero-restore',
  owner: 'platform@example.com',
  reason: 'Velero restores every Wednesday.',
  expires: '2026-12-31',
  match: { user: 'velero' },
  ...over,
});

const problemOf = (value: unknown): string => {
  const parsed = parseSuppressions(value, now);
  return parsed.ok ? 'none' : parsed.problem;
};

const matchProblem = (match: unknown): string => problemOf(written({ match }));

test('one, a list and a wrapped list are read alike', () => {
  const suppressions = [written()];
  expect(parseSuppressions(written(), now)).toEqual({ ok: true, suppressions, isList: false });
  expect(parseSuppressions([written()], now)).toEqual({ ok: true, suppressions, isList: true });
  expect(parseSuppressions({ suppressions: [written()] }, now)).toEqual({
    ok: true,
    suppressions,
    isList: true,
  });
});

test('what was answered may be sent back', () => {
  expect(parseSuppressions(written({ status: { hits: 3 } }), now)).toMatchObject({
    suppressions: [written()],
  });
  expect(JSON.stringify(parseSuppressions(written({ status: { hits: 3 } }), now))).not.toContain('hits');
});

test('values are written the one way they are compared in', () => {
  const match = { cluster: 'AKS-1', agent: 'Kubectl', user: 'Anna@Example.com', namespace: 'pr-*' };
  expect(parseSuppressions(written({ expires: '2026-10-31T20:00:00.5+02:00', match }), now)).toMatchObject({
    suppressions: [
      { expires: '2026-10-31T18:00:00Z', match: { ...match, cluster: 'aks-1', agent: 'kubectl' } },
    ],
  });
});

test.each([
  [null, 'a suppression must be a JSON object'],
  ['text', 'a suppression must be a JSON object'],
  [undefined, 'a suppression must be a JSON object'],
  [[], 'there is no suppression in it'],
  [{ suppressions: {} }, 'suppressions must be a list'],
  [{ suppressions: [written()], id: 'x' }, 'nothing may stand beside it'],
  [written({ id: 'Velero' }), 'id must be'],
  [written({ id: '../x' }), 'id must be'],
  [written({ id: 'a'.repeat(65) }), 'id must be'],
  [written({ owner: undefined }), 'owner must be a text that is not blank'],
  [written({ owner: ' \u200b' }), 'owner must be a text that is not blank'],
  [written({ reason: '...' }), 'reason must be a text that is not blank'],
  [written({ reason: 'x'.repeat(2_001) }), 'reason must be at most 2000 characters long'],
  [written({ expires: undefined }), 'expires must be a day such as'],
  [written({ expires: 'never' }), 'expires must be a day such as'],
  [written({ expires: '2026-02-30' }), 'expires must be a day such as'],
  [written({ expires: 1_798_000_000 }), 'expires must be a day such as'],
  [written({ expires: '2027-10-03' }), 'expires must lie at most 366 days ahead'],
  [written({ expires: '9999-12-31' }), 'expires must lie at most 366 days ahead'],
  [written({ expires: '2026-09-30' }), 'expires lies in the past'],
  [written({ owners: 'x' }), 'owners is not known'],
  [written({ 'a<b>': 'x' }), 'it has a field that is not known'],
  [[written(), written()], 'velero-restore: the id is given twice'],
  [[written(), written({ id: 'b', owner: '' })], 'b: owner must be'],
  [[written(), {}], 'suppression 2: id must be'],
])('%j is refused: %s', (value, problem) => {
  expect(problemOf(value)).toContain(problem);
});

test('the last day and the 366th are taken', () => {
  expect(problemOf(written({ expires: '2026-10-01' }))).toBe('none');
  expect(problemOf(written({ expires: '2027-10-02' }))).toBe('none');
});

test.each([
  [undefined, 'match must be a JSON object'],
  [[], 'match must be a JSON object'],
  [{}, 'match needs a text in at least one of user, clientIp, verb'],
  [{ cluster: 'aks-1' }, 'match needs'],
  [{ agent: 'kubectl', cluster: 'aks-1' }, 'match needs'],
  [{ user: null, subresource: null }, 'match needs'],
  [{ namspace: 'payments', user: 'x' }, 'match.namspace is not known'],
  [{ __proto__x: 1, user: 'x' }, 'match.__proto__x is not known'],
  [JSON.parse('{"__proto__": "x", "user": "y"}'), 'match.__proto__ is not known'],
  [{ constructor: 'x', user: 'y' }, 'match.constructor is not known'],
  [{ user: '' }, 'match.user must not be empty'],
  [{ user: '*' }, 'match.user must not be empty'],
  [{ user: ['a', 'b'] }, 'match.user must be a text or null'],
  [{ user: 7 }, 'match.user must be a text or null'],
  [{ user: 'a*b' }, 'match.user may have a * at its end alone'],
  [{ user: '**' }, 'match.user may have a * at its end alone'],
  [{ user: 'x'.repeat(513) }, 'match.user must be at most 512 characters long'],
  [{ clientIp: '10.0.0.*' }, 'match.clientIp must be an address'],
  [{ clientIp: '10.0.0.0/33' }, 'match.clientIp must be an address'],
  [{ clientIp: '0.0.0.0/0' }, 'match.clientIp must be an address'],
  [{ clientIp: '::/0' }, 'match.clientIp must be an address'],
  [{ clientIp: '10' }, 'match.clientIp must be an address'],
  [{ cluster: null, user: 'x' }, 'match.cluster must be'],
  [{ namespace: 'pr-1234' }, 'match.namespace has a part that looks generated'],
  [{ user: 'x', agent: 'kubectl/v1.30.1' }, 'match.agent must be the name of a program'],
  [{ user: 'x', command: 'cat *.txt' }, 'match.command may have a * at its end alone'],
  [{ user: 'x', command: '' }, 'match.command must not be empty'],
  [{ user: 'x', command: ['cat'] }, 'match.command must be a text or null'],
  [{ group: 'system:authenticated' }, 'match.group must be a group that not every caller is in'],
])('a match that says %j is refused: %s', (match, problem) => {
  expect(matchProblem(match)).toContain(problem);
});

test('no fault repeats at length what was sent', () => {
  const evil = '<script>alert(1)</script>\u202e'.repeat(1_000);
  const told = problemOf({
    id: evil,
    owner: evil,
    reason: evil,
    expires: evil,
    [evil]: 1,
    match: { [evil]: evil, user: evil },
  });
  expect(told).not.toContain('script');
  expect(told.length).toBeLessThan(1_000);
  expect(problemOf(Array.from({ length: 500 }, () => ({})))).toMatch(/; and \d+ more$/);
});

test('one whose time is over may be read where it will hide nothing', () => {
  const past = written({ expires: '2026-09-30' });
  expect(parseSuppressions(past, now, 'accepted')).toMatchObject({ ok: true, suppressions: [past] });
});
