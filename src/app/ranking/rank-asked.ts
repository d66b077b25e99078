/** Ranks a cluster's day for a message: what does not fit the time goes on in another, what fails is kept and told. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';
import { UnfinishedError } from '../../errors.ts';
import { noteFailure } from '../failing.ts';
import type { Failures } from '../ports/failures.ts';
import { type RankPorts, rankCluster } from './rank.ts';
import type { RankSettings } from './ranked-day.ts';

/**
 * @returns whether it is ranked; else another message was sent
 * @throws what it failed with: the message comes again
 */
export async function rankAsked(
  ports: RankPorts & { readonly failures: Failures },
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
): Promise<boolean> {
  const key = { cluster, when: day, blob: null };
  try {
    await rankCluster(ports, cluster, day, settings);
  } catch (error) {
    if (!(error instanceof UnfinishedError)) {
      await noteFailure(ports, key, error);
      throw error;
    }
    await ports.jobs.rank(cluster, day);
    return false;
  }
  await ports.failures.remove(key);
  return true;
}
