import { expect, test } from 'vitest';
import { addDays, type Day } from '../../../../src/core/count/day.ts';
import { withCampaigns } from '../../../../src/core/find/campaign/campaigns.ts';
import { storiesBefore } from '../../../../src/core/find/campaign/past.ts';
import { findingOf } from '../../../../src/core/find/finding.ts';
import { aCluster, aDay, aPattern, daysBefore, rankAndJudge } from '../../build.ts';

const day = aDay('2026-10-20');
const back = (days: number): Day => addDays(day, -days);
const secrets = aPattern({ resource: 'secrets', requestURI: '/api/v1/namespaces/payments/secrets/x' });
const [call] = rankAndJudge({
  day,
  cluster: aCluster,
  today: [secrets],
  baseline: daysBefore(day, 10, [aPattern()]),
}).calls;
const found = (on: Day, over: object = {}, learning = false) =>
  findingOf([{ ...(call ?? expect.fail()), ...over }], { day: on, learning });

/** Days on which anna called, and those of them on which something of hers is told. */
async function told(called: readonly number[], findings: readonly number[], over: object = {}) {
  const asked: Day[] = [];
  const stories = await storiesBefore(day, [found(day, over)], {
    kept: async () => null,
    patterns: (on) =>
      called.some((one) => back(one) === on)
        ? [aPattern(), aPattern({ user: 'ben' })]
        : [aPattern({ user: 'ben' })],
    tell: async (on) => {
      asked.push(on);
      return { findings: findings.some((one) => back(one) === on) ? [found(on, over)] : [], grown: [] };
    },
  });
  return { asked, days: stories.map(({ lastDay, toldDays }) => [lastDay, toldDays]) };
}

test('days are told anew as far back as one finding goes on with another, and no further', async () => {
  const all = Array.from({ length: 40 }, (_, at) => at + 1);
  const { asked, days } = await told(all, [3, 10, 18]);
  expect(asked).toEqual(Array.from({ length: 17 }, (_, at) => back(at + 1)));
  expect(days).toEqual([
    [back(10), 1],
    [back(3), 2],
  ]);
});

test('only days on which the caller called are told anew', async () => {
  expect((await told([2, 6, 9], [2])).asked).toEqual([back(2), back(6), back(9)]);
  expect((await told([], [2])).asked).toEqual([]);
  const elsewhere = await told([2], [2], { user: 'zoe', impersonatedBy: 'anna@example.com' });
  expect(elsewhere.days).toEqual([[back(2), 1]]);
});

test('who has a secret for a name is known by what is shown of it', async () => {
  const user = 'AKIAIOSFODNN7EXAMPLE';
  const [shown] = rankAndJudge({
    day,
    cluster: aCluster,
    today: [aPattern({ user, resource: 'secrets' })],
    baseline: daysBefore(day, 10, [aPattern()]),
  }).calls;
  expect(shown?.user).toBe('[redacted]');
  const asked: Day[] = [];
  await storiesBefore(day, [found(day, shown)], {
    kept: async () => null,
    patterns: (on) => [aPattern(on === back(2) ? { user } : {})],
    tell: async (on) => {
      asked.push(on);
      return { findings: [], grown: [] };
    },
  });
  expect(asked).toEqual([back(2)]);
});

test('what another did on these days makes no story longer, and what is learnt has none', async () => {
  const ben = { user: 'ben' };
  const past = {
    kept: async () => null,
    patterns: () => [aPattern(), aPattern(ben)],
    tell: async (on: Day) => ({ findings: [found(on, ben)], grown: [] }),
  };
  const asked: Day[] = [];
  const watched = {
    ...past,
    tell: (on: Day) => {
      asked.push(on);
      return past.tell(on);
    },
  };
  await storiesBefore(day, [found(day)], watched);
  expect(asked).toHaveLength(7);
  expect(await storiesBefore(day, [found(day, {}, true)], past)).toEqual([]);
  expect(await storiesBefore(day, [], past)).toEqual([]);
});

test('what was kept of a day is taken as it is, and nothing before it is asked for', async () => {
  const story = withCampaigns([found(back(4))], { day: back(4), grown: [], before: [] })[0]?.campaign;
  const strange = withCampaigns([found(back(3), { user: 'ben' })], { day: back(3), grown: [], before: [] })[0]
    ?.campaign;
  const asked: Day[] = [];
  const kept = new Map([
    [back(3), strange === undefined ? [] : [strange]],
    [back(4), story === undefined ? [] : [story]],
  ]);
  const stories = await storiesBefore(day, [found(day)], {
    kept: async (on) => {
      asked.push(on);
      return kept.get(on) ?? null;
    },
    patterns: () => [aPattern()],
    tell: async (on) => ({ findings: on === back(2) ? [found(on)] : [], grown: [] }),
  });
  expect(asked).toEqual([1, 2, 3, 4].map(back));
  expect(stories.map(({ lastDay, toldDays }) => [lastDay, toldDays])).toEqual([
    [back(4), 1],
    [back(2), 2],
  ]);
});

test('where there is no more time the story begins with what is known by then', async () => {
  let days = 0;
  const stories = await storiesBefore(day, [found(day)], {
    kept: async () => null,
    patterns: () => [aPattern()],
    tell: async (on) => ({ findings: [found(on)], grown: [] }),
    hasTime: () => {
      days += 1;
      return days <= 3;
    },
  });
  expect(stories.map(({ lastDay, toldDays }) => [lastDay, toldDays])).toEqual([
    [back(3), 1],
    [back(2), 2],
    [back(1), 3],
  ]);
});
