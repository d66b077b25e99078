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
import { cursorEntity, cursorKey, cursorOf, rowEntity } from './ledger-entity.ts';
import {
  baseOf,
  downwards,
  hourOfPartition,
  hoursRange,
  newestOf,
  partitionBase,
  partitions,
} from './ledger-partition.ts';
import { type Entity, hashKey } from './table-entity.ts';
import { orConflict } from './table-error.ts';

interface TableOpenBlob extends OpenBlob {
  readonly partition: string;
  /** Of the cursor row; `null` when there is none yet. */
  readonly etag: string | null;
  /** Which rows of the partition these are. */
  readonly volume: number;
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
      const newest = await newestOf(await table(), partitionBase(blob));
      if (newest === null) return opening(blob, startOf(blob.created, 0), false);
      const { cursor, key, ...volume } = newest;
      if (blob.created < cursor.created)
        throw new ConflictError('the log blob was replaced while it was looked at');
      if (blob.created > cursor.created || blob.length < cursor.bytes) {
        return opening(blob, startOf(blob.created, cursor.generation + 1), true);
      }
      return { blob, cursor, replaced: false, partition: key, ...volume };
    },

    async commit(open, segment): Promise<TableOpenBlob> {
      const from = open as TableOpenBlob;
      // Whoever wrote the cursor that is there has seen to it.
      if (from.etag === null) await register(from.blob.path.cluster);
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
      const [low, high] = hoursRange(cluster, from, to);
      const filter = odata`PartitionKey ge ${low} and PartitionKey lt ${high} and RowKey eq ${cursorKey}`;
      let last = '';
      for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } })) {
        // The newest generation comes first.
        if (baseOf(entity) !== last) yield countedBlob(entity);
        last = baseOf(entity);
      }
    },

    async *counted(cluster, from, to) {
      for await (const { key, ...blob } of partitions(await table(), ...hoursRange(cluster, from, to)))
        yield { ...blob, hour: hourOfPartition(key) };
    },

    async clusters() {
      const found: Cluster[] = [];
      for await (const { id, name } of (await clusterTable()).listEntities<Entity>()) {
        found.push({ id: String(id), name: String(name) });
      }
      return found;
    },

    async forget(cluster, before, deadline) {
      return await forgetPartitions(await table(), ...hoursRange(cluster, '' as Hour, before), deadline);
    },
  };
}

const opening = (blob: LogBlob, cursor: Cursor, replaced: boolean): TableOpenBlob => ({
  blob,
  cursor,
  rows: new Map(),
  volume: 0,
  replaced,
  partition: partitionBase(blob) + downwards(cursor.generation),
  etag: null,
});

function transaction(from: TableOpenBlob, segment: Segment): TransactionAction[] {
  const { partition, volume, etag } = from;
  const rows = from.rows.size + segment.rows.filter(({ key }) => !from.rows.has(key)).length;
  const cursor = cursorEntity(partition, from.blob.name, segment.cursor, { volume, rows });
  return [
    etag === null ? ['create', cursor] : ['update', cursor, 'Replace', { etag }],
    ...segment.rows.map(
      (row): TransactionAction => ['upsert', rowEntity(partition, downwards(volume), row), 'Replace'],
    ),
  ];
}

const countedBlob = (entity: Entity): CountedBlob => ({
  name: String(entity.blob),
  hour: hourOfPartition(String(entity.partitionKey)),
  cursor: cursorOf(entity),
});
