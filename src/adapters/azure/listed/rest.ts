/** Puts a blob at rest: a commit without rows, behind which the list may have a copy of its cursor. */
import type { TableClient } from '@azure/data-tables';
import type { LogBlob } from '../../../app/ports/audit-logs.ts';
import type { Cursor } from '../../../core/count/cursor.ts';
import { ConflictError } from '../../../errors.ts';
import { cursorKey, cursorOf } from '../ledger/entity.ts';
import type { Entity } from '../table-entity.ts';
import { orAbsent, orConflict } from '../table-error.ts';
import type { BlobList } from './blob-list.ts';

/** @param seen where its cursor stood; one that stands elsewhere is left alone */
export async function rest(
  table: TableClient,
  list: BlobList,
  key: string,
  { name }: LogBlob,
  seen: Cursor,
): Promise<void> {
  const entity = await orAbsent(table.getEntity<Entity>(key, cursorKey));
  const cursor = entity === null ? null : cursorOf(entity);
  if (entity === null || cursor === null || cursor.bytes !== seen.bytes) return;
  const entry = await list.opened(key, name);
  const columns = { partitionKey: key, rowKey: cursorKey, listed: true, atRest: true };
  try {
    // Whoever has opened it before loses the race; whoever opens it from now on takes the copy away.
    await orConflict(table.updateEntity(columns, 'Merge', { etag: entity.etag }), 'the cursor');
  } catch (error) {
    if (error instanceof ConflictError) return;
    throw error;
  }
  await list.rested(key, name, cursor, entry);
}
