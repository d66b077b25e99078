/**
 * The hunt: from the days of a cluster to what is told of one. The one way, whether days lie in files or in the ledger.
 * Refuses to know where they lie.
 */
import { addDays, type Day } from '../count/day.ts';
import { type JudgedRanking, judged } from '../judge/ranked-call.ts';
import { addressRange } from '../rank/client-ip.ts';
import type { PatternRow } from '../rank/pattern-row.ts';
import { surpriseRanking } from '../rank/surprise.ts';
import type { Cluster } from '../read/path.ts';
import type { Campaign } from './campaign/campaign.ts';
import { withCampaigns } from './campaign/campaigns.ts';
import type { Finding } from './finding.ts';
import { floods } from './flood.ts';
import { type HiddenCalls, hide } from './suppressions/hidden.ts';
import type { Suppression } from './suppressions/suppression.ts';
import { byRisk, callersIn, findings } from './told.ts';

/** The days of a cluster, folded to patterns. */
export interface History {
  /** Those with logs, ascending; what lies outside of the baseline is passed over. */
  readonly days: readonly Day[];
  /** One after the other: a large cluster has a hundred thousand a day. */
  patterns(day: Day): Rows;
}

export interface HuntSettings {
  readonly baselineDays: number;
  readonly learningDays: number;
  readonly findingsPerDay: number;
  /** Addresses and ranges that clusters call from besides those of their nodes. */
  readonly egress?: readonly string[];
  /** The one that is read; `kube-audit` where not said. */
  readonly logCategory?: string;
  /** Shows what callers wrote as it is; masked unless asked for. */
  readonly reveal?: boolean;
}

export interface RankedDay extends JudgedRanking {
  /** Whether anything was logged on that day at all. */
  readonly logged: boolean;
}

/** Ranks what is taken for the calls of a day against the days before it. They are asked for twice where there are many. */
export type DayRanker = (today: () => Rows) => Promise<JudgedRanking>;

type Rows = AsyncIterable<PatternRow> | Iterable<PatternRow>;

/** Learns the days before a day, once for all that is ranked against them. */
export async function learnDays(
  history: History,
  cluster: Cluster,
  day: Day,
  { baselineDays, learningDays, reveal, egress = [] }: HuntSettings,
): Promise<DayRanker> {
  const days = daysUpTo(history, day, baselineDays);
  const ranking = surpriseRanking({
    day,
    days,
    options: { baselineDays, learningDays },
    egress: egress.map(addressRange).filter((range) => range !== null),
  });
  for (const one of days) if (one < day) await ranking.learnFrom(one, history.patterns(one));
  return async (today) => judged(await ranking.rankFrom(today), cluster, reveal);
}

/** The `surprise` ranking of a cluster's day against the days before it. */
export async function rankDay(
  history: History,
  cluster: Cluster,
  day: Day,
  settings: HuntSettings,
): Promise<RankedDay> {
  const rank = await learnDays(history, cluster, day, settings);
  let logged = daysUpTo(history, day, settings.baselineDays).includes(day);
  async function* today(): AsyncGenerator<PatternRow> {
    for await (const row of history.patterns(day)) {
      logged = true;
      yield row;
    }
  }
  const ranked = await rank(today);
  return { ...ranked, logged };
}

function daysUpTo({ days }: History, day: Day, baselineDays: number): Day[] {
  const from = addDays(day, -baselineDays);
  return days.filter((one) => one >= from && one <= day);
}

export interface Told {
  /** Within the budget, the highest risk first. */
  readonly findings: readonly Finding[];
  /** Beyond it. */
  readonly held: readonly Finding[];
  readonly hidden: readonly HiddenCalls[];
}

/** What of a ranked day is told, what suppressions hide of it, and what the budget holds back. */
export function tellDay(
  { calls, crowded, state }: RankedDay,
  day: Day,
  active: readonly Suppression[],
  { findingsPerDay, logCategory = 'kube-audit' }: HuntSettings,
): Told {
  const { shown, hidden } = hide(calls, active);
  const context = { day, learning: state === 'learning', logCategory };
  // Whoever is hidden called all the same.
  const told = findings(shown, { ...context, budget: findingsPerDay, callers: callersIn(calls) });
  // What may hide others is told beside the budget, which it would use up.
  const all = [...floods(crowded, shown, context), ...told.findings].sort(byRisk);
  return { ...told, findings: all, hidden };
}

/**
 * The same with the stories that the findings belong to.
 * @param before stories that were told of the cluster on the days before
 */
export const withStories = <T extends Pick<Told, 'findings'>>(
  told: T,
  { grown }: Pick<RankedDay, 'grown'>,
  day: Day,
  before: readonly Campaign[],
): T => ({ ...told, findings: withCampaigns(told.findings, { day, grown, before }) });
