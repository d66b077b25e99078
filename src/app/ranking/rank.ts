/** Ranks a cluster's day against the days before it, and keeps what was found. Running it again changes nothing. */
import { addDays, type Day, dayOf } from '../../core/count/day.ts';
import { spreadOf } from '../../core/rank/rarity/spread.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Findings } from '../ports/findings.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Suppressions } from '../ports/suppressions.ts';
import { activeSuppressions } from './active.ts';
import type { KeptRankings } from './kept-rankings.ts';
import { type RankSettings, rankedDay, toldAnew, withPast } from './ranked-day.ts';
import { dayThatGoesOn } from './stories.ts';

export interface RankPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly rankings: KeptRankings;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
}

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
  const { ranking } = await rankedDay(ports, cluster, day, settings);
  const { ranked } = ranking;
  // Before anything is kept: a fold that comes between makes the day one that is to be ranked again.
  const foldedFrom = (await ports.days.fingerprints(cluster, day, day)).get(day);
  const active = await activeSuppressions(ports);
  for (const id of await ports.suppressions.damaged())
    ports.log.error(`rank: suppression ${id} is damaged and hides nothing; set it again, or take it away`);
  const told = await toldAnew(ports, cluster, day, ranking, active, settings);
  const one = { ranked, told };
  const { findings, held, hidden } = await withPast(ports, cluster, day, one, active, settings, asked);
  const before = await ports.findings.campaigns(cluster, [day]);
  await ports.findings.save(day, cluster, findings, held.slice(0, heldKept));
  await ports.suppressions.saveHidden(day, cluster, hidden);
  if (foldedFrom !== undefined) await ports.days.ranked(cluster, day, foldedFrom, spreadOf(ranking.lines));
  const next = await dayThatGoesOn(ports, cluster, day, before, findings);
  if (next !== null) await ports.jobs?.rank(cluster, next);
  ports.log.info(
    `rank: ${day}: ${ranking.lines.length} patterns, ${findings.length} findings, ${held.length} held back, ${hidden.reduce((sum, { hits }) => sum + hits, 0)} calls suppressed, ${ranked.state}`,
  );
  return ranked.logged ? findings.length : null;
}

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
