import { expect, test } from 'vitest';
import { addDays, type Day } from '../../../../src/core/count/day.ts';
import { type SumOptions, sumsOf } from '../../../../src/core/rank/model/sums.ts';
import { aDay } from '../../build.ts';

const from = aDay('2026-09-01');
const at = (day: number): Day => addDays(from, day);
const sums = (over: Partial<SumOptions> = {}) =>
  sumsOf(from, { halfLifeDays: 3, ownRatePrior: 3, allowance: 1, ...over });
type Own = ReturnType<typeof sumsOf>;
const upTo = (own: Own, strand: number, bits: number): number => own.level(strand, own.before(strand), bits);
/** In steps: what a day's own news, far beyond it, is taken down by. */
const usual = (own: Own, strand: number): number => 1_000 - own.level(strand, 0, 1_000 ** 2);

/** Learns a day of each strand, as the model does. */
function learn(
  own: Own,
  day: number,
  days: readonly (readonly [strand: number, bits: number, caller?: number])[],
) {
  own.moveTo(at(day));
  for (const [strand, bits, caller, level] of days.map(
    ([strand, bits, caller = strand]) => [strand, bits, caller, upTo(own, strand, bits)] as const,
  ))
    own.learn(strand, bits, level, caller);
}

test('what is usual is the mean of own days, with three of the others added', () => {
  const own = sums();
  for (let day = 0; day < 9; day += 1)
    learn(own, day, [
      [1, 36],
      [2, 0],
      [3, 36],
      [4, 0],
    ]);
  own.moveTo(at(9));
  // Strands of nine days are of an age with those of eight: of 4 x 2 days the mean is 3 steps, of 6 and 0.
  expect(usual(own, 1)).toBeCloseTo((9 * 6 + 3 * 3) / 12, 9);
  expect(usual(own, 2)).toBeCloseTo((3 * 3) / 12, 9);
  expect(own.mean()).toBe(9);
});

test('bits of a day are those that are beyond what is usual, or what is allowed of it', () => {
  for (const [allowance, steps] of [
    [1, 3],
    [1.5, 4.5],
  ] as const) {
    const own = sums({ allowance, ownRatePrior: 0 });
    for (let day = 0; day < 9; day += 1) learn(own, day, [[1, 9]]);
    own.moveTo(at(9));
    expect(own.beyond(1, own.level(1, 0, 100))).toBeCloseTo(100 - steps ** 2, 9);
    expect(own.beyond(1, own.level(1, 0, 9))).toBe(0);
  }
});

test('days that are a little odd add up to more than one that is as odd as all of them', () => {
  const own = sums({ halfLifeDays: 1_000 });
  for (let day = 0; day < 9; day += 1)
    learn(own, day, [
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
  for (let day = 9; day < 13; day += 1) learn(own, day, [[1, 16]]);
  own.moveTo(at(13));
  const slow = own.beyond(1, upTo(own, 1, 16));
  const hasty = own.beyond(2, upTo(own, 2, 5 * 16));
  expect(slow).toBeGreaterThan(hasty);
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
  expect(usual(own, 9)).toBeGreaterThan(Math.sqrt(20));
  expect(usual(own, 1)).toBeLessThan(Math.sqrt(6));
});

test('what is beyond the usual adds up over days, what lies back counting less, and never falls below nothing', () => {
  const own = sums({ ownRatePrior: null });
  learn(own, 0, [[1, 0]]);
  learn(own, 1, [[1, 64]]);
  own.moveTo(at(4));
  expect(own.before(1)).toBeCloseTo(4, 9);
  expect(upTo(own, 1, 36)).toBeCloseTo(10, 9);
  expect(own.before(2)).toBe(0);
  const calm = sums();
  for (let day = 0; day < 6; day += 1)
    learn(calm, day, [
      [1, 10],
      [2, 0],
    ]);
  calm.moveTo(at(6));
  expect(calm.before(2)).toBe(0);
  expect(upTo(calm, 2, 0)).toBe(0);
});

test('of the first day that is judged nothing adds up: all is new on it', () => {
  const own = sums({ ownRatePrior: null });
  learn(own, 0, [[1, 50]]);
  own.moveTo(at(1));
  expect(own.before(1)).toBe(0);
});

test('one caller alone makes news usual for nobody else, whomever he calls as', () => {
  const own = sums();
  const people = [1, 2, 3].map((strand) => [strand, 1] as const);
  for (let day = 0; day < 9; day += 1) learn(own, day, people);
  expect(usual(own, 9)).toBeCloseTo(1, 9);
  learn(own, 9, [
    ...people,
    ...Array.from({ length: 9 }, (_, name) => [100 + name, 80_000 ** 2, 66] as const),
  ]);
  expect(usual(own, 9)).toBeLessThan(3);
  expect(own.mean()).toBeLessThan(9);
  expect(usual(own, 101)).toBe(1_000);
});
