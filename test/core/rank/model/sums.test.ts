import { expect, test } from 'vitest';
import { addDays, type Day } from '../../../../src/core/count/day.ts';
import { type SumOptions, sumsOf } from '../../../../src/core/rank/model/sums.ts';
import { aDay } from '../../build.ts';

const from = aDay('2026-09-01');
const at = (day: number): Day => addDays(from, day);
const sums = (over: Partial<SumOptions> = {}) => sumsOf(from, { halfLifeDays: 3, ownRatePrior: 3, ...over });

/** Learns a day of each strand, as the model does. */
function learn(
  own: ReturnType<typeof sumsOf>,
  day: number,
  days: readonly (readonly [strand: number, bits: number, caller?: number])[],
) {
  own.moveTo(at(day));
  for (const [strand, bits, caller, level] of days.map(
    ([strand, bits, caller = strand]) => [strand, bits, caller, own.upTo(strand, bits)] as const,
  ))
    own.learn(strand, bits, level, caller);
}

test('what is usual is the mean of own days, with three of the others added', () => {
  const own = sums();
  for (let day = 0; day < 9; day += 1)
    learn(own, day, [
      [1, 20],
      [2, 0],
      [3, 20],
      [4, 0],
    ]);
  own.moveTo(at(9));
  const usual = (strand: number) => 1_000 - own.beyond(strand, 1_000);
  // Strands of nine days are of an age with those of eight: of 4 x 2 days the mean is 10.
  expect(usual(1)).toBeCloseTo((9 * 20 + 3 * 10) / 12, 9);
  expect(usual(2)).toBeCloseTo((3 * 10) / 12, 9);
  expect(own.mean()).toBe(10);
});

test('a newcomer is judged by what others brought on their first days', () => {
  const own = sums();
  for (let day = 0; day < 8; day += 1)
    learn(own, day, [
      [1, day === 0 ? 90 : 0],
      [2, day === 0 ? 90 : 0],
      [3, day === 0 ? 90 : 0],
    ]);
  own.moveTo(at(8));
  const usual = (strand: number) => 1_000 - own.beyond(strand, 1_000);
  expect(usual(9)).toBeGreaterThan(40);
  expect(usual(1)).toBeLessThan(12);
});

test('what is beyond the usual adds up over days, what lies back counting less, and never falls below nothing', () => {
  const own = sums({ ownRatePrior: null });
  learn(own, 0, [[1, 0]]);
  learn(own, 1, [[1, 8]]);
  own.moveTo(at(4));
  expect(own.before(1)).toBeCloseTo(4, 9);
  expect(own.upTo(1, 6)).toBeCloseTo(10, 9);
  expect(own.before(2)).toBe(0);
  const calm = sums();
  for (let day = 0; day < 6; day += 1)
    learn(calm, day, [
      [1, 10],
      [2, 0],
    ]);
  calm.moveTo(at(6));
  expect(calm.before(2)).toBe(0);
  expect(calm.upTo(2, 0)).toBe(0);
});

test('of the first day that is judged nothing adds up: all is new on it', () => {
  const own = sums({ ownRatePrior: null });
  learn(own, 0, [[1, 50]]);
  own.moveTo(at(1));
  expect(own.before(1)).toBe(0);
});

test('one caller alone makes news usual for nobody else, whomever he calls as', () => {
  const own = sums();
  const usual = (strand: number) => 1_000_000 - own.beyond(strand, 1_000_000);
  const people = [1, 2, 3].map((strand) => [strand, 1] as const);
  for (let day = 0; day < 9; day += 1) learn(own, day, people);
  expect(usual(9)).toBeCloseTo(1, 9);
  learn(own, 9, [...people, ...Array.from({ length: 9 }, (_, name) => [100 + name, 80_000, 66] as const)]);
  expect(usual(9)).toBeLessThan(3);
  expect(own.mean()).toBeLessThan(3);
  expect(usual(101)).toBeGreaterThan(1_000);
});
