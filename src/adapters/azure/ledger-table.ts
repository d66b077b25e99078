/**
 * The ledger in a table: the exactly-once file.
 *
 * One partition per log blob and generation. The ETag of its cursor row guards every row of the partition,
 * because every write to the partition goes through it: cursor and counts are one entity group transaction.
 * Counts are absolute, so a transaction that took effect unseen and is tried again loses the race, and nothing else.
 */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { CountedBlob, Ledger, LogBlob, OpenBlob } from '../../app/ports.ts';
import { type Cursor, startOf } from '../../core/count/cursor.ts';
import type { Row } from '../../core/count/row.ts';
import type { Segment } from '../../core/count/segment.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';
import { forgetPartitions } from './forget.ts';
import { cursorEntity, cursorKey, cursorOf, rowEntity, rowOf } from './ledger-entity.ts';
import { type Entity, hashKey } from './table-entity.ts';
import { orConflict } from './table-error.ts';

interface TableOpenBlob extends OpenBlob {
  readonly partition: string;
  /** Of the cursor row; `null` when there is none yet. */
  readonly etag: string | null;
  readonly rows: Map<string, Row>;
}

interface Partition {
  readonly key: string;
  cursor: Cursor | null;
  name: string;
  etag: string;
  readonly rows: Map<string, Row>;
}

export function ledgerTable(
  table: () => Promise<TableClient>,
  clusterTable: () => Promise<TableClient>,
): Ledger {
  const registered = new Set<string>();

  /** A cluster is known before anything of it is counted: what is counted is then always found again. */
  async function register(cluster: Cluster): Promise<void> {
    if (registered.has(cluster.id)) return;
    const entity = {
      partitionKey: 'cluster',
      rowKey: hashKey(cluster.id),
      id: cluster.id,
      name: cluster.name,
    };
    await (await clusterTable()).upsertEntity(entity, 'Replace');
    registered.add(cluster.id);
  }

  return {
    rowsPerSegment: 99,
    // Texts in JSON in JSON: at most twice as long on the wire, so well within 4 MiB.
    charsPerSegment: 1_600_000,

    async open(blob): Promise<TableOpenBlob> {
      const base = partitionBase(blob);
      let newest: Partition | undefined;
      for await (const partition of partitions(await table(), base, `${base}~`)) newest = partition;
      const seen = newest?.cursor;
      if (newest === undefined || seen === null || seen === undefined) {
        return opening(blob, base, startOf(blob.created, 0), false);
      }
      if (blob.created < seen.created)
        throw new ConflictError('the log blob was replaced while it was looked at');
      if (blob.created > seen.created || blob.length < seen.bytes) {
        return opening(blob, base, startOf(blob.created, seen.generation + 1), true);
      }
      return {
        blob,
        cursor: seen,
        rows: newest.rows,
        replaced: false,
        partition: newest.key,
        etag: newest.etag,
      };
    },

    async commit(open, segment): Promise<TableOpenBlob> {
      const from = open as TableOpenBlob;
      await register(from.blob.path.cluster);
      const { subResponses } = await orConflict(
        (await table()).submitTransaction(transaction(from, segment)),
        'the cursor',
      );
      for (const row of segment.rows) from.rows.set(row.key, row);
      // By position: the answer to an update does not say which row it is of.
      const etag = subResponses[0]?.etag;
      if (etag === undefined) throw new ConflictError('the store did not say what it wrote');
      return { ...from, cursor: segment.cursor, replaced: false, etag };
    },

    async *blobs(cluster, from, to) {
      const [low, high] = range(cluster, from, to);
      const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high} and RowKey eq ${cursorKey}`;
      let last: CountedBlob | undefined;
      for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } })) {
        const next = countedBlob(entity);
        if (last !== undefined && last.name !== next.name) yield last;
        last = next;
      }
      if (last !== undefined) yield last;
    },

    async *counted(cluster, from, to) {
      let last: (CountedBlob & { rows: Row[] }) | undefined;
      for await (const { key, cursor, name, rows } of partitions(
        await table(),
        ...range(cluster, from, to),
      )) {
        if (cursor === null) continue;
        const next = { name, hour: hourOfPartition(key), cursor, rows: [...rows.values()] };
        if (last !== undefined && last.name !== next.name) yield last;
        last = next;
      }
      if (last !== undefined) yield last;
    },

    async clusters() {
      const found: Cluster[] = [];
      for await (const { id, name } of (await clusterTable()).listEntities<Entity>()) {
        found.push({ id: String(id), name: String(name) });
      }
      return found;
    },

    async forget(cluster, before, deadline) {
      const key = hashKey(cluster.id);
      return await forgetPartitions(await table(), `${key}.`, `${key}.${compact(before)}`, deadline);
    },
  };
}

const partitionBase = (blob: LogBlob): string =>
  `${hashKey(blob.path.cluster.id)}.${compact(blob.path.hour)}.${hashKey(blob.name)}.`;

/** `2026-10-01T08` -> `2026100108`: sorts by time, and every character is legal in a key. */
const compact = (hour: Hour): string => hour.replace(/[-T]/g, '');

const hourOfPartition = (key: string): Hour =>
  (key.split('.')[1] ?? '').replace(/^(\d{4})(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4') as Hour;

const generationKey = (generation: number): string => String(generation).padStart(4, '0');

const range = (cluster: Cluster, from: Hour, to: Hour): [string, string] => {
  const key = hashKey(cluster.id);
  return [`${key}.${compact(from)}`, `${key}.${compact(to)}`];
};

const opening = (blob: LogBlob, base: string, cursor: Cursor, replaced: boolean): TableOpenBlob => ({
  blob,
  cursor,
  rows: new Map(),
  replaced,
  partition: base + generationKey(cursor.generation),
  etag: null,
});

function transaction(from: TableOpenBlob, segment: Segment): TransactionAction[] {
  const cursor = cursorEntity(from.partition, from.blob.name, segment.cursor);
  return [
    from.etag === null ? ['create', cursor] : ['update', cursor, 'Replace', { etag: from.etag }],
    ...segment.rows.map((row): TransactionAction => ['upsert', rowEntity(from.partition, row), 'Replace']),
  ];
}

/** Partitions in key order. The cursor row sorts before the others. */
async function* partitions(table: TableClient, low: string, high: string): AsyncGenerator<Partition> {
  const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high}`;
  let partition: Partition | undefined;
  for await (const entity of table.listEntities<Entity>({ queryOptions: { filter } })) {
    const key = String(entity.partitionKey);
    if (partition?.key !== key) {
      if (partition !== undefined) yield partition;
      partition = { key, cursor: null, name: '', etag: '', rows: new Map() };
    }
    if (entity.rowKey === cursorKey) {
      partition.cursor = cursorOf(entity);
      partition.name = String(entity.blob);
      partition.etag = String(entity.etag);
    } else {
      const row = rowOf(entity);
      partition.rows.set(row.key, row);
    }
  }
  if (partition !== undefined) yield partition;
}

const countedBlob = (entity: Entity): CountedBlob => ({
  name: String(entity.blob),
  hour: hourOfPartition(String(entity.partitionKey)),
  cursor: cursorOf(entity),
});
