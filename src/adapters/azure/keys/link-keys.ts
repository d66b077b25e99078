/**
 * The key of links over a table: one entity, made on the condition that there is none. Whoever may read it may read the
 * findings beside it, so a key gives nobody more than he has. Deleted, another is made: that is how it is changed.
 */
import { randomBytes } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import { type LinkKeys, linkKeyBytes } from '../../../app/ports/link-keys.ts';
import { ConflictError } from '../../../errors.ts';
import type { Entity } from '../table-entity.ts';
import { orAbsent, orConflict } from '../table-error.ts';

const [partitionKey, rowKey] = ['links', 'current'];

/** Races lost before it is somebody else's turn to try. */
const tries = 5;

export function linkKeyTable(table: () => Promise<TableClient>): LinkKeys {
  const find = async (): Promise<Entity | null> =>
    await orAbsent((await table()).getEntity<Entity>(partitionKey, rowKey));

  /** @throws ConflictError where another was there first */
  async function put(found: Entity | null, now: Date): Promise<Uint8Array> {
    const key = randomBytes(linkKeyBytes);
    const entity = { partitionKey, rowKey, key: key.toString('base64url'), made: now.toISOString() };
    const client = await table();
    // What is there and cannot be used is replaced, and only that.
    const write =
      found === null
        ? client.createEntity(entity)
        : client.updateEntity(entity, 'Replace', { etag: String(found.etag) });
    await orConflict(write, 'the key of links');
    return key;
  }

  return {
    read: async () => keyIn(await find()),
    async make() {
      for (let left = tries; ; left--) {
        const found = await find();
        const key = keyIn(found);
        if (key !== null) return key;
        try {
          return await put(found, new Date());
        } catch (error) {
          if (!(error instanceof ConflictError) || left === 1) throw error;
        }
      }
    },
  };
}

function keyIn(entity: Entity | null): Uint8Array | null {
  const key = Buffer.from(String(entity?.key ?? ''), 'base64url');
  return key.length === linkKeyBytes ? key : null;
}
