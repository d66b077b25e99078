import { expect, test } from 'vitest';
import { rareAnswer, surpriseAnswer } from '../../../src/core/find/answer.ts';
import type { RankedDay, Told } from '../../../src/core/find/hunt.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { aFinding } from '../../build.ts';
import { aCluster, aDay, aPattern, aRow, rankAndJudge } from '../build.ts';

const skipped = { ...noSkips(), loopback: 5 };
const seen = { lines: 9, skipped, original: { lines: 19, events: 4, requests: 3, skipped } };
const day = aDay('2026-10-01');
const ranked = (state: RankedDay['state'], baselineDays: number): RankedDay => ({
  ...rankAndJudge({ day, cluster: aCluster, today: [aPattern()], baseline: [] }),
  state,
  baselineDays,
  logged: true,
});

const nothing: Told = { findings: [], held: [], hidden: [] };

test('a rare answer says what was read, and of what its rows are', () => {
  const options = { limit: 1, missing: 'drop', count: 'events' } as const;
  const rows = [
    aRow({ groups: ['g'] }),
    aRow({ groups: ['g'], verb: 'list' }, { events: 2 }),
    aRow({ groups: ['g'], verb: 'watch' }, { client: 'other' }),
  ];
  expect(rareAnswer(rows, seen, options)).toMatchObject({
    ranking: 'rare',
    lines: 19,
    events: 4,
    requests: 3,
    combinations: 3,
    tuples: 2,
    skipped: { loopback: 5 },
    rows: [{ verb: 'get', count: 1 }],
  });
});

test('a surprise answer has the least baseline of all clusters, and learns where one does', () => {
  const answer = (...days: RankedDay[]) =>
    surpriseAnswer(
      { day, clusters: days.map((one) => ({ ranked: one, told: nothing })), seen, suppressedAt: null },
      30,
    );
  const plain = answer(ranked('ready', 30), ranked('ready', 12));
  expect(plain).toEqual({
    ranking: 'surprise',
    day,
    baselineDays: 12,
    learning: false,
    lines: 9,
    skipped: { loopback: 5 },
    calls: expect.arrayContaining([
      expect.objectContaining({ rank: 1 }),
      expect.objectContaining({ rank: 2 }),
    ]),
    findings: [],
  });
  expect(answer(ranked('ready', 30), ranked('learning', 2))).toMatchObject({
    baselineDays: 2,
    learning: true,
  });
  expect(answer()).toMatchObject({ baselineDays: 30, learning: false, calls: [] });
});

test('what is held back and what is suppressed is told where there is something to tell', () => {
  const answer = (held: number, suppressedAt: Date | null) => {
    const told = { ...nothing, held: Array.from({ length: held }, () => aFinding()) };
    const clusters = [told, nothing].map((one) => ({ ranked: ranked('ready', 30), told: one }));
    return surpriseAnswer({ day, clusters, seen, suppressedAt }, 30);
  };
  expect(answer(2, new Date('2026-10-02T04:00:00Z'))).toMatchObject({ held: 2, suppressed: [] });
  expect(answer(0, null)).not.toHaveProperty('held');
  expect(answer(0, null)).not.toHaveProperty('suppressed');
});
