/**
 * The ranking of a cluster's day from the ledger: the one that is kept where it still holds, else made and kept. What is told
 * of it goes the same way. Refuses to know who asks.
 */
import { createHash } from 'node:crypto';
import type { Accounts } from '../../core/count/cursor.ts';
import { addDays, type Day } from '../../core/count/day.ts';
import { type HuntSettings, type RankedDay, rankDay, type Told, tellDay } from '../../core/find/hunt.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Findings } from '../ports/findings.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import { inTime, whileInTime } from '../turns/in-time.ts';
import { type FoldOptions, type RefreshedDays, refreshDays, withWholeDays } from './days.ts';
import type { KeptRankings } from './kept-rankings.ts';
import { type KeptRanking, type KeptTold, keptTold } from './packed.ts';
import { storied } from './stories.ts';

export interface RankSettings extends HuntSettings {
  readonly graceHours: number;
  readonly clientIp: ClientIpPolicy;
  /** Names of clusters whose client IPs say nothing. */
  readonly privateClusters: readonly string[];
  /** Rows a day may have before further ones are folded. */
  readonly rowBudget: number;
  /** Stop folding days at this time. */
  readonly deadline?: Date;
}

export interface RankedDayPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly rankings: KeptRankings;
  readonly clock: Clock;
  readonly jobs?: Jobs;
  readonly log?: Log;
}

export interface LedgerDay {
  readonly ranking: KeptRanking;
  /** Of the day's blobs and those of its baseline. */
  readonly accounts: Accounts;
  /** How many of these blobs are damaged: rows of them are missing. */
  readonly damaged: number;
}

/** How the days of this cluster are folded. */
export const foldOptions = (cluster: Cluster, settings: RankSettings): FoldOptions => ({
  ...settings,
  clientIp: settings.privateClusters.includes(cluster.name) ? 'ignore' : settings.clientIp,
});

/** The `surprise` ranking of a cluster's day, made anew and kept. */
export const rankedDay = (
  ports: RankedDayPorts,
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
): Promise<LedgerDay> => dayFrom(ports, cluster, day, settings, async () => null);

/**
 * The same, read where it is kept. Whether that one holds is seen by what the ledger has now: a day that has grown since, or
 * whose baseline has, is ranked anew.
 */
export const knownDay = (
  ports: RankedDayPorts,
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
): Promise<LedgerDay> =>
  dayFrom(ports, cluster, day, settings, (from) => ports.rankings.find(cluster, day, from, ports.log));

async function dayFrom(
  ports: RankedDayPorts,
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
  find: (from: string) => Promise<KeptRanking | null>,
): Promise<LedgerDay> {
  const first = addDays(day, -settings.baselineDays);
  return await withWholeDays(ports, cluster, async () => {
    const fresh = await refreshDays(ports, cluster, first, day, foldOptions(cluster, settings));
    // The ledger only grows: a fold that comes from here on is of more, and then this name holds no longer.
    const from = rankedFrom(ports.rankings.madeBy, cluster, day, fresh, settings);
    const known = await find(from);
    const { accounts, damaged } = fresh;
    if (known !== null) return { ranking: known, accounts, damaged };
    const check = inTime(ports.clock, settings.deadline, 'the days of a cluster are not all loaded yet');
    const patterns = (one: Day) => whileInTime(ports.days.load(cluster, one), check);
    const ranked = await rankDay({ days: fresh.days, patterns }, cluster, day, settings);
    return { ranking: await ports.rankings.keep(cluster, day, from, ranked, ports.log), accounts, damaged };
  });
}

/** All that the ranking of a day depends on, as a short text. */
function rankedFrom(
  madeBy: string,
  { id, name }: Cluster,
  day: Day,
  { days, foldedFrom }: RefreshedDays,
  { baselineDays, learningDays, egress = [], reveal = false }: RankSettings,
): string {
  const settings = [baselineDays, learningDays, egress, reveal];
  return digestOf([madeBy, id, name, day, days, [...foldedFrom], settings]);
}

/** What is told depends on besides the ranking. */
const toldFrom = (active: readonly Suppression[], { findingsPerDay }: RankSettings): string =>
  digestOf([active, findingsPerDay]);

/** What of a ranked day is told, its stories aside; kept beside the ranking. */
export async function toldAnew(
  ports: RankedDayPorts,
  cluster: Cluster,
  day: Day,
  ranking: KeptRanking,
  active: readonly Suppression[],
  settings: RankSettings,
): Promise<Told> {
  const told = tellDay(ranking.all(), day, active, settings);
  const kept = keptTold(toldFrom(active, settings), told);
  await ports.rankings.keepTold(cluster, day, ranking, kept, ports.log);
  return told;
}

/** The same, read where it is kept and suppressions are still those that it was told by. */
export async function knownTold(
  ports: RankedDayPorts,
  cluster: Cluster,
  day: Day,
  ranking: KeptRanking,
  active: readonly Suppression[],
  settings: RankSettings,
): Promise<Omit<KeptTold, 'from'>> {
  if (ranking.told?.from === toldFrom(active, settings)) return ranking.told;
  return await toldAnew(ports, cluster, day, ranking, active, settings);
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/**
 * What is told of a day, with its stories. Where days before were never ranked they are ranked for them, for half of the
 * time that there is at most: a story that begins too late is better than none.
 * @param asked when the work began
 */
export async function withPast<T extends Pick<Told, 'findings'>>(
  ports: RankedDayPorts & { readonly findings: Findings },
  cluster: Cluster,
  day: Day,
  one: { readonly ranked: Pick<RankedDay, 'grown'>; readonly told: T },
  active: readonly Suppression[],
  settings: RankSettings,
  asked: Date,
): Promise<T> {
  const { deadline } = settings;
  const until = deadline && (asked.getTime() + deadline.getTime()) / 2;
  return await storied(ports, cluster, day, one, {
    hasTime: () => until === undefined || ports.clock().getTime() < until,
    async tell(before) {
      const { ranking } = await knownDay(ports, cluster, before, settings);
      const { findings } = await knownTold(ports, cluster, before, ranking, active, settings);
      return { findings, grown: ranking.ranked.grown };
    },
  });
}
