/**
 * Stories from one ranking to the next: what a day's findings go on with, and which later day goes on with them. Refuses to
 * know how a day is ranked.
 */
import { addDays, type Day, dayOf, daysFrom } from '../../core/count/day.ts';
import { type Campaign, campaignId, campaignOptions } from '../../core/find/campaign/campaign.ts';
import { storiesFrom, whoseFinding } from '../../core/find/campaign/campaigns.ts';
import { type PastDays, storiesBefore } from '../../core/find/campaign/past.ts';
import type { Finding } from '../../core/find/finding.ts';
import { type RankedDay, type Told, withStories } from '../../core/find/hunt.ts';
import { versionOf } from '../../core/find/version.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Findings } from '../ports/findings.ts';

export interface StoryPorts {
  readonly findings: Findings;
  readonly days: Days;
}

/**
 * What is told of a day, with the stories it goes on with: of ranked days as they were kept, of others told anew. Asks for
 * nothing where there is nothing to tell.
 */
export async function storied<T extends Pick<Told, 'findings'>>(
  { findings, days }: StoryPorts,
  cluster: Cluster,
  day: Day,
  { ranked, told }: { readonly ranked: Pick<RankedDay, 'grown'>; readonly told: T },
  anew: Pick<PastDays, 'tell' | 'hasTime'>,
): Promise<T> {
  if (told.findings.every(({ learning }) => learning)) return told;
  const [from, to] = [storiesFrom(day), addDays(day, -1)];
  const wereRanked = await days.rankedFrom(cluster, from, to);
  const week = await findings.campaigns(cluster, [...wereRanked.keys()]);
  const before = await storiesBefore(day, told.findings, {
    ...anew,
    async kept(one) {
      if (one >= from) return wereRanked.has(one) ? week.filter(({ lastDay }) => lastDay === one) : null;
      const isRanked = (await days.rankedFrom(cluster, one, one)).has(one);
      return isRanked ? await findings.campaigns(cluster, [one]) : null;
    },
    patterns: (one) => days.load(cluster, one),
  });
  return withStories(told, ranked, day, before);
}

/**
 * The next day that goes on with a story of a day which has become another one, or should and does not. Days are not always
 * ranked in their order.
 * @param before stories of the day as they were kept
 * @param told findings of the day as they are now
 * @returns `null` where no later day has anything to do with what has changed
 */
export async function dayThatGoesOn(
  { findings, clock }: { readonly findings: Findings; readonly clock: Clock },
  cluster: Cluster,
  day: Day,
  before: readonly Campaign[],
  told: readonly Finding[],
): Promise<Day | null> {
  const known = new Set(before.map(versionOf));
  const changed = told.filter(({ campaign }) => campaign !== undefined && !known.has(versionOf(campaign)));
  const now = new Set(told.flatMap(({ campaign }) => (campaign === undefined ? [] : versionOf(campaign))));
  const gone = new Set(before.filter((one) => !now.has(versionOf(one))).map(({ id }) => id));
  if (changed.length === 0 && gone.size === 0) return null;
  const owners = changed.map(whoseFinding);
  const isTheirs = ({ id, toldFrom }: Campaign): boolean =>
    gone.has(id) || owners.some(({ clusterId, whose }) => id === campaignId(clusterId, whose, toldFrom));
  const [from, last, today] = [addDays(day, 1), addDays(day, campaignOptions.gapDays), dayOf(clock())];
  const later = await findings.campaigns(cluster, daysFrom(from, last < today ? last : today));
  return later
    .filter(isTheirs)
    .reduce<Day | null>((first, { lastDay }) => (first === null || lastDay < first ? lastDay : first), null);
}
