/**
 * How the ledger's partitions are named, and read.
 *
 * A partition is one generation of a log blob: the cursor, then its rows by volume. A volume is a run of commits whose
 * rows can be read with its cursor in two requests; a worker that finds more begins the next. The same call may have a row
 * in several volumes: they are added up where rows of several blobs are. Newest generation and newest volume sort
 * first, so that opening a blob reads from the top and stops.
 */
import { odata, type TableClient } from '@azure/data-tables';
import type { LogBlob } from '../../app/ports.ts';
import type { Cursor } from '../../core/count/cursor.ts';
import type { Row } from '../../core/count/row.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';
import { cursorKey, cursorOf, rowOf, volumeOf } from './ledger-entity.ts';
import { type Entity, hashKey } from './table-entity.ts';

/** One generation of a log blob, with all its rows. */
export interface Partition {
  readonly key: string;
  readonly name: string;
  readonly cursor: Cursor;
  /** Oldest volume first. */
  readonly rows: readonly Row[];
}

/** What the next commit needs to know of a blob. */
export interface Newest {
  readonly key: string;
  readonly cursor: Cursor;
  readonly etag: string;
  /** Number of the volume that the next commit goes on with. */
  readonly volume: number;
  /** Rows of that volume. */
  readonly rows: Map<string, Row>;
}

/** What two answers of the service hold beside the cursor. */
const readableRows = 1_999;

/** What the partition keys of a blob begin with; its generation follows. */
export const partitionBase = (blob: LogBlob): string =>
  `${hashKey(blob.path.cluster.id)}.${compact(blob.path.hour)}.${hashKey(blob.name)}.`;

/** `2026-10-01T08` -> `2026100108`: sorts by time, and every character is legal in a key. */
const compact = (hour: Hour): string => hour.replace(/[-T]/g, '');

export const hourOfPartition = (key: string): Hour =>
  (key.split('.')[1] ?? '').replace(/^(\d{4})(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4') as Hour;

/** Counts down, so that what is newest comes first: 0 -> `999999`. */
export const downwards = (number: number): string => String(999_999 - number).padStart(6, '0');

/** The partition keys of a cluster's hours in `[from, to)`. */
export const hoursRange = (cluster: Cluster, from: Hour, to: Hour): [string, string] => {
  const key = hashKey(cluster.id);
  return [`${key}.${compact(from)}`, `${key}.${compact(to)}`];
};

const entitiesBetween = (table: TableClient, low: string, high: string) =>
  table.listEntities<Entity>({
    queryOptions: { filter: odata`PartitionKey ge ${low} and PartitionKey lt ${high}` },
  });

/**
 * The newest generation of a blob, `null` when nothing of it is counted. Reads two answers of the service at most. The cursor
 * row sorts before the others, so rows are never older than the cursor they come with.
 * @throws ConflictError when the blob is being forgotten
 */
export async function newestOf(table: TableClient, base: string): Promise<Newest | null> {
  let newest: Newest | undefined;
  let size = 0;
  for await (const entity of entitiesBetween(table, base, `${base}~`)) {
    if (newest === undefined) {
      if (entity.rowKey !== cursorKey) break;
      const { volume, rows } = volumeOf(entity);
      const isReadable = rows <= readableRows;
      size = isReadable ? rows : 0;
      newest = {
        key: String(entity.partitionKey),
        cursor: cursorOf(entity),
        etag: String(entity.etag),
        volume: isReadable ? volume : volume + 1,
        rows: new Map(),
      };
    } else {
      const row = rowOf(entity);
      newest.rows.set(row.key, row);
    }
    if (newest.rows.size >= size) return newest;
  }
  if (newest === undefined) return null;
  throw new ConflictError('the counts of the log blob are being forgotten');
}

/** The newest generation of each blob in key order. */
export async function* partitions(table: TableClient, low: string, high: string): AsyncGenerator<Partition> {
  let cursor: Entity | undefined;
  let rows: Row[] = [];
  let base = '';
  const read = (entity: Entity): Partition => ({
    key: String(entity.partitionKey),
    name: String(entity.blob),
    cursor: cursorOf(entity),
    rows: rows.reverse(),
  });
  for await (const entity of entitiesBetween(table, low, high)) {
    if (entity.rowKey === cursorKey) {
      const next = baseOf(entity);
      if (next === base) continue;
      if (cursor !== undefined) yield read(cursor);
      [cursor, rows, base] = [entity, [], next];
    } else if (entity.partitionKey === cursor?.partitionKey) rows.push(rowOf(entity));
  }
  if (cursor !== undefined) yield read(cursor);
}

/** The same for all generations of a blob. */
export const baseOf = ({ partitionKey }: Entity): string => String(partitionKey).replace(/[^.]*$/, '');
