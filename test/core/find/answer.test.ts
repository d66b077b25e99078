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

test('rows are masked, unless they are to be revealed', () => {
  const options = { limit: 1, missing: 'drop', count: 'events' } as const;
  const requestURI = '/api/v1/namespaces/payments/pods/web-0/exec?command=walrus-Walrus-7';
  const uriOf = (reveal: { reveal?: boolean }) =>
    rareAnswer([aRow({ groups: ['g'], requestURI })], seen, { ...options, ...reveal }).rows[0]?.requestURI;
  expect(uriOf({ reveal: true })).toBe(requestURI);
  for (const reveal of [{}, { reveal: false }]) expect(uriOf(reveal)).not.toContain('walrus');
});

test('findings of several clusters stand by their strongest calls', () => {
  const [call] = ranked('ready', 30).calls;
  if (call === undefined) throw new Error('nothing was ranked');
  const clusters = [97, 99, 98].map((rarity) => ({
    ranked: ranked('ready', 30),
    told: { ...nothing, findings: [aFinding({ id: `f-${rarity}`, calls: [{ ...call, rarity }] })] },
  }));
  const { findings } = surpriseAnswer(
    { day, clusters, seen, suppressed: { now: new Date(0), isAsked: false } },
    30,
  );
  expect(findings.map(({ id }) => id)).toEqual(['f-99', 'f-98', 'f-97']);
});

test('a surprise answer has the least baseline of all clusters, and learns where one does', () => {
  const answer = (...days: RankedDay[]) =>
    surpriseAnswer(
      {
        day,
        clusters: days.map((one) => ({ ranked: one, told: nothing })),
        seen,
        suppressed: { now: new Date(0), isAsked: false },
      },
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
    return surpriseAnswer(
      {
        day,
        clusters,
        seen,
        suppressed: { now: suppressedAt ?? new Date(0), isAsked: suppressedAt !== null },
      },
      30,
    );
  };
  expect(answer(2, new Date('2026-10-02T04:00:00Z'))).toMatchObject({ held: 2, suppressed: [] });
  expect(answer(0, null)).not.toHaveProperty('held');
  expect(answer(0, null)).not.toHaveProperty('suppressed');
});
