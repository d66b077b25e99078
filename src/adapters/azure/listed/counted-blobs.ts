/** The cursors of blobs that are listed: by their keys where the list has no copy. */
import type { TableClient } from '@azure/data-tables';
import type { CountedBlob } from '../../../app/ports/ledger.ts';
import { startOf } from '../../../core/count/cursor.ts';
import type { Row } from '../../../core/count/row.ts';
import { cursorKey, cursorOf } from '../ledger/entity.ts';
import {
  blobOfPartition,
  generationOfPartition,
  hourOfPartition,
  nameOfPartition,
  type Partition,
} from '../ledger/partition.ts';
import type { Entity } from '../table-entity.ts';
import { orAbsent } from '../table-error.ts';
import type { Listed } from './blob-list.ts';

/** Cursors that are read at once; fewer at first, since some only ask whether there is one. */
const [firstAtOnce, mostAtOnce] = [2, 32];

/** The newest generation of each blob, in their order. @param named of these blobs alone */
export async function* countedBlobs(
  table: TableClient,
  listed: AsyncIterable<Listed>,
  named?: ReadonlySet<string>,
): AsyncGenerator<CountedBlob> {
  let last: { readonly blob: string; readonly counted: CountedBlob } | undefined;
  for await (const { key, counted } of generations(table, listed, named)) {
    const blob = blobOfPartition(key);
    if (last !== undefined && last.blob !== blob) yield last.counted;
    last = { blob, counted };
  }
  if (last !== undefined) yield last.counted;
}

interface Generation {
  readonly key: string;
  readonly counted: CountedBlob;
}

async function* generations(
  table: TableClient,
  listed: AsyncIterable<Listed>,
  named?: ReadonlySet<string>,
): AsyncGenerator<Generation> {
  let [some, unread, atOnce]: [Listed[], number, number] = [[], 0, firstAtOnce];
  for await (const one of listed) {
    if (named !== undefined && one.name !== '' && !named.has(one.name)) continue;
    some.push(one);
    if (one.copy === null) unread++;
    if (unread < atOnce && some.length < mostAtOnce) continue;
    yield* await cursorsOf(table, some);
    [some, unread, atOnce] = [[], 0, Math.min(mostAtOnce, 4 * atOnce)];
  }
  yield* await cursorsOf(table, some);
}

/** One that was listed, and never counted, is not there. */
const cursorsOf = async (table: TableClient, listed: readonly Listed[]): Promise<Generation[]> =>
  (await Promise.all(listed.map((one) => generationOf(table, one)))).filter((one) => one !== null);

async function generationOf(table: TableClient, { key, name, copy }: Listed): Promise<Generation | null> {
  const hour = hourOfPartition(key);
  if (copy !== null) return { key, counted: { name, hour, cursor: copy, damaged: false, isAtRest: true } };
  const entity = await orAbsent(table.getEntity<Entity>(key, cursorKey));
  if (entity === null) return null;
  const cursor = cursorOf(entity);
  const counted = {
    name: nameOfPartition(key, entity.blob),
    hour,
    cursor: cursor ?? unknownCursor(key),
    damaged: cursor === null,
    isAtRest: false,
  };
  return { key, counted };
}

/** Of no blob that is there: whoever compares it finds that the blob is to be counted. */
const unknownCursor = (key: string) => startOf('', generationOfPartition(key));

export const withRows = ({ key, name, cursor, damaged, rows }: Partition): CountedBlob & { rows: Row[] } => ({
  name,
  hour: hourOfPartition(key),
  cursor: cursor ?? unknownCursor(key),
  damaged,
  rows: [...rows.values()],
});
