import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rarityScale } from '../../../src/core/rank/rarity.ts';

const past = Array.from({ length: 1000 }, (_, at) => at / 100);

test('rarity is the share of past scores that are lower', () => {
  const rarityOf = rarityScale(past);
  expect(rarityOf(5)).toBeCloseTo(50, 0);
  expect(rarityOf(9)).toBeCloseTo(90, 0);
  expect(rarityOf(-1)).toBeCloseTo(0, 0);
});

test('it goes on beyond all that ever was, and stays below 100', () => {
  const rarityOf = rarityScale(past);
  expect(rarityOf(10)).toBeGreaterThan(99.8);
  expect(rarityOf(11)).toBeGreaterThan(rarityOf(10));
  expect(rarityOf(1e9)).toBeLessThan(100);
});

test('it means the same where scores are of another size', () => {
  const [small, large] = [rarityScale(past), rarityScale(past.map((score) => score * 7))];
  for (const score of [0.5, 3, 9.95, 10, 12]) expect(large(score * 7)).toBeCloseTo(small(score), 6);
});

test('a higher score is never less rare', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, min: 0, max: 200 }), { minLength: 1 }),
      fc.float({ noNaN: true, min: 0, max: 300 }),
      fc.float({ noNaN: true, min: 0, max: 300 }),
      (some, a, b) => {
        const rarityOf = rarityScale(some);
        expect(rarityOf(Math.max(a, b))).toBeGreaterThanOrEqual(rarityOf(Math.min(a, b)));
        expect(rarityOf(a)).toBeGreaterThanOrEqual(0);
      },
    ),
    { examples: [[[10], 0, 1]] },
  );
});

test('what is above all that was ever seen is rare, however short the past', () => {
  const rarityOf = rarityScale([1, 2, 3]);
  expect(rarityOf(3.1)).toBe(99);
  expect(rarityOf(30)).toBeGreaterThan(99.9);
  expect(rarityOf(3)).toBeLessThan(90);
  const same = rarityScale([5, 5, 5, 5]);
  expect(same(6)).toBeGreaterThanOrEqual(99);
  expect(same(60)).toBeGreaterThan(same(6));
  expect(same(60)).toBeLessThan(99.9999999);
});

test('without a past it is the middle', () => {
  expect(rarityScale([])(3)).toBe(50);
});

test('the numbers are those of the formula', () => {
  // A hundred scores, 1 to 100: the tail is the largest, one above 99.
  const rarityOf = rarityScale(Array.from({ length: 100 }, (_, at) => at + 1));
  // 51 of 101 are at least as surprising, when the next one is counted too.
  expect(rarityOf(50)).toBeCloseTo(100 * (1 - 51 / 101), 9);
  expect(rarityOf(99)).toBeCloseTo(100 * (1 - 2 / 101), 9);
  // One in a hundred beyond the tail's beginning, e times less with each mean excess.
  expect(rarityOf(100)).toBeCloseTo(100 * (1 - 0.01 * Math.exp(-1)), 9);
  expect(rarityOf(103)).toBeCloseTo(100 * (1 - 0.01 * Math.exp(-4)), 9);
  expect(rarityOf(1)).toBeCloseTo(100 * (1 - 100 / 101), 9);
});

test('where the top scores are all the same, half of one stands for the tail', () => {
  const rarityOf = rarityScale(Array.from({ length: 200 }, () => 4));
  expect(rarityOf(4)).toBeCloseTo(100 * (1 - 200 / 201), 9);
  expect(rarityOf(8)).toBeCloseTo(100 * (1 - (0.5 / 200) * Math.exp(-1)), 9);
  // The scale is that of the scores, and 1 at least.
  const small = rarityScale(Array.from({ length: 200 }, () => 0.5));
  expect(small(1.5)).toBeCloseTo(100 * (1 - (0.5 / 200) * Math.exp(-1)), 9);
});

test('a past of one call is all tail', () => {
  const rarityOf = rarityScale([10]);
  expect(rarityOf(10)).toBeCloseTo(100 * (1 - Math.exp(-1)), 9);
  expect(rarityOf(0)).toBe(0);
});
