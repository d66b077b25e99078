/** Rankings of days, so that a question need not rank again. Refuses to know what is in one. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';

/** One for each cluster and day: nothing here that could not be made again. */
export interface Rankings {
  /** As it was written last, `null` where none is kept. */
  read(cluster: Cluster, day: Day): Promise<Uint8Array | null>;
  /** Replaces what is kept, whole: who reads meanwhile gets the one or the other. */
  write(cluster: Cluster, day: Day, content: Uint8Array): Promise<void>;
  /** Forgets those of the days before. Stops at the deadline; the rest goes next time. @returns how many went */
  forget(cluster: Cluster, before: Day, deadline: Date): Promise<number>;
}
