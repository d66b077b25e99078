/** The accounts of the settings, tried as whoever the settings name. */
import type { Places } from '../app/ports/places.ts';
import type { Connection } from '../connection.ts';
import type { Account } from './azure/account.ts';
import { lazyIdentity } from './azure/identity.ts';
import { queueNames } from './azure/jobs.ts';
import { orAbsent } from './azure/table-error.ts';

/** Whom tokens for Storage are for, in all clouds. Source: Microsoft, "Authorize with Microsoft Entra ID", Storage REST. */
const storageScope = 'https://storage.azure.com/.default';
const ownQueues = [queueNames.grown, queueNames.rank];
const patience = () => ({ abortSignal: AbortSignal.timeout(30_000) });

/** @param reports the container of reports */
export function places(
  connections: { readonly archive: Connection; readonly store: Connection },
  store: Account,
  reports: string,
): Places {
  return {
    async identity(place) {
      const connection = connections[place];
      if (connection.connectionString !== undefined) return false;
      await lazyIdentity(connection).getToken(storageScope, patience());
      return true;
    },

    async write(kind) {
      if (kind === 'blobs') await store.blobs().getContainerClient(reports).createIfNotExists(patience());
      if (kind === 'queues')
        for (const name of ownQueues) await store.queues().getQueueClient(name).createIfNotExists(patience());
      if (kind === 'tables') {
        const at = new Date().toISOString();
        await (await store.table('runs')).upsertEntity(
          { partitionKey: 'run', rowKey: 'tried', at },
          'Replace',
        );
      }
    },

    async waiting() {
      const counts: Record<string, number> = {};
      for (const name of ownQueues) {
        const found = await orAbsent(store.queues().getQueueClient(name).getProperties(patience()));
        counts[name] = found?.approximateMessagesCount ?? 0;
      }
      return counts;
    },

    async time() {
      // Whether the container is there does not matter: every answer has the time.
      const answer = await store
        .blobs()
        .getContainerClient(reports)
        .getProperties(patience())
        .catch(answerIn);
      return answer?.date ?? null;
    },
  };
}

/** The date in what was refused. */
function answerIn(error: unknown): { readonly date?: Date } {
  const { response } = error as { response?: { headers?: { get?: (name: string) => string | undefined } } };
  const text = response?.headers?.get?.('date');
  if (text === undefined) throw error;
  return { date: new Date(text) };
}
