/** Work for another invocation, perhaps on another instance. Refuses to know who does it. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';

/** Each may be delivered more than once, in any order. */
export interface Jobs {
  /** @param afterMs how long the message stays unseen */
  count(blobName: string, afterMs?: number): Promise<void>;
  rank(cluster: Cluster, day: Day): Promise<void>;
  /** Messages that failed too often, by queue. */
  poisoned(): Promise<Readonly<Record<string, number>>>;
}
