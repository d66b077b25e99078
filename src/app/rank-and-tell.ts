/** What a message to rank asks for: a cluster's day ranked and told, all within one deadline. */
import type { Day } from '../core/count/day.ts';
import type { Cluster } from '../core/read/path.ts';
import { UnfinishedError } from '../errors.ts';
import { type RankPorts, type RankSettings, rankCluster } from './rank.ts';
import { type TellPorts, type TellSettings, tell } from './tell.ts';

/** What does not fit in its time is ranked by another message, and told by the timer. */
export async function rankAndTell(
  ports: RankPorts & TellPorts,
  cluster: Cluster,
  day: Day,
  settings: RankSettings & TellSettings,
): Promise<void> {
  try {
    await rankCluster(ports, cluster, day, settings);
  } catch (error) {
    if (!(error instanceof UnfinishedError)) throw error;
    return await ports.jobs.rank(cluster, day);
  }
  await tell(ports, settings, [day]);
}
