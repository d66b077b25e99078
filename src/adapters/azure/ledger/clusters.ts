/** The clusters that something is counted of, one entity each. Refuses to know what is counted. */
import type { TableClient } from '@azure/data-tables';
import type { Clock } from '../../../app/ports/clock.ts';
import type { Cluster } from '../../../core/read/path.ts';
import { type Entity, hashKey } from '../table-entity.ts';
import { orAbsent, statusOf } from '../table-error.ts';

const partitionKey = 'cluster';
const hourMs = 3_600_000;

/** Whoever counts writes the cluster again after this time: one that was written long ago is counted by nobody. */
const writtenForMs = 12 * hourMs;
/** More than that, by more than any commit can take and clocks can differ. */
const quietMs = 24 * hourMs;
/** So long a process takes a list for whole: a version that knows of none may be at work, and then takes the word for it away. */
const listedForMs = hourMs;

export interface LedgerClusters {
  /** Comes before anything of it is counted: what is counted is then always found again. */
  register(cluster: Cluster): Promise<void>;
  all(): Promise<Cluster[]>;
  /** Whether the list of its blobs is whole. */
  isListed(cluster: Cluster): Promise<boolean>;
  setListed(cluster: Cluster): Promise<void>;
  /** Forgets a cluster that nobody has counted for a day, if nothing is left of it. */
  forget(cluster: Cluster, isEmpty: () => Promise<boolean>): Promise<void>;
}

export function ledgerClusters(table: () => Promise<TableClient>, clock: Clock): LedgerClusters {
  const written = new Map<string, number>();
  const listed = new Map<string, number>();

  function note(id: string, entity: Entity | null): boolean {
    const isWhole = entity?.listed === true;
    if (isWhole) listed.set(id, clock().getTime());
    else listed.delete(id);
    return isWhole;
  }

  return {
    async register({ id, name }) {
      const now = clock().getTime();
      const before = written.get(id);
      if (before !== undefined && now - before < writtenForMs) return;
      // What it says of the list stays. Another version replaces it, and nothing is said any more.
      await (await table()).upsertEntity({ partitionKey, rowKey: hashKey(id), id, name }, 'Merge');
      written.set(id, now);
    },

    async all() {
      const found: Cluster[] = [];
      for await (const entity of (await table()).listEntities<Entity>()) {
        const { rowKey, id, name } = entity;
        if (typeof id === 'string' && typeof name === 'string' && rowKey === hashKey(id)) {
          found.push({ id, name });
          note(id, entity);
        }
        // It is damaged, and whole again with the next commit of whoever counts it.
        else written.clear();
      }
      return found;
    },

    async isListed({ id }) {
      if (clock().getTime() - (listed.get(id) ?? Number.NEGATIVE_INFINITY) < listedForMs) return true;
      return note(id, await orAbsent((await table()).getEntity<Entity>(partitionKey, hashKey(id))));
    },

    async setListed({ id }) {
      const entity = { partitionKey, rowKey: hashKey(id), listed: true };
      await orAbsent((await table()).updateEntity(entity, 'Merge'));
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
