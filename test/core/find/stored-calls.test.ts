import { expect, test } from 'vitest';
import { storedCalls } from '../../../src/core/find/stored-calls.ts';
import { judged } from '../../../src/core/judge/ranked-call.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import { aCluster, aDay, aPattern, daysBefore } from '../build.ts';

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
