/**
 * Makes the list of a cluster's blobs from their cursors: once, of a store that another version has counted into without one. It
 * walks all that is counted of the cluster, as every look at its cursors did before there was a list.
 */
import { isDeepStrictEqual } from 'node:util';
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Cluster, Hour } from '../../../core/read/path.ts';
import type { LedgerClusters } from '../ledger/clusters.ts';
import { cursorKey, cursorOf, isAtRest } from '../ledger/entity.ts';
import { hoursRange, listKeysOf } from '../ledger/partition.ts';
import type { Entity } from '../table-entity.ts';
import { statusOf } from '../table-error.ts';
import { type BlobList, copyEntity, type Listed } from './blob-list.ts';

const batch = 90;
const always = ['' as Hour, '~' as Hour] as const;

/** Makes each list that is not whole, for as many as ask at once. */
export function listedOnce(table: () => Promise<TableClient>, list: BlobList, clusters: LedgerClusters) {
  const making = new Map<string, Promise<void>>();
  const make = async (cluster: Cluster) => {
    await makeList(await table(), list, cluster);
    await clusters.setListed(cluster);
  };
  return async (cluster: Cluster): Promise<void> => {
    if (await clusters.isListed(cluster)) return;
    const work = making.get(cluster.id) ?? make(cluster).finally(() => making.delete(cluster.id));
    making.set(cluster.id, work);
    await work;
  };
}

async function makeList(table: TableClient, list: BlobList, cluster: Cluster): Promise<void> {
  const listed = new Map<string, Listed>();
  for await (const one of list.between(cluster, ...always)) listed.set(one.key, one);
  const [low, high] = hoursRange(cluster, ...always);
  const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high} and RowKey eq ${cursorKey}`;
  let missing: Entity[] = [];
  for await (const entity of table.listEntities<Entity>({ queryOptions: { filter } })) {
    const [key, cursor] = [String(entity.partitionKey), cursorOf(entity)];
    const [blob, before] = [String(entity.blob), listed.get(key)];
    if (before === undefined) {
      missing.push(
        cursor !== null && isAtRest(entity) ? copyEntity(key, blob, cursor) : { ...listKeysOf(key), blob },
      );
      // Another version has counted on.
    } else if (before.copy !== null && !isDeepStrictEqual(before.copy, cursor)) {
      await list.opened(key, blob);
    }
    if (missing.length < batch) continue;
    await create(table, missing);
    missing = [];
  }
  await create(table, missing);
}

/** What is there by now was put there by who counts, and knows better. */
async function create(table: TableClient, entities: readonly Entity[]): Promise<void> {
  if (entities.length === 0) return;
  try {
    await table.submitTransaction(entities.map((entity): TransactionAction => ['create', entity]));
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    for (const entity of entities)
      await table.createEntity(entity).catch((cause: unknown) => {
        if (statusOf(cause) !== 409) throw cause;
      });
  }
}
