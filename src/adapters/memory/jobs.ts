/** Work for others in memory: it lies there until a test looks at it. */
import type { Jobs } from '../../app/ports/jobs.ts';
import type { Day } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';

export interface MemoryJobs extends Jobs {
  readonly counts: { readonly blobName: string; readonly afterMs: number }[];
  readonly ranks: { readonly cluster: Cluster; readonly day: Day }[];
  /** One more message of the queue failed too often. */
  poison(queue: string): void;
  /** The trigger gave up on so many log blobs; `null`: it cannot be seen. */
  poisonLogs(count: number | null): void;
}

export function memoryJobs(): MemoryJobs {
  const counts: MemoryJobs['counts'] = [];
  const ranks: MemoryJobs['ranks'] = [];
  const poisoned = new Map<string, number>();
  let ofLogs: number | null = 0;
  return {
    counts,
    ranks,
    count: async (blobName, afterMs = 0) => void counts.push({ blobName, afterMs }),
    rank: async (cluster, day) => void ranks.push({ cluster, day }),
    ranksLeft: async () => ranks.length,
    poison: (queue) => void poisoned.set(queue, (poisoned.get(queue) ?? 0) + 1),
    poisonLogs: (count) => {
      ofLogs = count;
    },
    poisonedLogs: async () => ofLogs,
    poisoned: async () => Object.fromEntries(poisoned),
  };
}
