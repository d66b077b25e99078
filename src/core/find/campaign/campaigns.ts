/**
 * Which findings belong together: those of one caller in one cluster, each told a few days after the one before at most.
 * A story is a function of the one before and of the day's findings, so a day that is ranked again tells the same. Refuses to
 * know where stories are kept.
 */
import { addDays, type Day, daysBetween } from '../../count/day.ts';
import type { Grown, OddDay } from '../../rank/grown.ts';
import { compareTexts } from '../../rank/order.ts';
import type { Finding } from '../finding.ts';
import { type Campaign, campaignId, campaignOptions, isKnownAlone, whoseOf } from './campaign.ts';
import { stepsOfDay, toldSteps } from './steps.ts';
import { campaignPhrase } from './words.ts';

export interface CampaignContext {
  readonly day: Day;
  /** What is lifted by days before, of the cluster's ranking. */
  readonly grown: readonly Grown[];
  /** Stories of the cluster as they were told on the days before, from {@link storiesFrom} on; others do no harm. */
  readonly before: readonly Campaign[];
}

/** The first day on which what a finding of a day goes on with may have been told. */
export const storiesFrom = (day: Day): Day => addDays(day, -campaignOptions.gapDays);

/** Told findings of one cluster and day, each with its story; those of a cluster that is learning have none. */
export function withCampaigns(findings: readonly Finding[], context: CampaignContext): Finding[] {
  const told = Map.groupBy(
    findings.filter(({ learning }) => !learning),
    (finding) => JSON.stringify(whoseFinding(finding)),
  );
  const stories = new Map([...told.values()].flatMap((own) => withStory(own, context)));
  return findings.map((finding) => {
    const campaign = stories.get(finding.id);
    if (campaign === undefined) return finding;
    return { ...finding, message: `${campaignPhrase(campaign)} ${finding.message}`.trimStart(), campaign };
  });
}

/** Whose story a finding belongs to: who made its strongest call. */
export function whoseFinding({ clusterId, user, clientIp, calls: [top] }: Finding) {
  const call = { user, impersonatedBy: null, clientIp, ...top };
  return { clusterId, whose: whoseOf(call), isAlone: isKnownAlone(call) };
}

/** All findings of one caller's day share his story. */
function withStory(own: readonly Finding[], context: CampaignContext): (readonly [string, Campaign])[] {
  const [first] = own;
  if (first === undefined) return [];
  const { day, before } = context;
  const { clusterId, whose, isAlone } = whoseFinding(first);
  const prior = before
    .filter(({ lastDay }) => lastDay < day && lastDay >= storiesFrom(day))
    .filter(({ id, toldFrom }) => id === campaignId(clusterId, whose, toldFrom))
    .reduce<Campaign | null>((last, one) => (last === null || one.lastDay > last.lastDay ? one : last), null);
  const toldFrom = prior?.toldFrom ?? day;
  const today = stepsOfDay(own);
  const steps = [...(prior?.steps ?? []), ...today];
  const kept = toldSteps(steps);
  const odd = isAlone ? oddDays(prior, own, context) : [];
  const campaign: Campaign = {
    id: campaignId(clusterId, whose, toldFrom),
    firstDay: prior?.firstDay ?? odd[0]?.day ?? day,
    toldFrom,
    lastDay: day,
    toldDays: (prior?.toldDays ?? 0) + 1,
    days: (prior?.days ?? 0) + odd.length + 1,
    phases: [...new Set([...(prior?.phases ?? []), ...today.map(({ phase }) => phase)])],
    steps: kept,
    leftOut: (prior?.leftOut ?? 0) + steps.length - kept.length,
    untold: [...(prior?.untold ?? []), ...odd].slice(-campaignOptions.mostUntold),
  };
  return own.map(({ id }) => [id, campaign] as const);
}

/** The odd days behind the last that was told, each not far from the next; where none was told, those that lead up to this one. */
function oddDays(
  prior: Campaign | null,
  own: readonly Finding[],
  { day, grown }: Pick<CampaignContext, 'day' | 'grown'>,
): OddDay[] {
  const ranks = new Set(own.flatMap(({ calls }) => calls.map(({ rank }) => rank)));
  const days = grown.filter((one) => one.ranks.some((rank) => ranks.has(rank))).flatMap((one) => one.days);
  const fresh: OddDay[] = [];
  let next = day;
  for (const odd of days.toSorted((a, b) => compareTexts(b.day, a.day))) {
    if (odd.day >= next || (prior !== null && odd.day <= prior.lastDay)) continue;
    if (daysBetween(odd.day, next) > campaignOptions.gapDays) break;
    fresh.unshift(odd);
    next = odd.day;
  }
  return fresh;
}
