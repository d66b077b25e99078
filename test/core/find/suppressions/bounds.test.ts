/** How long and how many: what is just within a bound is taken, what is one beyond is not. */
import { expect, test } from 'vitest';
import { parseSuppressions } from '../../../../src/core/find/suppressions/parser.ts';

const now = new Date('2026-10-01T00:00:00Z');
const one = (over: Record<string, unknown> = {}) => ({
  id: 'nightly',
  owner: 'platform@example.com',
  reason: 'The nightly check.',
  expires: '2026-12-31',
  match: { user: 'anna@example.com' },
  ...over,
});
const problem = (value: unknown): string => {
  const parsed = parseSuppressions(value, now);
  return parsed.ok ? '' : parsed.problem;
};

test.each([
  ['id', (chars: number) => ({ id: 'a'.repeat(chars) }), 64],
  ['owner', (chars: number) => ({ owner: 'a'.repeat(chars) }), 256],
  ['reason', (chars: number) => ({ reason: 'a'.repeat(chars) }), 2_000],
  ['match.user', (chars: number) => ({ match: { user: 'a'.repeat(chars) } }), 512],
] as const)('%s may be so long and no longer', (field, of, longest) => {
  expect(problem(one(of(longest)))).toBe('');
  expect(problem(one(of(longest + 1)))).toMatch(new RegExp(`^${field} must be `));
});

test('a thousand at once, and no more', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => one({ id: `n-${at}` }));
  expect(problem(many(1_000))).toBe('');
  expect(problem(many(1_001))).toBe('there are more than 1000 suppressions in it');
});

test('twenty faults are told, and how many more there are', () => {
  const faulty = (count: number) =>
    Array.from({ length: count }, (_, at) => one({ id: `n-${at}`, owner: '' }));
  expect(problem(faulty(20))).not.toContain('more');
  expect(problem(faulty(20)).split('; ')).toHaveLength(20);
  expect(problem(faulty(22))).toMatch(/; and 2 more$/);
});

test('a year and a day ahead, to the moment', () => {
  expect(problem(one({ expires: '2027-10-02T00:00:00Z' }))).toBe('');
  expect(problem(one({ expires: '2027-10-02T00:00:01Z' }))).toBe('expires must lie at most 366 days ahead');
  expect(problem(one({ expires: '2026-10-01T00:00:00Z' }))).toBe('expires lies in the past');
  expect(problem(one({ expires: '2026-10-01T00:00:01Z' }))).toBe('');
});

test('a field that is not known is named where it is a plain word, whole and short', () => {
  expect(problem(one({ ['a'.repeat(40)]: 1 }))).toBe(`${'a'.repeat(40)} is not known`);
  for (const name of ['a'.repeat(41), '!a', 'a!', ''])
    expect(problem(one({ [name]: 1 }))).toBe('it has a field that is not known');
  expect(problem(one({ match: { user: 'x', 'a!': 1 } }))).toBe('match.has a field that is not known');
});
