import { expect, test } from 'vitest';
import type { Day } from '../../../src/core/count/day.ts';
import { type History, rankDay, tellDay } from '../../../src/core/find/hunt.ts';
import type { PatternRow } from '../../../src/core/rank/pattern-row.ts';
import { aCluster, aDay, aPattern, rankAndJudge } from '../build.ts';

const settings = { baselineDays: 10, learningDays: 3, findingsPerDay: 20 };
const usual = [aPattern(), aPattern({ user: 'ben@example.com' })];
const secrets = aPattern({ resource: 'secrets', requestURI: '/api/v1/namespaces/payments/secrets/x' });
const day = aDay('2026-10-20');

/** Which days were asked for is remembered. */
function historyOf(days: ReadonlyMap<string, readonly PatternRow[]>) {
  const asked: Day[] = [];
  const history: History = {
    days: [...days.keys()].map(aDay),
    patterns: (one) => {
      asked.push(one);
      return days.get(one) ?? [];
    },
  };
  return { asked, history };
}

const october = (...dates: number[]): string[] => dates.map((date) => `2026-10-${date}`);
const week = new Map(october(15, 16, 17, 18, 19).map((one) => [one, usual]));

test('a day is ranked against the days before it, each asked for once and in order', async () => {
  const days = new Map([...week, ['2026-10-20', [...usual, secrets]]]);
  const { asked, history } = historyOf(days);
  const ranked = await rankDay(history, aCluster, day, settings);
  expect(asked).toEqual(october(15, 16, 17, 18, 19, 20));
  const baseline = [...week].map(([one, patterns]) => ({ day: aDay(one), patterns }));
  const options = { baselineDays: 10, learningDays: 3 };
  expect(ranked).toEqual({
    ...rankAndJudge({ day, cluster: aCluster, today: [...usual, secrets], baseline, options }),
    logged: true,
  });
  expect(ranked).toMatchObject({ state: 'ready', baselineDays: 5 });
});

test('days outside of the baseline, and days to come, are not asked for', async () => {
  const { asked, history } = historyOf(
    new Map(['2026-10-09', '2026-10-10', '2026-10-20', '2026-10-21'].map((one) => [one, usual])),
  );
  expect(await rankDay(history, aCluster, day, settings)).toMatchObject({
    baselineDays: 1,
    state: 'learning',
  });
  expect(asked).toEqual(['2026-10-10', '2026-10-20']);
});

test('a day was logged if it is a day of history, or has calls', async () => {
  const logged = async (days: ReadonlyMap<string, readonly PatternRow[]>, known: readonly string[]) => {
    const { history } = historyOf(days);
    return (await rankDay({ ...history, days: known.map(aDay) }, aCluster, day, settings)).logged;
  };
  expect(await logged(week, october(15, 16))).toBe(false);
  expect(await logged(week, october(15, 20))).toBe(true);
  expect(await logged(new Map([['2026-10-20', usual]]), [])).toBe(true);
});

test('what is told says whether the cluster is learning, within the budget, beside what is hidden', async () => {
  const rare = (user: string) => ({ ...secrets, user, key: user });
  const days = new Map([
    ...week,
    ['2026-10-20', [...usual, rare('anna@example.com'), rare('ben@example.com')]],
  ]);
  const ranked = await rankDay(historyOf(days).history, aCluster, day, settings);
  const calls = ranked.calls
    .filter(({ resource }) => resource === 'secrets')
    .map((call) => ({ ...call, rarity: 99.9 }));
  const tell = (state: 'ready' | 'learning', findingsPerDay = 20) =>
    tellDay({ ...ranked, calls, state }, day, [], { ...settings, findingsPerDay });
  expect(tell('learning').findings.map(({ learning }) => learning)).toEqual([true, true]);
  expect(tell('ready').findings.map(({ learning }) => learning)).toEqual([false, false]);
  expect([tell('ready', 1).findings.length, tell('ready', 1).held.length]).toEqual([1, 1]);
  const suppression = {
    id: 'nightly',
    owner: 'platform',
    reason: 'The nightly check.',
    expires: '2026-12-31',
    match: { user: 'anna@example.com' },
  };
  const told = tellDay({ ...ranked, calls }, day, [suppression], settings);
  expect([told.findings.map(({ user }) => user), told.hidden.map(({ hits }) => hits)]).toEqual([
    ['ben@example.com'],
    [1],
  ]);
});

test('whom a suppression hides called all the same: it makes nobody else stand out', async () => {
  const crowd = Array.from({ length: 12 }, (_, at) => aPattern({ user: `usual-${at}@example.com` }));
  const { history } = historyOf(new Map([['2026-10-20', crowd]]));
  const ranked = { ...(await rankDay(history, aCluster, day, settings)), state: 'ready' } as const;
  // One is odd and not dangerous, as is to be expected of one of twelve every other day; what the others do is known.
  const calls = ranked.calls.map((call, at) =>
    at === 0
      ? { ...call, user: 'odd@example.com', rarity: 95, risk: { score: 5, factors: [] } }
      : { ...call, rarity: 99, risk: { score: 50, factors: [] } },
  );
  const known = {
    id: 'known',
    owner: 'team',
    reason: 'They are known.',
    expires: '2026-12-31',
    match: { user: 'usual-*' },
  };
  const users = (hidden: Parameters<typeof tellDay>[2]) =>
    tellDay({ ...ranked, calls }, day, hidden, settings).findings.map(({ user }) => user);
  expect(users([])).toHaveLength(11);
  expect(users([known])).toEqual([]);
  expect(tellDay({ ...ranked, calls: calls.slice(0, 6) }, day, [known], settings).findings).toHaveLength(1);
});
