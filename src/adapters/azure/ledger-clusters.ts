/** The clusters that something is counted of, one entity each. Refuses to know what is counted. */
import type { TableClient } from '@azure/data-tables';
import type { Clock } from '../../app/ports/clock.ts';
import type { Cluster } from '../../core/read/path.ts';
import { type Entity, hashKey } from './table-entity.ts';
import { orAbsent, statusOf } from './table-error.ts';

const partitionKey = 'cluster';
const hourMs = 3_600_000;

/** Whoever counts writes the cluster again after this time: one that was written long ago is counted by nobody. */
const writtenForMs = 12 * hourMs;
/** More than that, by more than any commit can take and clocks can differ. */
const quietMs = 24 * hourMs;

export interface LedgerClusters {
  /** Comes before anything of it is counted: what is counted is then always found again. */
  register(cluster: Cluster): Promise<void>;
  all(): Promise<Cluster[]>;
  /** Forgets a cluster that nobody has counted for a day, if nothing is left of it. */
  forget(cluster: Cluster, isEmpty: () => Promise<boolean>): Promise<void>;
}

export function ledgerClusters(table: () => Promise<TableClient>, clock: Clock): LedgerClusters {
  const written = new Map<string, number>();
  return {
    async register({ id, name }) {
      const now = clock().getTime();
      const before = written.get(id);
      if (before !== undefined && now - before < writtenForMs) return;
      await (await table()).upsertEntity({ partitionKey, rowKey: hashKey(id), id, name }, 'Replace');
      written.set(id, now);
    },

    async all() {
      const found: Cluster[] = [];
      for await (const { rowKey, id, name } of (await table()).listEntities<Entity>()) {
        if (typeof id === 'string' && typeof name === 'string' && rowKey === hashKey(id))
          found.push({ id, name });
        // It is damaged, and whole again with the next commit of whoever counts it.
        else written.clear();
      }
      return found;
    },

    async forget({ id }, isEmpty) {
      const client = await table();
      const rowKey = hashKey(id);
      const entity = await orAbsent(client.getEntity<Entity>(partitionKey, rowKey));
      if (entity === null || clock().getTime() - Date.parse(String(entity.timestamp)) < quietMs) return;
      if (!(await isEmpty())) return;
      try {
        await client.deleteEntity(partitionKey, rowKey, { etag: entity.etag });
      } catch (error) {
        // It has just been written again, or somebody else forgot it.
        if (statusOf(error) !== 412 && statusOf(error) !== 404) throw error;
      }
      written.delete(id);
    },
  };
}
