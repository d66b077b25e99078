/** How the ledger's partitions are named, and read. */
import { odata, type TableClient } from '@azure/data-tables';
import type { LogBlob } from '../../../app/ports/audit-logs.ts';
import type { Cursor } from '../../../core/count/cursor.ts';
import type { Row } from '../../../core/count/row.ts';
import type { Cluster, Hour } from '../../../core/read/path.ts';
import { type Entity, hashKey } from '../table-entity.ts';
import { cursorKey, cursorOf, isAtRest, rowOf } from './entity.ts';

/** One generation of a log blob. */
export interface Partition {
  readonly key: string;
  /** `null` where none can be read. */
  cursor: Cursor | null;
  /** Cursor or rows cannot be read: the counts are not whole. */
  damaged: boolean;
  name: string;
  etag: string;
  /** Whoever wrote the cursor knew the list of blobs. */
  isListed: boolean;
  isAtRest: boolean;
  readonly rows: Map<string, Row>;
}

const unread = { cursor: null, damaged: false, name: '', etag: '', isListed: false, isAtRest: false };

/** What the partition keys of a blob begin with; its generation follows. */
export const partitionBase = (blob: LogBlob): string =>
  `${hashKey(blob.path.cluster.id)}.${compact(blob.path.hour)}.${hashKey(blob.name)}.`;

/** `2026-10-01T08` -> `2026100108`: sorts by time, and every character is legal in a key. */
const compact = (hour: Hour): string => hour.replace(/[-T]/g, '');

export const hourOfPartition = (key: string): Hour =>
  (key.split('.')[1] ?? '').replace(/^(\d{4})(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4') as Hour;

/** What the partition keys of all generations of a blob begin with. */
export const blobOfPartition = (key: string): string => key.slice(0, key.lastIndexOf('.'));

export const generationOfPartition = (key: string): number => Number(key.slice(key.lastIndexOf('.') + 1));

/** A name as a cursor row has it, '' where it is not that of the partition's blob. */
export const nameOfPartition = (key: string, name: unknown): string =>
  typeof name === 'string' && hashKey(name) === key.split('.')[2] ? name : '';

export const generationKey = (generation: number): string => String(generation).padStart(4, '0');

/** The partition keys of a cluster's hours in `[from, to)`. */
export const hoursRange = (cluster: Cluster, from: Hour, to: Hour): [string, string] => {
  const key = hashKey(cluster.id);
  return [`${key}.${compact(from)}`, `${key}.${compact(to)}`];
};

/** Sorts behind the partitions of counts, which begin with a digit or a letter up to f. */
const listPrefix = 'of.';

/** The partition that lists the blobs of a cluster. */
export const listPartition = (cluster: Cluster): string => listPrefix + hashKey(cluster.id);

/** Where a partition is listed. */
export function listKeysOf(key: string): { readonly partitionKey: string; readonly rowKey: string } {
  const end = key.indexOf('.');
  return { partitionKey: listPrefix + key.slice(0, end), rowKey: key.slice(end + 1) };
}

export const partitionOfListed = ({ partitionKey, rowKey }: Entity): string =>
  `${String(partitionKey).slice(listPrefix.length)}.${rowKey}`;

/** The row keys that list the hours in `[from, to)`. */
export const listRange = (from: Hour, to: Hour): [string, string] => [compact(from), compact(to)];

/**
 * Partitions in key order. The cursor row sorts before the others, so rows are never older than the cursor they come with.
 */
export async function* partitions(table: TableClient, low: string, high: string): AsyncGenerator<Partition> {
  const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high}`;
  let partition: Partition | undefined;
  for await (const entity of table.listEntities<Entity>({ queryOptions: { filter } })) {
    const key = String(entity.partitionKey);
    if (partition?.key !== key) {
      if (partition !== undefined) yield judged(partition);
      partition = { key, ...unread, rows: new Map() };
    }
    if (entity.rowKey === cursorKey) {
      partition.cursor = cursorOf(entity);
      partition.name = nameOfPartition(key, entity.blob);
      partition.etag = String(entity.etag);
      partition.isListed = entity.listed === true;
      partition.isAtRest = isAtRest(entity);
    } else {
      const row = rowOf(entity);
      if (row === null) partition.damaged = true;
      else partition.rows.set(row.key, row);
    }
  }
  if (partition !== undefined) yield judged(partition);
}

/** Rows without a cursor are of no count that ended. */
function judged(partition: Partition): Partition {
  if (partition.cursor === null) partition.damaged = true;
  return partition;
}
