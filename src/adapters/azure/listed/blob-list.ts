/**
 * The log blobs of each cluster in one partition, one entity a generation: who asks for cursors then walks no row of a count,
 * as a query over the partitions of blobs does, whatever it is for.
 *
 * The truth is the cursor beside the counts; nothing is counted by what stands here. Of a blob that grows the list knows no more
 * than that it is there, and its cursor is read by its key. Of one at rest it holds a copy, and never an old one: who counts on
 * takes the copy away first, and by that the ETag without which none can be written.
 */
import { odata, type TableClient } from '@azure/data-tables';
import type { Cursor } from '../../../core/count/cursor.ts';
import type { Cluster, Hour } from '../../../core/read/path.ts';
import { ConflictError } from '../../../errors.ts';
import { deleteRows } from '../forget.ts';
import { knownLists } from '../known/known-lists.ts';
import { cursorEntity, cursorOf } from '../ledger/entity.ts';
import {
  listKeysOf,
  listPartition,
  listRange,
  nameOfPartition,
  partitionOfListed,
} from '../ledger/partition.ts';
import type { Entity } from '../table-entity.ts';
import { orConflict, statusOf } from '../table-error.ts';

/** A generation of a log blob. */
export interface Listed {
  /** Its partition. */
  readonly key: string;
  /** '' where it cannot be read. */
  readonly name: string;
  /** `null` where it is to be read by its key. */
  readonly copy: Cursor | null;
}

/** Bytes of the list that a process remembers, about: a month of a cluster takes two million. */
const listBytes = 16_000_000;

export type BlobList = ReturnType<typeof blobList>;

export function blobList(table: () => Promise<TableClient>) {
  const known = knownLists(listedOf, listBytes);
  return {
    /** Comes before a commit that makes a generation, or counts on behind a rest. @returns what `rested` asks for */
    async opened(key: string, blob: string): Promise<string | undefined> {
      return (await (await table()).upsertEntity({ ...listKeysOf(key), blob }, 'Replace')).etag;
    },

    /** Comes behind a commit that leaves it at rest, of whoever made it. @param etag what `opened` gave before that commit */
    async rested(key: string, blob: string, cursor: Cursor, etag: string | undefined): Promise<void> {
      if (etag === undefined) return;
      try {
        await orConflict(
          (await table()).updateEntity(copyEntity(key, blob, cursor), 'Replace', { etag }),
          key,
        );
      } catch (error) {
        // Somebody is about to count on, or did: its cursor is read by its key.
        if (!(error instanceof ConflictError)) throw error;
      }
    },

    /** For a generation that should be listed. Nothing that is there changes. */
    async missed(key: string, blob: string): Promise<void> {
      try {
        await (await table()).createEntity({ ...listKeysOf(key), blob });
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
      }
    },

    /** In the order of partitions. */
    async *between(cluster: Cluster, from: Hour, to: Hour): AsyncGenerator<Listed> {
      const [low, high] = listRange(from, to);
      const filter = odata`PartitionKey eq ${listPartition(cluster)} and RowKey ge ${low} and RowKey lt ${high}`;
      yield* known(await table(), filter);
    },

    async forget(cluster: Cluster, before: Hour): Promise<void> {
      const client = await table();
      const partition = listPartition(cluster);
      const filter = odata`PartitionKey eq ${partition} and RowKey lt ${listRange(before, before)[1]}`;
      const queryOptions = { filter, select: ['RowKey'] };
      const gone = await Array.fromAsync(client.listEntities<Entity>({ queryOptions }));
      await deleteRows(
        client,
        partition,
        gone.map(({ rowKey }) => String(rowKey)),
      );
    },
  };
}

export const copyEntity = (key: string, blob: string, cursor: Cursor): Entity => ({
  ...cursorEntity(key, blob, cursor, true),
  ...listKeysOf(key),
});

function listedOf(entity: Entity): Listed {
  const key = partitionOfListed(entity);
  const name = nameOfPartition(key, entity.blob);
  return { key, name, copy: entity.bytes !== undefined && name !== '' ? cursorOf(entity) : null };
}
