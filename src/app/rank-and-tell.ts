/** What a message to rank asks for: a cluster's day ranked and told, all within one deadline. */
import type { Day } from '../core/count/day.ts';
import type { Cluster } from '../core/read/path.ts';
import { UnfinishedError } from '../errors.ts';
import { noteFailure } from './failing.ts';
import type { Failures } from './ports/failures.ts';
import { type RankPorts, type RankSettings, rankCluster } from './rank.ts';
import { type TellPorts, type TellSettings, tell } from './tell.ts';

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
  const key = { cluster, when: day, blob: null };
  try {
    await rankCluster(ports, cluster, day, settings);
  } catch (error) {
    if (error instanceof UnfinishedError) return await ports.jobs.rank(cluster, day);
    await noteFailure(ports, key, error);
    throw error;
  }
  await ports.failures.remove(key);
  await tell(ports, settings, [day]);
}
