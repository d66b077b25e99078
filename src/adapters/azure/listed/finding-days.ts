/**
 * Of which day each finding is, in one partition: its id says nothing of that, and to look for a row key in all partitions walks
 * the whole table. A finding is noted here before it is kept, so that one which is there is found.
 */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Day } from '../../../core/count/day.ts';
import { deleteRows } from '../forget.ts';
import { turnPartition } from '../sink-turns.ts';
import type { Entity } from '../table-entity.ts';
import { orAbsent } from '../table-error.ts';

/** Both sort behind all days, and behind turns. */
const partitionKey = 'where';
const wholeKeys = { partitionKey: 'whole', rowKey: partitionKey };

const batch = 100;

/** What is no key of a finding is no key of a table either, perhaps. */
const isId = (text: string): boolean => /^[\w-]{1,64}$/.test(text);

export function findingDays(table: () => Promise<TableClient>) {
  let isWhole = false;

  async function note(day: Day, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += batch) {
      const some = ids.slice(at, at + batch);
      await (await table()).submitTransaction(
        some.map((rowKey): TransactionAction => ['upsert', { partitionKey, rowKey, day }, 'Replace']),
      );
    }
  }

  const noted = async (id: string): Promise<Day | null> => {
    const entity = await orAbsent((await table()).getEntity<Entity>(partitionKey, id));
    return typeof entity?.day === 'string' ? (entity.day as Day) : null;
  };

  /** Of a store that another version has kept findings in, once: walks them all. */
  async function makeWhole(): Promise<void> {
    const client = await table();
    if ((await orAbsent(client.getEntity(wholeKeys.partitionKey, wholeKeys.rowKey))) === null) {
      for (const [day, ids] of await idsOf(client, turnPartition)) await note(day, ids);
      await client.upsertEntity(wholeKeys, 'Replace');
    }
    isWhole = true;
  }

  return {
    note,

    /** `null` where there is no such finding. */
    async dayOf(id: string): Promise<Day | null> {
      if (!isId(id)) return null;
      const day = await noted(id);
      if (day !== null || isWhole) return day;
      await makeWhole();
      return await noted(id);
    },

    /** Comes before the findings of these days are forgotten: later nobody knows their ids. */
    async forget(before: Day): Promise<void> {
      const client = await table();
      for (const ids of (await idsOf(client, before)).values()) await deleteRows(client, partitionKey, ids);
    },
  };
}

/** Ids of findings of the days before. */
async function idsOf(table: TableClient, before: string): Promise<Map<Day, string[]>> {
  const queryOptions = { filter: odata`PartitionKey lt ${before}`, select: ['PartitionKey', 'RowKey'] };
  const found = new Map<Day, string[]>();
  for await (const { partitionKey: day, rowKey } of table.listEntities<Entity>({ queryOptions })) {
    const ids = found.get(String(day) as Day) ?? [];
    ids.push(String(rowKey));
    found.set(String(day) as Day, ids);
  }
  return found;
}
