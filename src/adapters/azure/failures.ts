/** Failures over a table: one partition a day of logs, one entity a blob that cannot be read or a day that cannot be ranked. */
import { odata, type TableClient } from '@azure/data-tables';
import type { FailureKey, Failures, KeptFailure } from '../../app/ports/failures.ts';
import type { Day } from '../../core/count/day.ts';
import type { Hour } from '../../core/read/path.ts';
import { type Entity, hashKey } from './table-entity.ts';
import { orAbsent } from './table-error.ts';

export function failureTable(table: () => Promise<TableClient>): Failures {
  return {
    async find(key) {
      const { partitionKey, rowKey } = keysOf(key);
      const entity = await orAbsent((await table()).getEntity<Entity>(partitionKey, rowKey));
      return entity === null ? null : failureOfEntity(entity);
    },

    async list(from, to) {
      const filter = odata`PartitionKey ge ${from ?? ''} and PartitionKey le ${to ?? '~'}`;
      const found: KeptFailure[] = [];
      for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } }))
        found.push(failureOfEntity(entity));
      return found;
    },

    async save({ cluster, ...failure }) {
      const entity = { ...failure, blob: failure.blob ?? '', status: failure.status ?? 0 };
      await (await table()).upsertEntity(
        { ...keysOf({ cluster, ...failure }), ...entity, clusterId: cluster.id, clusterName: cluster.name },
        'Replace',
      );
    },

    async remove(key) {
      const { partitionKey, rowKey } = keysOf(key);
      await orAbsent((await table()).deleteEntity(partitionKey, rowKey));
    },
  };
}

const keysOf = ({ cluster, when, blob }: FailureKey) => ({
  partitionKey: when.slice(0, 10),
  rowKey: `${when}.${hashKey(cluster.id)}.${blob === null ? '' : hashKey(blob)}`,
});

const failureOfEntity = (entity: Entity): KeptFailure => ({
  cluster: { id: String(entity.clusterId), name: String(entity.clusterName) },
  when: String(entity.when) as Hour | Day,
  blob: entity.blob === '' ? null : String(entity.blob),
  status: Number(entity.status) || null,
  code: String(entity.code),
  failures: Number(entity.failures),
  since: String(entity.since),
  again: String(entity.again),
});
