/** Work for another invocation, perhaps on another instance. Refuses to know who does it. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';

/** Each may be delivered more than once, in any order. */
export interface Jobs {
  /** @param afterMs how long the message stays unseen; as long as can be where that is too long */
  count(blobName: string, afterMs?: number): Promise<void>;
  rank(cluster: Cluster, day: Day): Promise<void>;
  /** Messages that failed too often, by queue; 0 or left out where none did. */
  poisoned(): Promise<Readonly<Record<string, number>>>;
}
