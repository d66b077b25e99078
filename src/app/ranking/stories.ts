/**
 * Stories from one ranking to the next: what a day's findings go on with, and which later day goes on with them. Refuses to
 * know how a day is ranked.
 */
import { addDays, type Day, dayOf, daysFrom } from '../../core/count/day.ts';
import { type Campaign, campaignId, campaignOptions } from '../../core/find/campaign.ts';
import { storiesFrom, whoseFinding } from '../../core/find/campaigns.ts';
import type { Finding } from '../../core/find/finding.ts';
import { type HuntSettings, type RankedDay, type Told, tellDay, withStories } from '../../core/find/hunt.ts';
import type { Suppression } from '../../core/find/suppression.ts';
import { versionOf } from '../../core/find/version.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { Clock } from '../ports/clock.ts';
import type { Findings } from '../ports/findings.ts';

/** What of a ranked day is told, with the stories it goes on with: asked for where there is something to tell. */
export async function toldDay(
  { findings }: { readonly findings: Findings },
  cluster: Cluster,
  ranked: RankedDay,
  day: Day,
  active: readonly Suppression[],
  settings: HuntSettings,
): Promise<Told> {
  const told = tellDay(ranked, day, active, settings);
  if (told.findings.length === 0) return told;
  const before = await findings.campaigns(cluster, daysFrom(storiesFrom(day), addDays(day, -1)));
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
