/** Ranks a cluster's day against the days before it, and keeps what was found. Running it again changes nothing. */
import type { Accounts } from '../../core/count/cursor.ts';
import { addDays, type Day, dayOf } from '../../core/count/day.ts';
import { type HuntSettings, type RankedDay, rankDay, type Told, tellDay } from '../../core/find/hunt.ts';
import { hidingNow } from '../../core/find/shipped.ts';
import type { Suppression } from '../../core/find/suppression.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import { spreadOf } from '../../core/rank/rarity/spread.ts';
import type { Cluster } from '../../core/read/path.ts';
import { inTime, whileInTime } from '../in-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Findings } from '../ports/findings.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Suppressions } from '../ports/suppressions.ts';
import { type FoldOptions, refreshDays, withWholeDays } from './days.ts';
import { dayThatGoesOn, storied } from './stories.ts';

export interface RankPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
}

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

export interface LedgerDay {
  readonly ranked: RankedDay;
  /** Of the day's blobs and those of its baseline. */
  readonly accounts: Accounts;
  /** How many of these blobs are damaged: rows of them are missing. */
  readonly damaged: number;
}

/** The `surprise` ranking of a cluster's day, from the ledger. */
export async function rankedDay(
  ports: Pick<RankPorts, 'ledger' | 'days' | 'clock'> & Partial<Pick<RankPorts, 'jobs' | 'log'>>,
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
): Promise<LedgerDay> {
  const from = addDays(day, -settings.baselineDays);
  return await withWholeDays(ports, cluster, async () => {
    const fold = foldOptions(cluster, settings);
    const { days, accounts, damaged } = await refreshDays(ports, cluster, from, day, fold);
    const check = inTime(ports.clock, settings.deadline, 'the days of a cluster are not all loaded yet');
    const patterns = (one: Day) => whileInTime(ports.days.load(cluster, one), check);
    return { ranked: await rankDay({ days, patterns }, cluster, day, settings), accounts, damaged };
  });
}

/** How the days of this cluster are folded. */
export const foldOptions = (cluster: Cluster, settings: RankSettings): FoldOptions => ({
  ...settings,
  clientIp: settings.privateClusters.includes(cluster.name) ? 'ignore' : settings.clientIp,
});

/** Findings beyond the budget that are kept: enough to see that something is wrong, whoever makes them. */
const heldKept = 100;

/**
 * Ranks and keeps the findings of one cluster's day. A later day that goes on with what has changed is asked to be ranked again.
 * @returns how many there are, `null` where nothing was logged
 * @throws UnfinishedError at the deadline; the next run has less to do
 */
export async function rankCluster(
  ports: Omit<RankPorts, 'jobs'> & Partial<Pick<RankPorts, 'jobs'>>,
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
): Promise<number | null> {
  const asked = ports.clock();
  const { ranked } = await rankedDay(ports, cluster, day, settings);
  // Before anything is kept: a fold that comes between makes the day one that is to be ranked again.
  const foldedFrom = (await ports.days.fingerprints(cluster, day, day)).get(day);
  const active = await activeSuppressions(ports);
  for (const id of await ports.suppressions.damaged())
    ports.log.error(`rank: suppression ${id} is damaged and hides nothing; set it again, or take it away`);
  const { findings, held, hidden } = await toldDay(ports, cluster, day, ranked, active, settings, asked);
  const before = await ports.findings.campaigns(cluster, [day]);
  await ports.findings.save(day, cluster, findings, held.slice(0, heldKept));
  await ports.suppressions.saveHidden(day, cluster, hidden);
  if (foldedFrom !== undefined) await ports.days.ranked(cluster, day, foldedFrom, spreadOf(ranked.calls));
  const next = await dayThatGoesOn(ports, cluster, day, before, findings);
  if (next !== null) await ports.jobs?.rank(cluster, next);
  ports.log.info(
    `rank: ${day}: ${ranked.calls.length} patterns, ${findings.length} findings, ${held.length} held back, ${hidden.reduce((sum, { hits }) => sum + hits, 0)} calls suppressed, ${ranked.state}`,
  );
  return ranked.logged ? findings.length : null;
}

/**
 * What of a ranked day is told, with its stories. Where days before were never ranked they are ranked for them, for half of the
 * time that there is at most: a story that begins too late is better than none.
 * @param asked when the work began
 */
export async function toldDay(
  ports: Pick<RankPorts, 'ledger' | 'days' | 'findings' | 'clock'>,
  cluster: Cluster,
  day: Day,
  ranked: RankedDay,
  active: readonly Suppression[],
  settings: RankSettings,
  asked: Date,
): Promise<Told> {
  const tellRanked = (one: Day, of: RankedDay) => ({ ranked: of, told: tellDay(of, one, active, settings) });
  const { deadline } = settings;
  const until = deadline && (asked.getTime() + deadline.getTime()) / 2;
  return await storied(ports, cluster, day, tellRanked(day, ranked), {
    hasTime: () => until === undefined || ports.clock().getTime() < until,
    async tell(one) {
      const past = tellRanked(one, (await rankedDay(ports, cluster, one, settings)).ranked);
      return { findings: past.told.findings, grown: past.ranked.grown };
    },
  });
}

/** Those that hide now, the shipped ones among them. */
export const activeSuppressions = async (
  ports: Pick<RankPorts, 'suppressions' | 'clock'>,
): Promise<Suppression[]> =>
  hidingNow(
    (await ports.suppressions.list()).map(({ suppression }) => suppression),
    ports.clock(),
  );

/**
 * Asks for each cluster's day to be ranked; a day that is over by less than the grace is ranked once more the day after.
 * @throws what the last one failed with, after all others were asked for
 */
export async function rankDays(
  ports: Pick<RankPorts, 'ledger' | 'jobs' | 'clock'>,
  days: readonly Day[] = [addDays(dayOf(ports.clock()), -1), addDays(dayOf(ports.clock()), -2)],
): Promise<Cluster[]> {
  const clusters = await ports.ledger.clusters();
  const failed: unknown[] = [];
  for (const cluster of clusters)
    for (const day of days)
      await ports.jobs.rank(cluster, day).catch((error: unknown) => void failed.push(error));
  if (failed.length > 0) throw failed.at(-1);
  return clusters;
}
