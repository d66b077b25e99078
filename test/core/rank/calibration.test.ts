/**
 * Which past calls say what is rare. What is less surprising than all of them has a rarity of 100 / (n + 1): so it tells
 * how many they are.
 */
import { expect, test } from 'vitest';
import type { PatternRow } from '../../../src/core/rank/pattern-row.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import { aDay, aPattern } from '../build.ts';

const usual = aPattern({ user: 'mia' });
const letters = (at: number): string => [...String(at)].map((digit) => 'qrstuvwxyz'[Number(digit)]).join('');
const odd = (user: string, count: number): PatternRow[] =>
  Array.from({ length: count }, (_, at) =>
    aPattern({ user, verb: 'delete', resource: `${user}${letters(at)}`, namespace: letters(at) }),
  );

/** How many past calls the day is measured by, all of them odder than what is usual. */
function heard(past: readonly (readonly [day: string, patterns: PatternRow[]])[]): number {
  const baseline = past.map(([day, patterns]) => ({ day: aDay(day), patterns }));
  const [call] = rankSurprise({ day: aDay('2026-05-31'), today: [usual], baseline }).calls;
  return Math.round(100 / (call?.rarity ?? 0)) - 1;
}

test.each([
  [119, 119],
  [120, 120],
  [121, 120],
  [260, 120],
])('of %i calls of one caller on one day %i say what is rare', (count, said) => {
  expect(
    heard([
      ['2026-05-20', [usual]],
      ['2026-05-30', odd('zoe', count)],
    ]),
  ).toBe(said);
});

test('every caller has a share of their own, and every day', () => {
  expect(
    heard([
      ['2026-05-20', [usual]],
      ['2026-05-21', [usual]],
      ['2026-05-29', [...odd('zoe', 130), ...odd('yan', 5)]],
      ['2026-05-30', odd('zoe', 125)],
    ]),
  ).toBe(245);
});

const inMay = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `2026-05-${String(from + at).padStart(2, '0')}`);
const newcomer = (day: string): [string, PatternRow[]] => [day, odd(`u${letters(Number(day.slice(8)))}`, 1)];
const quiet = (day: string): [string, PatternRow[]] => [day, [usual]];

test('the fourteenth day before is the first whose calls say what is rare', () => {
  expect(
    heard([...inMay(8, 8).map(quiet), ['2026-05-16', odd('zoe', 5)], ['2026-05-17', odd('yan', 9)]]),
  ).toBe(9);
});

test('the first seven days with calls were judged by too little, of a short past its first half', () => {
  expect(heard([...inMay(14, 7).map(quiet), ...inMay(21, 10).map(newcomer)])).toBe(10);
  expect(heard([...inMay(24, 3).map(quiet), ...inMay(27, 4).map(newcomer)])).toBe(4);
  expect(heard([...inMay(23, 4).map(quiet), ...inMay(27, 4).map(newcomer)])).toBe(4);
});
