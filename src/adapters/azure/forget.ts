/** Deletes whole partitions, in batches. */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Entity } from './table-entity.ts';
import { orAbsent } from './table-error.ts';

const batch = 100;

/**
 * Deletes the partitions with keys in `[low, high)`, one after the other. Rows go in descending order of their keys, so
 * the first row of a partition (a cursor, a head) goes last: a death on the way leaves a partition that still says it is
 * there, never rows that nobody speaks for.
 * @returns how many partitions are gone
 */
export async function forgetPartitions(
  table: TableClient,
  low: string,
  high: string,
  deadline: Date,
): Promise<number> {
  let gone = 0;
  let partition = '';
  let rows: string[] = [];

  async function forget(): Promise<void> {
    for (let end = rows.length; end > 0; end -= batch) {
      const actions = rows
        .slice(Math.max(0, end - batch), end)
        .map((rowKey): TransactionAction => ['delete', { partitionKey: partition, rowKey }]);
      // Gone: an earlier try took effect unseen, or somebody else forgets them too.
      await orAbsent(table.submitTransaction(actions.reverse()));
    }
    if (rows.length > 0) gone++;
    rows = [];
  }

  const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high}`;
  const queryOptions = { filter, select: ['PartitionKey', 'RowKey'] };
  for await (const { partitionKey, rowKey } of table.listEntities<Entity>({ queryOptions })) {
    if (partitionKey !== partition) {
      await forget();
      if (new Date() >= deadline) return gone;
      partition = String(partitionKey);
    }
    rows.push(String(rowKey));
  }
  await forget();
  return gone;
}
