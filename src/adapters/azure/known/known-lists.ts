/**
 * Lists of a table that were read before: what has not been written since is neither sent nor understood again. Knows
 * ETags; refuses to know what an entity says. A list is as it is now, never as it was remembered: either the table has just
 * named the same entities with the same ETags, or it is read whole.
 */
import type { TableClient } from '@azure/data-tables';
import type { Entity } from '../table-entity.ts';

interface Known<T> {
  readonly id: string;
  readonly etag: string;
  readonly value: T;
}

interface KnownList<T> {
  readonly entities: readonly Known<T>[];
  /** About how much memory it takes, in bytes. */
  readonly weight: number;
  /** It was the same when it was asked for last. One that grows is read whole at once: to ask what moved would be a request more. */
  isStill: boolean;
}

/** Of the least that can be asked for; the service adds the ETag to whatever it is. */
const headColumns = ['PartitionKey', 'RowKey'];

/** What understood JSON takes, for each character that it came as. */
const bytesOfCharacter = 3;
const bytesOfEntity = 600;

/**
 * @param read what an entity says; the same for the same entity, and nobody's to change
 * @param mostBytes the longest unused lists go when there are more; one that is bigger by itself is not remembered
 */
export function knownLists<T>(read: (entity: Entity) => T, mostBytes: number) {
  /** The one asked for last is the last. */
  const lists = new Map<string, KnownList<T>>();

  function remember(key: string, list: KnownList<T>): void {
    lists.delete(key);
    if (list.weight > mostBytes) return;
    lists.set(key, list);
    let bytes = 0;
    for (const [, { weight }] of lists) bytes += weight;
    for (const [oldest, { weight }] of lists) {
      if (bytes <= mostBytes) break;
      lists.delete(oldest);
      bytes -= weight;
    }
  }

  /** Whether the table has these entities and no others, as they were. */
  async function holds(table: TableClient, filter: string, { entities }: KnownList<T>): Promise<boolean> {
    let at = 0;
    const queryOptions = { filter, select: headColumns };
    for await (const entity of table.listEntities<Entity>({ queryOptions })) {
      const known = entities[at++];
      if (known === undefined || known.id !== idOf(entity) || known.etag !== entity.etag) return false;
    }
    return at === entities.length;
  }

  /**
   * What the entities say, in the order of the table. As they come: whoever stops early has read no more than that.
   * @param select the columns that are wanted; all of them unless said
   */
  return async function* list(table: TableClient, filter: string, select?: string[]): AsyncGenerator<T> {
    const key = JSON.stringify([filter, select]);
    const before = lists.get(key);
    if (before?.isStill === true) {
      if (await holds(table, filter, before)) {
        remember(key, before);
        for (const { value } of before.entities) yield value;
        return;
      }
      before.isStill = false;
    }
    const known = new Map(before?.entities.map((one) => [one.id, one]));
    const entities: Known<T>[] = [];
    let weight = 0;
    const queryOptions = select === undefined ? { filter } : { filter, select: [...headColumns, ...select] };
    for await (const entity of table.listEntities<Entity>({ queryOptions })) {
      const [id, etag] = [idOf(entity), String(entity.etag ?? '')];
      const same = known.get(id);
      const value = same?.etag === etag && etag !== '' ? same.value : read(entity);
      weight = etag === '' ? Number.POSITIVE_INFINITY : weight + weightOf(entity);
      // Beyond that it will not be remembered, however much is still to come.
      if (weight <= mostBytes) entities.push({ id, etag, value });
      else entities.length = 0;
      yield value;
    }
    const isStill = before === undefined || isSame(before.entities, entities);
    remember(key, { entities, weight, isStill });
  };
}

const idOf = ({ partitionKey, rowKey }: Entity): string => `${partitionKey}\n${rowKey}`;

function weightOf(entity: Entity): number {
  let characters = 0;
  for (const [name, value] of Object.entries(entity))
    if (typeof value === 'string' && !name.startsWith('odata.')) characters += value.length;
  return bytesOfEntity + bytesOfCharacter * characters;
}

const isSame = <T>(before: readonly Known<T>[], now: readonly Known<T>[]): boolean =>
  before.length === now.length &&
  before.every(({ id, etag }, at) => id === now[at]?.id && etag === now[at]?.etag);
