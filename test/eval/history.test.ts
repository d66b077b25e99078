import { expect, test } from 'vitest';
import { addDays } from '../../src/core/count/day.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { attackedDays, lastOf, prepared } from './history.ts';
import { attackIn, lastDay, monthOf } from './months.ts';

const whole = monthOf(3, 'interactive');
const month = { ...whole, clusters: whole.clusters.slice(0, 1) };
const [quiet] = prepared(month).quiet;
const [cluster] = month.clusters;
if (quiet === undefined || cluster === undefined) throw new RangeError('a month has a cluster');
const { history } = quiet;
const scenario = scenarioNamed('dump-secrets');
const days = attackedDays(
  month,
  history,
  attackIn(month, cluster.world, { scenario, loudness: 'loud', pace: 'spread' }),
);

test('an attack of five days has five days, each with the earlier ones in its history and no later one', () => {
  expect(days.map((day) => day.history.baseline.length)).toEqual([26, 27, 28, 29, 30]);
  expect(days.map((day) => day.history.day)).toEqual(
    [-4, -3, -2, -1, 0].map((shift) => addDays(history.day, shift)),
  );
  for (const [i, day] of days.entries()) {
    const known = new Set(day.history.baseline.flatMap((patterns) => patterns.map(({ key }) => key)));
    const past = new Set(days.slice(0, i).flatMap((before) => [...before.attackPatterns]));
    const now = [...day.attackPatterns];
    expect(now.length).toBeGreaterThan(0);
    expect([...past].every((key) => known.has(key))).toBe(true);
    // He is loud: whatever he did not do before nobody did.
    expect(now.filter((key) => known.has(key) && !past.has(key))).toEqual([]);
  }
});

test('the days before an attack are those of the month, and are learnt once', () => {
  const again = attackedDays(
    month,
    history,
    attackIn(month, cluster.world, { scenario, loudness: 'quiet', pace: 'spread' }),
  );
  expect(again[0]?.history).toBe(days[0]?.history);
  expect(days.at(-1)?.history.baseline.slice(0, lastDay - 4)).toEqual(history.baseline.slice(0, lastDay - 4));
});

test('a young cluster knows its last days', () => {
  expect(lastOf(history, 3).baseline).toEqual(history.baseline.slice(-3));
});

test('junk beside an attack is no part of it, on whichever day', () => {
  const beside = (junk: 'decoys' | 'poison') =>
    attackedDays(month, history, attackIn(month, cluster.world, { scenario, loudness: 'loud', junk }));
  const plain = attackedDays(month, history, attackIn(month, cluster.world, { scenario, loudness: 'loud' }));
  const [decoyed] = beside('decoys');
  expect(decoyed?.attackPatterns).toEqual(plain[0]?.attackPatterns);
  expect(decoyed?.patterns.length).toBeGreaterThan((plain[0]?.patterns.length ?? 0) + 40);
  const poisoned = beside('poison');
  expect(poisoned.map(({ attackPatterns }) => attackPatterns.size > 0)).toEqual([
    ...Array(14).fill(false),
    true,
  ]);
});
