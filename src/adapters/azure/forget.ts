/** Deletes rows and whole partitions, in batches. What is gone already is gone. */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Entity } from './table-entity.ts';
import { orAbsent, statusOf } from './table-error.ts';

const batch = 100;

/**
 * Deletes rows of a partition, in the order given. A batch is all or nothing, so one row that is not there fails it: rows
 * go one by one then. It may be somebody else's doing, or that of this very batch, tried again after its answer was lost.
 */
export async function deleteRows(
  table: TableClient,
  partitionKey: string,
  rowKeys: readonly string[],
): Promise<void> {
  for (let at = 0; at < rowKeys.length; at += batch) {
    const part = rowKeys.slice(at, at + batch);
    try {
      await table.submitTransaction(
        part.map((rowKey): TransactionAction => ['delete', { partitionKey, rowKey }]),
      );
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      for (const rowKey of part) await orAbsent(table.deleteEntity(partitionKey, rowKey));
    }
  }
}

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
    await deleteRows(table, partition, rows.reverse());
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

/** Whether there is no partition with a key in `[low, high)`. */
export async function isEmpty(table: TableClient, low: string, high: string): Promise<boolean> {
  const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high}`;
  const all = table.listEntities({ queryOptions: { filter, select: ['PartitionKey'] } });
  for await (const page of all.byPage({ maxPageSize: 1 })) if (page.length > 0) return false;
  return true;
}
