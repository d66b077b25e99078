/** Days over a table: one partition a cluster and day, one entity a pattern, and a head row that says what it was folded from. */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Days } from '../../app/ports/days.ts';
import type { Day } from '../../core/count/day.ts';
import { addDays } from '../../core/count/day.ts';
import type { PatternRow } from '../../core/rank/pattern-row.ts';
import type { Cluster } from '../../core/read/path.ts';
import { forgetPartitions } from './forget.ts';
import { type Entity, fromJsonColumns, hashKey, jsonColumns, withinLimits } from './table-entity.ts';
import { orAbsent } from './table-error.ts';

const headKey = 'day';
/** A transaction holds 100 actions and 4 MiB; patterns are under 24 KB in ASCII, which JSON in JSON at most doubles. */
const batch = 60;

export function dayTable(table: () => Promise<TableClient>): Days {
  /** One property of the head rows in `[from, to]`, where they have it. */
  async function ofHeads(
    name: 'fingerprint' | 'ranked',
    cluster: Cluster,
    from: Day,
    to: Day,
  ): Promise<Map<Day, string>> {
    const [low, high] = range(cluster, from, to);
    const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high} and RowKey eq ${headKey}`;
    const found = new Map<Day, string>();
    for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } })) {
      const value = entity[name];
      if (typeof value === 'string') found.set(dayOfPartition(entity), value);
    }
    return found;
  }

  return {
    async fingerprints(cluster, from, to) {
      return await ofHeads('fingerprint', cluster, from, to);
    },

    async rankedFrom(cluster, from, to) {
      return await ofHeads('ranked', cluster, from, to);
    },

    async ranked(cluster, day, fingerprint) {
      const head = { partitionKey: partitionOf(cluster, day), rowKey: headKey, ranked: fingerprint };
      await orAbsent((await table()).updateEntity(head, 'Merge'));
    },

    async save(cluster, day, fingerprint, patterns) {
      const client = await table();
      const partitionKey = partitionOf(cluster, day);
      const stale = new Set<string>();
      const queryOptions = { filter: odata`PartitionKey eq ${partitionKey}`, select: ['RowKey'] };
      for await (const { rowKey } of client.listEntities<Entity>({ queryOptions })) stale.add(String(rowKey));

      const actions: TransactionAction[] = [];
      for (const pattern of patterns) {
        const rowKey = `p${hashKey(pattern.key, 40)}`;
        stale.delete(rowKey);
        actions.push([
          'upsert',
          withinLimits({ partitionKey, rowKey, ...jsonColumns('pattern', pattern) }),
          'Replace',
        ]);
      }
      stale.delete(headKey);
      for (const rowKey of stale) actions.push(['delete', { partitionKey, rowKey }]);
      for (let i = 0; i < actions.length; i += batch)
        await client.submitTransaction(actions.slice(i, i + batch));
      // Last: a death before this line leaves a day that will be folded again. What it was ranked from stays.
      await client.upsertEntity(
        { partitionKey, rowKey: headKey, fingerprint, patterns: patterns.length },
        'Merge',
      );
    },

    async *load(cluster, day) {
      const filter = odata`PartitionKey eq ${partitionOf(cluster, day)} and RowKey gt ${headKey}`;
      for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } })) {
        yield fromJsonColumns<PatternRow>('pattern', entity);
      }
    },

    async forget(cluster, before, deadline) {
      return await forgetPartitions(
        await table(),
        `${hashKey(cluster.id)}.`,
        partitionOf(cluster, before),
        deadline,
      );
    },
  };
}

const partitionOf = (cluster: Cluster, day: Day): string => `${hashKey(cluster.id)}.${day}`;

const dayOfPartition = (entity: Entity): Day => (String(entity.partitionKey).split('.')[1] ?? '') as Day;

const range = (cluster: Cluster, from: Day, to: Day): [string, string] => [
  partitionOf(cluster, from),
  partitionOf(cluster, addDays(to, 1)),
];
