import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairSum } from '../../../../src/core/rank/fair/sum.ts';

function totalOf(parts: Readonly<Record<string, number>>, least = 0): number {
  const sum = fairSum();
  for (const [at, amount] of Object.values(parts).entries()) sum.add(at, amount);
  return sum.total(least);
}

test('nobody adds more than all others together, or than the least that is one’s own', () => {
  expect(totalOf({ a: 3, b: 4, c: 5 })).toBe(12);
  expect(totalOf({ a: 3, b: 4, eve: 1_000 })).toBe(14);
  expect(totalOf({ eve: 1_000 })).toBe(0);
  expect(totalOf({ eve: 1_000 }, 5)).toBe(5);
  expect(totalOf({ a: 1, eve: 1_000 }, 5)).toBe(6);
  expect(totalOf({}, 5)).toBe(0);
});

test('what is taken back is not counted, and the sum follows', () => {
  const sum = fairSum();
  sum.add(1, 2);
  sum.add(3, 9);
  expect(sum.total(0)).toBe(4);
  sum.add(3, -8);
  expect(sum.total(0)).toBe(2);
  sum.add(1, 1);
  sum.add(2, 3);
  expect(sum.total(0)).toBe(7);
});

test('whoever floods at most doubles what all others made', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 9 }), fc.nat(1e6), (parts, flood) => {
      const others = Object.fromEntries(parts.map((part, at) => [`u${at}`, part]));
      const all = parts.reduce((a, b) => a + b, 0);
      expect(totalOf({ ...others, eve: flood })).toBeLessThanOrEqual(2 * all);
    }),
  );
});
