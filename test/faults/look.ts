/**
 * What the ledger holds, read from the raw table, and in what it differs from the truth.
 * Reads entities by itself: a fault in the product's own reading must not hide one in its writing.
 */
import { isDeepStrictEqual } from 'node:util';
import { TableClient } from '@azure/data-tables';
import type { Truth } from './truth.ts';

export interface Kept {
  readonly cursor: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** All partitions of the blob, its older generations among them. */
  readonly partitions: readonly string[];
  /** What the list of blobs says of the newest. */
  readonly listed: Readonly<Record<string, unknown>> | undefined;
}

/** Partitions that list the others of a cluster, by what stands behind it. */
const listPrefix = 'of.';

const clientOf = (connection: string) =>
  TableClient.fromConnectionString(connection, 'ledger', { allowInsecureConnection: true });

/** By blob name, the newest generation. */
export async function lookAtLedger(connection: string): Promise<Map<string, Kept>> {
  const partitions = new Map<string, Record<string, unknown>[]>();
  const listed = new Map<string, Record<string, unknown>>();
  for await (const entity of clientOf(connection).listEntities<Record<string, unknown>>()) {
    const key = String(entity.partitionKey);
    if (key.startsWith(listPrefix)) {
      listed.set(`${key.slice(listPrefix.length)}.${entity.rowKey}`, entity);
      continue;
    }
    const known = partitions.get(key);
    if (known === undefined) partitions.set(key, [entity]);
    else known.push(entity);
  }
  const kept = new Map<string, Kept>();
  for (const [key, entities] of [...partitions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const cursor = entities.find(({ rowKey }) => rowKey === 'cursor');
    if (cursor === undefined) throw new Error('a partition of the ledger has rows and no cursor');
    const name = String(cursor.blob);
    const older = kept.get(name)?.partitions ?? [];
    kept.set(name, {
      cursor,
      rows: entities.filter((entity) => entity !== cursor),
      partitions: [...older, key],
      listed: listed.get(key),
    });
  }
  return kept;
}

/** Takes away what was counted of blobs that are gone, so that a long run stays small. */
export async function forget(connection: string, kept: Kept): Promise<void> {
  const client = clientOf(connection);
  for (const partitionKey of kept.partitions) {
    const [cluster = '', ...rest] = partitionKey.split('.');
    await client.deleteEntity(listPrefix + cluster, rest.join('.'));
    const filter = `PartitionKey eq '${partitionKey}'`;
    const select = ['partitionKey', 'rowKey'];
    const batch: ['delete', { partitionKey: string; rowKey: string }][] = [];
    for await (const { rowKey } of client.listEntities({ queryOptions: { filter, select } })) {
      batch.push(['delete', { partitionKey, rowKey: String(rowKey) }]);
      if (batch.length === 100) await client.submitTransaction(batch.splice(0));
    }
    if (batch.length > 0) await client.submitTransaction(batch);
  }
}

export const isSettled = (kept: Kept | undefined, bytes: number): boolean =>
  kept !== undefined && Number(kept.cursor.bytes) === bytes && kept.cursor.sealed === true;

/** In words, what is wrong; empty where all is right. @param replacements how often the blob was replaced */
export function differences(truth: Truth, kept: Kept | undefined, replacements: number): string[] {
  if (kept === undefined) return ['nothing is counted'];
  const { cursor, rows, listed } = kept;
  const wrong: string[] = [];
  const same = (what: string, is: unknown, must: unknown) => {
    if (!isDeepStrictEqual(is, must))
      wrong.push(`${what} is ${JSON.stringify(is)}, must be ${JSON.stringify(must)}`);
  };
  for (const name of ['bytes', 'lines', 'events', 'requests', 'duplicates'] as const)
    same(name, Number(cursor[name]), truth[name]);
  same('skipped', nonZero(json(cursor, 'skipped')), nonZero(truth.skipped));
  same('rows', Number(cursor.rows), truth.rows.size);
  if (Number(cursor.generation) > replacements)
    wrong.push(`generation is ${cursor.generation}, replaced ${replacements} times`);

  if (listed === undefined) wrong.push('the list of blobs does not know it');
  else if (listed.sealed === true)
    same('bytes in the list of blobs', Number(listed.bytes), Number(cursor.bytes));

  const left = new Map(truth.rows);
  for (const row of rows) {
    const call = json(row, 'call');
    const key = JSON.stringify([row.day, call]);
    const must = left.get(key);
    left.delete(key);
    if (must === undefined) {
      wrong.push('a row that no line stands behind, or a row twice');
      continue;
    }
    same('events of a row', Number(row.events), must.events);
    same('requests of a row', Number(row.requests), must.requests);
    same('times of a row', [row.firstSeen, row.lastSeen], [must.firstSeen, must.lastSeen]);
    same('evidence of a row', json(row, 'evidence'), must.evidence);
  }
  if (left.size > 0) wrong.push(`${left.size} rows are missing`);
  return wrong;
}

function json(entity: Readonly<Record<string, unknown>>, name: string): unknown {
  let text = '';
  for (let i = 0; `${name}${i}` in entity; i++) text += String(entity[`${name}${i}`]);
  return JSON.parse(text);
}

/** Key order aside. */
const nonZero = (counts: unknown): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts as Record<string, number>)
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
