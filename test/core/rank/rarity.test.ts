import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rarityScale } from '../../../src/core/rank/rarity/rarity.ts';

/** Each day of a caller of its own. */
const heard = (bits: readonly number[]) => bits.map((one, caller) => ({ caller, bits: one }));
const past = heard(Array.from({ length: 4000 }, (_, at) => at / 100));

test('rarity is the share of the days of callers that are less surprising', () => {
  const rarityOf = rarityScale(past);
  expect(rarityOf(20)).toBeCloseTo(50, 0);
  expect(rarityOf(36)).toBeCloseTo(90, 0);
  expect(rarityOf(-1)).toBeCloseTo(0, 0);
});

test('it goes on beyond all that ever was, and stays below 100', () => {
  const rarityOf = rarityScale(past);
  expect(rarityOf(44)).toBeGreaterThan(98);
  expect(rarityOf(45)).toBeGreaterThan(rarityOf(44));
  expect(rarityOf(1e9)).toBeLessThan(100);
});

test('a higher score is never less rare', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ caller: fc.nat(3), bits: fc.float({ noNaN: true, min: 0, max: 200 }) })),
      fc.float({ noNaN: true, min: 0, max: 300 }),
      fc.float({ noNaN: true, min: 0, max: 300 }),
      (some, a, b) => {
        const rarityOf = rarityScale(some);
        expect(rarityOf(Math.max(a, b)) - rarityOf(Math.min(a, b))).toBeGreaterThan(-1e-6);
        expect(rarityOf(a)).toBeGreaterThanOrEqual(0);
      },
    ),
    { examples: [[[{ caller: 0, bits: 10 }], 0, 1]] },
  );
});

test('without a past it is what is usual on clusters, and a short past moves it a little', () => {
  const [none, calm, odd] = [[], [1, 1, 1, 1], [60, 60, 60, 60]].map((bits) => rarityScale(heard(bits)));
  expect(none?.(25)).toBeCloseTo(90, 6);
  expect(none?.(0)).toBe(0);
  expect(none?.(25 + 14 * Math.LN10)).toBeCloseTo(99, 6);
  expect(calm?.(25)).toBeGreaterThan(90);
  expect(odd?.(25)).toBeLessThan(90);
  expect(odd?.(25)).toBeGreaterThan(70);
});

test('the numbers are those of the formula', () => {
  // 180 days at 10 bits, 24 at 40, and 12 of any cluster.
  const rarityOf = rarityScale(
    heard([...Array.from({ length: 180 }, () => 10), ...Array.from({ length: 24 }, () => 40)]),
  );
  // The one day of whoever is the loudest is not asked: 23 of 40 bits are left.
  expect(rarityOf(5)).toBeCloseTo(100 * (1 - (203 + 12 * 0.1 ** (5 / 25)) / 215), 6);
  expect(rarityOf(20)).toBeCloseTo(100 * (1 - (23 + 12 * 0.1 ** (20 / 25)) / 215), 6);
});

test('the one caller who says most is not asked', () => {
  const others = Array.from({ length: 60 }, (_, at) => ({ caller: at % 6, bits: at / 4 }));
  const junk = Array.from({ length: 14 }, () => ({ caller: 9, bits: 400 }));
  const [before, after] = [rarityScale(others), rarityScale([...others, ...junk])];
  expect(after(30)).toBeGreaterThan(before(30) - 1);
  // Two who do the same are life as it is there.
  const both = rarityScale([...others, ...junk, ...junk.map((one) => ({ ...one, caller: 8 }))]);
  expect(both(30)).toBeLessThan(90);
});
