/**
 * The ledger in a table: the exactly-once file.
 *
 * One partition per log blob and generation. The ETag of its cursor row guards every row of the partition,
 * because every write to the partition goes through it: cursor and counts are one entity group transaction.
 * Counts are absolute, so a transaction that took effect unseen and is tried again loses the race, and nothing else.
 */
import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { LogBlob } from '../../../app/ports/audit-logs.ts';
import type { Clock } from '../../../app/ports/clock.ts';
import type { Ledger, OpenBlob } from '../../../app/ports/ledger.ts';
import { byCreation, startOf } from '../../../core/count/cursor.ts';
import type { Row } from '../../../core/count/row.ts';
import type { Segment } from '../../../core/count/segment.ts';
import type { Hour } from '../../../core/read/path.ts';
import { ConflictError } from '../../../errors.ts';
import { forgetPartitions, isEmpty } from '../forget.ts';
import { blobList } from '../listed/blob-list.ts';
import { countedBlobs, withRows } from '../listed/counted-blobs.ts';
import { listedOnce } from '../listed/make-list.ts';
import { rest } from '../listed/rest.ts';
import { recent } from '../recent.ts';
import { orAbsent, orConflict } from '../table-error.ts';
import { ledgerClusters } from './clusters.ts';
import { cursorEntity, cursorKey, rowEntity } from './entity.ts';
import {
  blobOfPartition,
  generationKey,
  generationOfPartition,
  hoursRange,
  type Partition,
  partitionBase,
  partitions,
} from './partition.ts';

interface TableOpenBlob extends OpenBlob {
  readonly partition: string;
  /** Of the cursor row; `null` when there is none yet. */
  readonly etag: string | null;
  /** That its partition is listed needs not be said again. */
  readonly isListed: boolean;
  readonly isAtRest: boolean;
  readonly rows: Map<string, Row>;
}

/** Rows of one answer of the service. A partition of more is remembered: its cursor then tells whether it has moved. */
const pageRows = 1_000;
const rememberedRows = 20_000;

/** @param clock tells when a cluster was counted last */
export function ledgerTable(
  table: () => Promise<TableClient>,
  clusterTable: () => Promise<TableClient>,
  clock: Clock = () => new Date(),
): Ledger {
  const clusters = ledgerClusters(clusterTable, clock);
  const opened = recent<TableOpenBlob>(rememberedRows);
  const list = blobList(table);
  const listed = listedOnce(table, list, clusters);

  const remember = (open: TableOpenBlob): TableOpenBlob => {
    if (open.rows.size >= pageRows) opened.put(partitionBase(open.blob), open);
    return open;
  };

  /** What is remembered of the blob, if nobody has moved it since. Were it stale all the same, no commit would pass. */
  async function remembered(blob: LogBlob): Promise<TableOpenBlob | null> {
    const known = opened.get(partitionBase(blob));
    if (known === undefined) return null;
    if (blob.created === known.cursor.created && blob.length >= known.cursor.bytes) {
      const queryOptions = { select: ['PartitionKey'] };
      const now = await orAbsent((await table()).getEntity(known.partition, cursorKey, { queryOptions }));
      if (now?.etag === known.etag) return { ...known, blob };
    }
    opened.forget(partitionBase(blob));
    return null;
  }

  return {
    rowsPerSegment: 99,
    // Texts in JSON in JSON: at most twice as long on the wire, so well within 4 MiB.
    charsPerSegment: 1_600_000,

    async open(blob): Promise<TableOpenBlob> {
      const known = await remembered(blob);
      if (known !== null) return known;
      const base = partitionBase(blob);
      let newest: Partition | undefined;
      for await (const partition of partitions(await table(), base, `${base}~`)) newest = partition;
      if (newest === undefined) return opening(blob, base, 0, {});
      const { key, cursor, rows, etag, isListed, isAtRest } = newest;
      const age = cursor === null ? 0 : byCreation(blob.created, cursor.created);
      if (age < 0) throw new ConflictError('the log blob was replaced while it was looked at');
      const next = generationOfPartition(key) + 1;
      // What is left of it cannot be trusted. The blob is all there: counted anew it is exact.
      if (cursor === null || newest.damaged) return opening(blob, base, next, { damaged: true });
      if (age > 0 || blob.length < cursor.bytes) return opening(blob, base, next, { replaced: true });
      // Another version counted it, or somebody asked for it because it is not listed.
      if (!isListed || isAtRest) await list.missed(key, blob.name);
      return remember({
        blob,
        cursor,
        rows,
        replaced: false,
        damaged: false,
        partition: key,
        etag,
        isListed,
        isAtRest,
      });
    },

    async commit(open, segment): Promise<TableOpenBlob> {
      const from = open as TableOpenBlob;
      const { partition, blob } = from;
      await clusters.register(blob.path.cluster);
      const isAtRest = segment.cursor.sealed;
      const entry =
        !from.isListed || from.isAtRest || isAtRest ? await list.opened(partition, blob.name) : undefined;
      const { subResponses } = await orConflict(
        (await table()).submitTransaction(transaction(from, segment, isAtRest)),
        'the cursor',
      );
      for (const row of segment.rows) from.rows.set(row.key, row);
      // By position: the answer to an update does not say which row it is of.
      const etag = subResponses[0]?.etag;
      if (etag === undefined) throw new ConflictError('the store did not say what it wrote');
      if (isAtRest) await list.rested(partition, blob.name, segment.cursor, entry);
      const after = {
        cursor: segment.cursor,
        replaced: false,
        damaged: false,
        etag,
        isListed: true,
        isAtRest,
      };
      return remember({ ...from, ...after });
    },

    async *blobs(cluster, from, to, named) {
      await listed(cluster);
      yield* countedBlobs(await table(), list.between(cluster, from, to), named);
    },

    rest: async (blob, { cursor }) =>
      await rest(await table(), list, partitionBase(blob) + generationKey(cursor.generation), blob, cursor),

    async *counted(cluster, from, to) {
      let last: Partition | undefined;
      for await (const next of partitions(await table(), ...hoursRange(cluster, from, to))) {
        if (last !== undefined && blobOfPartition(last.key) !== blobOfPartition(next.key))
          yield withRows(last);
        last = next;
      }
      if (last !== undefined) yield withRows(last);
    },

    clusters: () => clusters.all(),

    async forget(cluster, before, deadline) {
      const client = await table();
      const gone = await forgetPartitions(client, ...hoursRange(cluster, '' as Hour, before), deadline);
      // Behind what it lists; where time ran out some of that is still there.
      if (new Date() < deadline) await list.forget(cluster, before);
      await clusters.forget(cluster, () => isEmpty(client, ...hoursRange(cluster, '' as Hour, '~' as Hour)));
      return gone;
    },
  };
}

const opening = (
  blob: LogBlob,
  base: string,
  generation: number,
  { replaced = false, damaged = false },
): TableOpenBlob => ({
  blob,
  cursor: startOf(blob.created, generation),
  rows: new Map(),
  replaced,
  damaged,
  partition: base + generationKey(generation),
  etag: null,
  isListed: false,
  isAtRest: false,
});

function transaction(from: TableOpenBlob, segment: Segment, isAtRest: boolean): TransactionAction[] {
  const cursor = cursorEntity(from.partition, from.blob.name, segment.cursor, isAtRest);
  return [
    from.etag === null ? ['create', cursor] : ['update', cursor, 'Replace', { etag: from.etag }],
    ...segment.rows.map((row): TransactionAction => ['upsert', rowEntity(from.partition, row), 'Replace']),
  ];
}
