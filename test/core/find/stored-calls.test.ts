import { expect, test } from 'vitest';
import { findingOf } from '../../../src/core/find/finding.ts';
import { callCount } from '../../../src/core/find/left-out.ts';
import { storedCalls, storedFinding } from '../../../src/core/find/stored-calls.ts';
import { judged } from '../../../src/core/judge/ranked-call.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import { gistOf } from '../../../src/core/show/gist.ts';
import { htmlText } from '../../../src/core/show/html.ts';
import { stepsOf } from '../../../src/core/show/pages/steps.ts';
import { aCluster, aDay, aPattern, daysBefore } from '../build.ts';
import { aCall } from '../show/samples.ts';

const usual = [aPattern()];
const letters = (at: number): string => [...String(at)].map((digit) => 'qrstuvwxyz'[Number(digit)]).join('');
const day = aDay('2026-10-31');

test('of many callers those with few calls keep theirs, in the order that was given', () => {
  const flood = Array.from({ length: 300 }, (_, at) =>
    aPattern({ user: 'eve', verb: 'delete', resource: `z${letters(at)}`, namespace: letters(at) }),
  );
  const names = Array.from({ length: 60 }, (_, at) =>
    aPattern({ user: 'eve', impersonated: `u${at}`, verb: 'delete', resource: 'secrets' }),
  );
  const few = ['ann', 'ben'].map((user) => aPattern({ user }));
  const { calls } = judged(
    rankSurprise({ day, today: [...flood, ...names, ...few], baseline: daysBefore(day, 10, usual) }),
    aCluster,
  );
  const kept = storedCalls(calls);
  expect(kept).toHaveLength(40);
  expect(kept.map(({ user }) => user)).toEqual(expect.arrayContaining(['ann', 'ben']));
  expect(kept.map(({ rank }) => rank)).toEqual(kept.map(({ rank }) => rank).sort((a, b) => a - b));
  expect(storedCalls(calls.slice(0, 3))).toEqual(calls.slice(0, 3));
});

test('a finding says how many calls it is of, however few of them it holds or a table has room for', () => {
  const calls = (count: number) =>
    Array.from({ length: count }, (_, at) => aCall({ rank: at + 1, names: [`n${at}`], outcome: 'refused' }));
  const found = (count: number) => findingOf(calls(count), { day, learning: false });
  for (const [count, held, kept] of [
    [40, 40, 40],
    [50, 50, 40],
    [51, 50, 40],
    [300, 50, 40],
  ] as const) {
    const finding = found(count);
    const stored = storedFinding(finding);
    expect([finding.calls.length, stored.calls.length]).toEqual([held, kept]);
    expect([callCount(finding), callCount(stored)]).toEqual([count, count]);
    expect(gistOf(stored).when).toContain(
      `, ${count} rare calls, ${count > kept ? 'at least ' : ''}${kept} of them refused`,
    );
    const steps = htmlText(stepsOf(stored));
    expect(steps).toContain(`<h4>${count} rare calls in order of time</h4>`);
    expect(/(\d+) more calls in the ranking of the day/.exec(steps)?.[1]).toBe(
      count > kept ? String(count - kept) : undefined,
    );
  }
  expect('leftOut' in storedFinding(found(40))).toBe(false);
});
