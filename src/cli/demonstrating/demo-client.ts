/** What the demo asks of the functions it has started, over HTTP. Knows when to ask again and when to give up. */
import { QueueServiceClient } from '@azure/storage-queue';
import type { Day } from '../../core/count/day.ts';
import type { Finding } from '../../core/find/finding.ts';
import type { RankedCall } from '../../core/judge/ranked-call.ts';
import { logPath } from '../../core/read/path.ts';
import { LocalError } from '../../host/local-error.ts';
import type { Running } from '../../host/serve.ts';
import { pause } from '../../host/triggers/trigger.ts';
import type { Grown } from '../replaying/growing-blobs.ts';

const lookMs = 1000;
/** Without any progress for so long, something is broken. */
const standstillMs = 60_000;
const rankQueue = 'rarecall-rank';

interface Counted {
  readonly clusters: number;
  readonly lines: number;
  readonly events: number;
}

/** @param signal ends all waiting; what is returned then is of no use */
export function demoClient({ address, connection }: Running, signal: AbortSignal) {
  async function ask<Answer>(path: string, method = 'GET'): Promise<Answer> {
    const response = await fetch(`${address}${path}`, { method, signal });
    if (!response.ok) throw new LocalError(`${method} ${path.split('?', 1)[0]} answered ${response.status}`);
    return (await response.json()) as Answer;
  }

  async function failIfPoisoned(): Promise<void> {
    const { poisoned } = await ask<{ poisoned: Record<string, number> }>('/api/health');
    const [queue] = Object.entries(poisoned).find(([, count]) => count > 0) ?? [];
    if (queue !== undefined)
      throw new LocalError(`a message failed too often and lies in the queue ${queue}`);
  }

  return {
    /** Waits until every whole line of the blobs is counted. */
    async allCounted({ wholeLines }: Grown, onShare: (share: number) => void): Promise<Counted> {
      const hours = [...wholeLines.keys()].flatMap((name) => logPath(name)?.hour ?? []).toSorted();
      const [first, last] = [hours.at(0), hours.at(-1)];
      if (first === undefined || last === undefined)
        throw new LocalError('there is no AKS log among these files');
      const range = `from=${first.slice(0, 10)}&to=${last.slice(0, 10)}`;
      const all = [...wholeLines].reduce(
        (sum, [name, bytes]) => sum + (logPath(name) === null ? 0 : bytes),
        0,
      );
      let most = -1;
      for (let moved = performance.now(); ; await pause(lookMs, signal)) {
        const { clusters } = await ask<{ clusters: ({ bytes: number } & Omit<Counted, 'clusters'>)[] }>(
          `/api/clusters?${range}`,
        );
        const sum = (field: 'bytes' | 'lines' | 'events') =>
          clusters.reduce((total, one) => total + one[field], 0);
        const bytes = sum('bytes');
        onShare(bytes / all);
        if (bytes >= all || signal.aborted) {
          return { clusters: clusters.length, lines: sum('lines'), events: sum('events') };
        }
        if (bytes > most) moved = performance.now();
        most = bytes;
        if (performance.now() - moved > standstillMs) {
          await failIfPoisoned();
          throw new LocalError(`counting stands still at ${bytes} of ${all} bytes`);
        }
      }
    },

    /** The last day of which anything is counted, unless findings of the week before it were ranked already. */
    async lastDay(): Promise<Day> {
      return (await ask<{ day: Day }>('/api/findings')).day;
    },

    /** Has the day ranked, and waits until every cluster is. */
    async rank(day: Day): Promise<void> {
      await ask(`/api/days/${day}/rank`, 'POST');
      const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient(rankQueue);
      const isDone = async () => ((await queue.getProperties()).approximateMessagesCount ?? 0) === 0;
      for (
        const began = performance.now();
        !(await isDone()) && !signal.aborted;
        await pause(lookMs, signal)
      ) {
        if (performance.now() - began > standstillMs) throw new LocalError('ranking takes too long');
      }
      await failIfPoisoned();
    },

    /** The rarest calls of the day, as they are ranked. */
    async calls(day: Day): Promise<RankedCall[]> {
      return (await ask<{ calls: RankedCall[] }>(`/api/calls?day=${day}`)).calls;
    },

    /** Strongest first. */
    async findings(day: Day): Promise<readonly Finding[]> {
      return (await ask<{ findings: Finding[] }>(`/api/findings?day=${day}`)).findings;
    },
  };
}
