import { expect, test } from 'vitest';
import { rarityScale } from '../../../src/core/judge/rarity.ts';

test('a score stands where it stands among those of past days', () => {
  const scale = rarityScale(Array.from({ length: 999 }, (_, i) => i));
  expect(scale(499)).toBeCloseTo(50, 5);
  expect(scale(899.5)).toBeCloseTo(90.05, 5);
});

test('what is above all that was ever seen is rare, however short the past', () => {
  expect(rarityScale([1, 2, 3])(4)).toBe(99);
  expect(rarityScale(Array.from({ length: 999 }, (_, i) => i))(1_000)).toBeCloseTo(99.95, 5);
  expect(rarityScale([1, 2, 3])(3)).toBeLessThan(90);
});

test('without a past nothing is known', () => {
  expect(rarityScale([])(4)).toBe(50);
});
