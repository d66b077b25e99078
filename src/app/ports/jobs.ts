/** Work for another invocation, perhaps on another instance. Refuses to know who does it. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';

/** Each may be delivered more than once, in any order. */
export interface Jobs {
  /** @param afterMs how long the message stays unseen; as long as can be where that is too long */
  count(blobName: string, afterMs?: number): Promise<void>;
  rank(cluster: Cluster, day: Day): Promise<void>;
  /** Days that are asked to be ranked, those that are being ranked among them; about. */
  ranksLeft(): Promise<number>;
  /** Messages that failed too often, by queue; 0 or left out where none did. */
  poisoned(): Promise<Readonly<Record<string, number>>>;
  /**
   * Log blobs the platform's trigger gave up on, where it keeps them: in the account of the archive. 0 where that is our
   * own, `poisoned` has them then. `null`: we may not look there.
   */
  poisonedLogs(): Promise<number | null>;
}
