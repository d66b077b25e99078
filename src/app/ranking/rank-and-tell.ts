/** What a message to rank asks for: a cluster's day ranked and told, all within one deadline. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { Failures } from '../ports/failures.ts';
import { type TellPorts, type TellSettings, tell } from '../telling/tell.ts';
import type { RankPorts } from './rank.ts';
import { rankAsked } from './rank-asked.ts';
import type { RankSettings } from './ranked-day.ts';

/**
 * With more days than that in the queue telling is left to those that are ranked last, and to the timer: a day is told, and its
 * report written, for all clusters, so that each of a thousand would read what all others found.
 */
const mostTellers = 4;

/**
 * What does not fit in its time is ranked by another message, and told by the timer.
 * @throws what the ranking failed with; its cause is kept
 */
export async function rankAndTell(
  ports: RankPorts & TellPorts & { readonly failures: Failures },
  cluster: Cluster,
  day: Day,
  settings: RankSettings & TellSettings,
): Promise<void> {
  if (!(await rankAsked(ports, cluster, day, settings))) return;
  if ((await ports.jobs.ranksLeft()) <= mostTellers) await tell(ports, settings, [day]);
}
