import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairSum } from '../../../../src/core/rank/fair/sum.ts';

/** The sum of parts, each of another caller. */
function totalOf(parts: readonly number[], least = 0): number {
  const sum = fairSum();
  for (const [caller, amount] of parts.entries()) sum.add(caller, amount);
  return sum.total(least);
}

test('nobody adds more than all others together, or than the least that is one’s own', () => {
  expect(totalOf([3, 4, 5])).toBe(12);
  expect(totalOf([3, 4, 1_000])).toBe(14);
  expect(totalOf([1_000])).toBe(0);
  expect(totalOf([1_000], 5)).toBe(5);
  expect(totalOf([1, 1_000], 5)).toBe(6);
  expect(totalOf([], 5)).toBe(0);
});

test('what is taken back is not counted, and the sum follows', () => {
  const sum = fairSum();
  sum.add(1, 2);
  sum.add(7, 9);
  expect(sum.total(0)).toBe(4);
  sum.add(7, -8);
  expect(sum.total(0)).toBe(2);
  sum.add(1, 1);
  sum.add(2, 3);
  expect(sum.total(0)).toBe(7);
});

test('whoever floods at most doubles what all others made', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 9 }), fc.nat(1e6), (parts, flood) => {
      const all = parts.reduce((a, b) => a + b, 0);
      expect(totalOf([...parts, flood])).toBeLessThanOrEqual(2 * all);
    }),
  );
});
