/** Which past days say what is rare. */
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

const today = aPattern({ user: 'mia', resource: 'secrets', namespace: 'crm' });
type Past = readonly (readonly [day: string, patterns: PatternRow[]])[];
function rarityAfter(past: Past): number {
  const baseline = past.map(([day, patterns]) => ({ day: aDay(day), patterns }));
  return rankSurprise({ day: aDay('2026-05-31'), today: [today], baseline }).calls[0]?.rarity ?? Number.NaN;
}

const inMay = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `2026-05-${String(from + at).padStart(2, '0')}`);
const calm = (days: readonly string[]): Past => days.map((day) => [day, [usual]] as const);

test('ten thousand calls of one caller say as much as one', () => {
  const days = calm(inMay(1, 29));
  const with_ = (count: number): number =>
    rarityAfter([...days, ['2026-05-30', [usual, ...odd('zoe', count), ...odd('yan', 1)]]]);
  expect(Math.abs(with_(300) - with_(30))).toBeLessThan(2);
});
