import { expect, test } from 'vitest';
import { surpriseAnswer } from '../../../src/core/find/answer.ts';
import { floodFactor, floods } from '../../../src/core/find/flood.ts';
import { rankDay, tellDay } from '../../../src/core/find/hunt.ts';
import type { PatternRow } from '../../../src/core/rank/pattern-row.ts';
import { aCluster, aDay, aPattern, daysBefore, rankAndJudge } from '../build.ts';

const day = aDay('2026-10-31');
const usual = [aPattern({}), aPattern({ user: 'ben@example.com', namespace: 'shop' })];
const letters = (at: number): string => [...String(at)].map((digit) => 'qrstuvwxyz'[Number(digit)]).join('');
const junk = (count: number, user = 'eve@example.com'): PatternRow[] =>
  Array.from({ length: count }, (_, at) =>
    aPattern({ user, verb: 'get', resource: `zz${letters(at)}`, namespace: letters(at), code: 403 }),
  );
const context = { day, learning: false };
const ranked = (today: PatternRow[], limit: number) =>
  rankAndJudge({ day, cluster: aCluster, today, baseline: daysBefore(day, 10, usual), options: { limit } });

test('who made more different calls than are looked at one by one is told, with how many', () => {
  const { calls, crowded } = ranked([...usual, ...junk(1_050)], 100);
  const [flood, ...others] = floods(crowded, calls, context);
  expect(others).toEqual([]);
  expect(flood?.title).toBe('eve@example.com flooded shop with 1,050 different calls');
  expect(flood?.message).toMatch(
    /^eve@example\.com made 1,050 different calls on shop\. 952 of them are not looked at one by one\. eve/,
  );
  expect(flood?.risk.score).toBeGreaterThanOrEqual(50);
  expect(flood?.risk.factors).toContainEqual(floodFactor);
  expect(flood?.calls).toHaveLength(10);
  expect(flood?.riskObjects.map(({ value }) => value)).toContain('eve@example.com');
  const again = ranked([...usual, ...junk(2_000)], 100);
  expect(floods(again.crowded, again.calls, context)[0]?.id).toBe(flood?.id);
});

test('nobody floods where all is looked at', () => {
  const { calls, crowded } = ranked([...usual, ...junk(90)], 100);
  expect([crowded, floods(crowded, calls, context)]).toEqual([[], []]);
});

test('what a log had no room for is told as well', () => {
  const folded = { ...aPattern({ user: 'eve@example.com' }), folded: 9_900 };
  const { calls, crowded } = ranked([...usual, folded], 100);
  expect(floods(crowded, calls, context)[0]?.message).toMatch(
    /made 1 different calls on shop\. 9,900 events were counted with others, by what they have in common\./,
  );
});

test('more than three callers are told by their number', () => {
  const many = Array.from({ length: 7 }, (_, at) => junk(50 + at, `eve-${at}`)).flat();
  const { calls, crowded } = ranked([...usual, ...many], 100);
  const told = floods(crowded, calls, context);
  expect(told).toHaveLength(3);
  expect(told.map(({ message }) => /So did (\d+) others/.exec(message)?.[1] ?? null)).toEqual([
    null,
    null,
    '4',
  ]);
});

test('a flood is told beside the budget of findings, and counted in the answer', async () => {
  const today = [...usual, ...junk(10_050)];
  const days = daysBefore(day, 10, usual);
  const history = {
    days: [...days.map((one) => one.day), day],
    patterns: (one: string) => (one === day ? today : usual),
  };
  const settings = { baselineDays: 30, learningDays: 7, findingsPerDay: 0 };
  const one = await rankDay(history, aCluster, day, settings);
  const told = tellDay(one, day, [], settings);
  expect(told.findings.map(({ title }) => title)).toEqual([
    'eve@example.com flooded shop with 10,050 different calls',
  ]);
  const answer = surpriseAnswer(
    {
      day,
      clusters: [{ ranked: one, told }],
      seen: { lines: 0, skipped: {} as never },
      suppressed: { now: new Date(), isAsked: false },
    },
    30,
  );
  expect(answer.crowded).toEqual([
    { cluster: 'shop', caller: 'eve@example.com', different: 10_050, unlisted: 52, folded: 0 },
  ]);
});
