/** Work for other invocations, as messages the Functions host understands: JSON in base64. */
import type { QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { Jobs } from '../../app/ports/jobs.ts';
import { ConfigError } from '../../errors.ts';
import { orAbsent, statusOf } from './table-error.ts';

/** The queues the doors listen to. The host adds `-poison` for messages that failed five times. */
export const queueNames = {
  grown: 'rarecall-grown',
  rank: 'rarecall-rank',
  announced: 'rarecall-announced',
} as const;

const triggerPoison = 'webjobs-blobtrigger-poison';

const poisonQueues = [
  `${queueNames.grown}-poison`,
  `${queueNames.rank}-poison`,
  `${queueNames.announced}-poison`,
  // The trigger's queue of last resort: it lies in the account of the archive, and here where the trigger knows no other.
  triggerPoison,
];

/** A queue message may stay unseen for seven days at most. */
const longestDelaySeconds = 7 * 86_400 - 60;

/** Longest wait for an answer, its retries among it: the SDK alone waits for ever. */
const patience = () => ({ abortSignal: AbortSignal.timeout(60_000) });

type Queues = Pick<QueueServiceClient, 'getQueueClient'> & { readonly url?: string };

/** @param archive the queues of the account that logs are in; ours where it is the same */
export function queueJobs(service: () => Queues, archive: () => Queues = service): Jobs {
  const ready = new Map<string, Promise<QueueClient>>();

  function queue(name: string): Promise<QueueClient> {
    let client = ready.get(name);
    if (client === undefined) {
      client = made(service().getQueueClient(name));
      ready.set(name, client);
      client.catch(() => ready.delete(name));
    }
    return client;
  }

  async function send(name: string, message: unknown, afterMs = 0): Promise<void> {
    const text = Buffer.from(JSON.stringify(message)).toString('base64');
    const visibilityTimeout = Math.min(longestDelaySeconds, Math.ceil(afterMs / 1000));
    await (await queue(name)).sendMessage(text, { visibilityTimeout, messageTimeToLive: -1, ...patience() });
  }

  return {
    count: (blobName, afterMs) => send(queueNames.grown, { blob: blobName }, afterMs),
    rank: (cluster, day) => send(queueNames.rank, { cluster, day }),

    ranksLeft: () => messagesIn(service(), queueNames.rank),

    async poisoned() {
      const counts: Record<string, number> = {};
      for (const name of poisonQueues) counts[name] = await messagesIn(service(), name);
      return counts;
    },

    async poisonedLogs() {
      const queues = archiveQueues(archive);
      if (queues === null) return null;
      if (queues === service() || isSame(queues, service())) return 0;
      try {
        return await messagesIn(queues, triggerPoison);
      } catch (error) {
        if (statusOf(error) === 403) return null;
        throw error;
      }
    },
  };
}

/** Those that are worked on among them; a queue that is not there holds none. */
async function messagesIn(queues: Queues, name: string): Promise<number> {
  const properties = await orAbsent(queues.getQueueClient(name).getProperties(patience()));
  return properties?.approximateMessagesCount ?? 0;
}

/** An archive whose connection names its blobs alone has no queues that we know of. */
function archiveQueues(archive: () => Queues): Queues | null {
  try {
    return archive();
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/** The same account, however its address ends. */
const isSame = ({ url: one }: Queues, { url: other }: Queues): boolean =>
  one !== undefined && one.replace(/\/+$/, '') === other?.replace(/\/+$/, '');

async function made(queue: QueueClient): Promise<QueueClient> {
  await queue.createIfNotExists(patience());
  return queue;
}
