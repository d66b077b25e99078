/** Which findings are one story; how they come about over days stands in test/app/ranking/campaigns.test.ts. */
import { expect, test } from 'vitest';
import { asciiJson } from '../../../../src/core/count/bounded.ts';
import { addDays, type Day } from '../../../../src/core/count/day.ts';
import { type Campaign, campaignId, campaignOptions } from '../../../../src/core/find/campaign/campaign.ts';
import { withCampaigns } from '../../../../src/core/find/campaign/campaigns.ts';
import { phaseOf } from '../../../../src/core/find/campaign/steps.ts';
import { campaignPhrase, campaignTag, newSteps } from '../../../../src/core/find/campaign/words.ts';
import { findingOf } from '../../../../src/core/find/finding.ts';
import { floods } from '../../../../src/core/find/flood.ts';
import { attackOf } from '../../../../src/core/judge/attack.ts';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import type { OddDay } from '../../../../src/core/rank/grown.ts';
import { aCampaign } from '../../../build.ts';
import { aCluster, aDay, aPattern, daysBefore, rankAndJudge } from '../../build.ts';

const day = aDay('2026-10-20');
const [ranked] = rankAndJudge({
  day,
  cluster: aCluster,
  today: [aPattern({ resource: 'secrets', requestURI: '/api/v1/namespaces/payments/secrets/x' })],
  baseline: daysBefore(day, 10, [aPattern()]),
}).calls;
const aCall = (over: Partial<RankedCall> = {}): RankedCall => {
  if (ranked === undefined) throw new Error('nothing was ranked');
  return { ...ranked, ...over };
};
const found = (calls: readonly RankedCall[], on: Day = day) => findingOf(calls, { day: on, learning: false });
const storyOf = (
  calls: readonly RankedCall[],
  {
    on = day,
    before = [],
    odd = [],
  }: { on?: Day; before?: readonly Campaign[]; odd?: readonly OddDay[] } = {},
): Campaign => {
  const grown = [{ ranks: [1], days: odd }];
  const [finding] = withCampaigns([found(calls, on)], { day: on, grown, before });
  if (finding?.campaign === undefined) throw new Error('it has no story');
  return finding.campaign;
};
const odd = (daysBack: number, over: Partial<OddDay> = {}): OddDay => ({
  day: addDays(day, -daysBack),
  bits: 9,
  act: 'list secrets',
  namespace: 'payments',
  ...over,
});

test('days that were odd and not told are the beginning, as far as each is near the next', () => {
  const story = storyOf([aCall()], { odd: [odd(13), odd(5), odd(2)] });
  expect(story).toMatchObject({ firstDay: '2026-10-15', toldFrom: '2026-10-20', toldDays: 1, days: 3 });
  expect(story.untold).toEqual([odd(5), odd(2)]);
  expect(campaignPhrase(story)).toBe(
    'It began on 2026-10-15: that day and 1 more were odd, too (list secrets).',
  );
  expect(campaignTag(story)).toBe('');
  expect(story.id).toBe(storyOf([aCall()]).id);
});

test('only calls that the days before lift have these as their beginning', () => {
  expect(storyOf([aCall({ rank: 2 })], { odd: [odd(2)] }).untold).toEqual([]);
});

test('what goes on has its own beginning, and the odd days since', () => {
  const before = storyOf([aCall()], { odd: [odd(2)] });
  const on = addDays(day, 3);
  const story = storyOf([aCall({ verb: 'list' })], {
    on,
    before: [before],
    odd: [odd(2, { bits: 3 }), odd(-1)],
  });
  expect(story.untold).toEqual([odd(2), odd(-1)]);
  expect(story).toMatchObject({ id: before.id, firstDay: '2026-10-18', lastDay: on, toldDays: 2, days: 4 });
  expect(campaignTag(story)).toBe(`day 4 of campaign ${before.id.slice(0, 8)}`);
});

test('of machines with generated names no beginning is told: others of their kind may have made it', () => {
  const node = (name: string) => aCall({ user: `system:node:aks-pool-${name}-vmss000001` });
  expect(storyOf([node('38291044')], { odd: [odd(2)] }).untold).toEqual([]);
  expect(
    storyOf([aCall({ user: 'system:serviceaccount:web:reader' })], { odd: [odd(2)] }).untold,
  ).toHaveLength(1);
});

test('each machine of many alike is a story of its own', () => {
  const node = (at: number) => [aCall({ user: `system:node:aks-pool-38291044-vmss00000${at}` })];
  expect(storyOf(node(1)).id).not.toBe(storyOf(node(2)).id);
});

test('behind an access proxy the user is the caller, else who impersonates is', () => {
  const as = (user: string, over: Partial<RankedCall> = {}) =>
    storyOf([aCall({ user, impersonatedBy: 'rancher', ...over })]);
  expect(as('anna').id).toBe(as('ben').id);
  expect(as('anna', { proxied: true }).id).not.toBe(as('ben', { proxied: true }).id);
  expect(as('anna', { proxied: true }).id).toBe(storyOf([aCall({ user: 'anna' })]).id);
});

test('a story of another caller, cluster or time is never gone on with, whatever it says of itself', () => {
  const on = addDays(day, 1);
  const own = storyOf([aCall()]);
  const strange = [
    storyOf([aCall({ user: 'mallory' })]),
    storyOf([aCall({ clusterId: '/other' })]),
    aCampaign({ lastDay: day, toldFrom: day }),
    { ...own, toldFrom: addDays(day, -1) },
    { ...own, lastDay: addDays(on, 1) },
    // Its own, as it was told before.
    { ...own, lastDay: on },
    { ...own, lastDay: addDays(on, -campaignOptions.gapDays - 1) },
  ];
  expect(storyOf([aCall()], { on, before: strange })).toMatchObject({ toldFrom: on, toldDays: 1 });
  expect(storyOf([aCall()], { on, before: [...strange, own] })).toMatchObject({ id: own.id, toldDays: 2 });
  expect(own.id).toBe(campaignId(aCluster.id, ['anna@example.com'], day));
});

test('all findings of a caller’s day share one story, in the order of time', () => {
  const late = found([aCall({ firstSeen: '2026-10-20T09:00:00Z' })]);
  const early = found([aCall({ firstSeen: '2026-10-20T08:00:00Z', clientIp: '198.51.100.9' })]);
  const [one, other] = withCampaigns([late, early], { day, grown: [], before: [] });
  expect(one?.campaign).toEqual(other?.campaign);
  expect(one?.campaign?.steps.map(({ finding }) => finding)).toEqual([early.id, late.id]);
  expect([one?.message, other?.message]).toEqual([late.message, early.message]);
});

test('a call that stands in two findings, as in that of a flood, is one step', () => {
  const calls = [aCall({ firstSeen: '2026-10-20T09:00:00Z' }), aCall({ rank: 2, verb: 'list' })];
  const [crowd] = floods(
    [{ caller: 'anna@example.com', different: 9, unlisted: 3, folded: 0, ranks: [1, 2] }],
    calls,
    {
      day,
      learning: false,
    },
  );
  const own = found(calls);
  if (crowd === undefined) throw new Error('there is no flood');
  const [one, other] = withCampaigns([crowd, own], { day, grown: [], before: [] });
  expect(one?.id).not.toBe(other?.id);
  expect(one?.campaign).toEqual(other?.campaign);
  expect(one?.campaign?.steps.map(({ what }) => what).sort()).toEqual([
    'get secrets in payments',
    'list secrets in payments',
  ]);
});

test('the phase is the tactic of what was done, before that of who did it from where', () => {
  expect(phaseOf(attackOf(['T1078', 'T1552.007']))).toBe('Credential Access');
  expect(phaseOf(attackOf(['T1078']))).toBe('Initial Access');
  expect(phaseOf(attackOf([]))).toBe('other');
});

test('what is new is what was not done on the days before, the worst first, and no more than three of it', () => {
  const step = (on: Day, what: string, risk: number, outcome: 'allowed' | 'refused' = 'allowed') => ({
    ...(aCampaign().steps[0] ?? expect.fail()),
    day: on,
    what,
    risk,
    outcome,
  });
  const [first, last] = [aDay('2026-10-01'), aDay('2026-10-03')];
  const steps = [
    step(first, 'a', 9),
    step(last, 'a', 90),
    step(last, 'b', 20),
    step(last, 'c', 30, 'refused'),
  ];
  const story = aCampaign({ lastDay: last, toldDays: 2, days: 2, steps });
  expect(newSteps(story).map(({ what }) => what)).toEqual(['c', 'b']);
  expect(campaignPhrase(story)).toBe('Day 2 of what began on 2026-10-01; new today: c (refused), b.');
  expect(campaignPhrase({ ...story, steps: steps.slice(0, 2) })).toBe(
    'Day 2 of what began on 2026-10-01; nothing new of it today.',
  );
  const more = ['d', 'e', 'f'].map((what) => step(last, what, 10));
  expect(campaignPhrase({ ...story, steps: [...steps, ...more] })).toMatch(
    /new today: c \(refused\), b, d and 2 more\.$/,
  );
});

test('a trial is told as one, and what it tried is new once it is done', () => {
  const before = storyOf([aCall({ verb: 'delete', dryRun: true })]);
  expect(before.steps.map(({ what }) => what)).toEqual(['delete secrets in payments (dry run)']);
  const story = storyOf([aCall({ verb: 'delete' })], { on: addDays(day, 1), before: [before] });
  expect(campaignPhrase(story)).toMatch(/; new today: delete secrets in payments\.$/);
});

test('what was only tried before is new once it succeeds; of one thing it is told that it succeeded', () => {
  const step = (
    on: string,
    outcome: 'allowed' | 'refused' | 'failed',
    risk: number,
    what = 'list secrets',
  ) => ({
    ...(aCampaign().steps[0] ?? expect.fail()),
    day: aDay(on),
    what,
    outcome,
    risk,
  });
  const [first, last] = ['2026-10-01', '2026-10-03'];
  const newsOf = (...steps: Campaign['steps']) =>
    /; (.*)\.$/.exec(campaignPhrase(aCampaign({ lastDay: aDay(last), toldDays: 2, days: 2, steps })))?.[1];
  expect(newsOf(step(first, 'refused', 20), step(last, 'allowed', 60))).toBe('new today: list secrets');
  expect(newsOf(step(first, 'allowed', 60), step(last, 'refused', 20))).toBe('nothing new of it today');
  expect(newsOf(step(first, 'refused', 20), step(last, 'refused', 20))).toBe('nothing new of it today');
  for (const [tried, done] of [
    [20, 60],
    [60, 20],
  ] as const)
    expect(newsOf(step(last, 'allowed', done), step(last, 'refused', tried))).toBe('new today: list secrets');
  expect(newsOf(step(last, 'failed', 20))).toBe('new today: list secrets (failed)');
});

test('a story stays small for months, whatever is written into it', () => {
  const wild = '\u202e漢'.repeat(4_000);
  let story: Campaign | undefined;
  for (let at = 0; at < 60; at += 1) {
    const on = addDays(day, 2 * at);
    const calls = Array.from({ length: 50 }, (_, nth) =>
      aCall({
        namespace: `${wild}${at}-${nth}`,
        names: [wild],
        impersonatedBy: 'anna@example.com',
        user: wild,
      }),
    );
    const before = story === undefined ? [] : [story];
    story = storyOf(calls, { on, before, odd: [odd(1 - 2 * at, { act: wild.slice(0, 80) })] });
  }
  const firstDay = addDays(day, -1);
  expect(story).toMatchObject({
    firstDay,
    toldFrom: day,
    toldDays: 60,
    days: 120,
    leftOut: 60 * 50 - campaignOptions.mostSteps,
  });
  expect(story?.steps).toHaveLength(campaignOptions.mostSteps);
  expect(story?.untold.length).toBeLessThanOrEqual(campaignOptions.mostUntold);
  expect(asciiJson(story).length).toBeLessThan(64_000);
});
