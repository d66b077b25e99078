import { expect, test } from 'vitest';
import { heardScores } from '../../../../src/core/rank/fair/heard.ts';

type Day = readonly (readonly [caller: string, score: number])[];

/** What says what is rare for a newcomer, or for somebody. */
function scoresOf(days: readonly Day[], caller = 'newcomer'): number[] {
  const heard = heardScores();
  for (const day of days) heard.hear(day);
  return heard.scales((scores) => scores.toSorted((a, b) => b - a))(caller);
}
/** Ten people, each with a few scores that go up to `top`. */
const people = (top: number): Day =>
  Array.from({ length: 100 }, (_, at) => [`u${at % 10}`, 1 + ((top - 1) * at) / 99] as const);
const flood = (count: number, score: number, caller = 'eve'): Day =>
  Array.from({ length: count }, () => [caller, score] as const);
const above = (scores: readonly number[], height: number): number =>
  scores.filter((score) => score >= height).length;

test('all is heard where nobody floods', () => {
  expect(scoresOf([people(20)])).toEqual(
    people(20)
      .map(([, score]) => score)
      .toReversed(),
  );
  expect(scoresOf([])).toEqual([]);
});

test('of a flood, a few are heard, and at no height more than all others say', () => {
  const scores = scoresOf([[...people(20), ...flood(100, 30)]]);
  expect(scores).toHaveLength(200);
  expect(above(scores, 25)).toBe(3);
  // What is too much counts as least surprising, not as something between.
  expect(above(scores, 19)).toBe(
    3 +
      above(
        people(20).map(([, score]) => score),
        19,
      ),
  );
  const lower = scoresOf([[...people(20), ...flood(100, 15)]]);
  const others = above(
    people(20).map(([, score]) => score),
    15,
  );
  expect(above(lower, 15)).toBe(2 * others);
});

test('every day again, and by whatever number of days, it is no more', () => {
  const days = Array.from({ length: 14 }, () => [...people(20), ...flood(120, 30)]);
  expect(above(scoresOf(days), 25)).toBe(1 + (14 * 100) / 50);
});

test('many who each say a little are heard', () => {
  const odd = Array.from({ length: 10 }, (_, at) => [`v${at}`, 30] as const);
  expect(above(scoresOf([[...people(20), ...odd]]), 25)).toBe(10);
});

test('who has a cluster to himself is heard in all he says, a hundred and twenty a day', () => {
  expect(above(scoresOf([flood(90, 30)]), 25)).toBe(90);
  expect(above(scoresOf([[...flood(500, 30), ['u', 1]]]), 25)).toBe(120);
});

test('to himself he says all: what somebody does all the time is not rare for him', () => {
  const day = [...people(20), ...flood(100, 30)];
  expect(scoresOf([day], 'eve')).toEqual(day.map(([, score]) => score).sort((a, b) => b - a));
  expect(scoresOf([day], 'u1')).toEqual(scoresOf([day]));
});
