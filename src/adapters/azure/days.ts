/** Days over a table: one partition a cluster and day, one entity a pattern, and a head row that says what it was folded from. */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Crowd, Days } from '../../app/ports/days.ts';
import { type Day, daysFrom } from '../../core/count/day.ts';
import type { PatternRow } from '../../core/rank/pattern-row.ts';
import type { Cluster } from '../../core/read/path.ts';
import { ConflictError, DamagedDayError } from '../../errors.ts';
import { deleteRows, forgetPartitions } from './forget.ts';
import { type Entity, hashKey, jsonColumns, readJsonColumns, withinLimits } from './table-entity.ts';
import { orAbsent, orConflict } from './table-error.ts';

const headKey = 'day';
/** Days that are asked for at once. */
const atOnce = 32;
/** What a day was last ranked from, apart from its head: a fold must not wait for who ranks. Sorts ahead of the head. */
const rankedKey = '_ranked';
/** The fingerprint of a day whose rows are of no fold, or not yet. */
const ofNoFold = '';
/** A transaction holds 100 actions and 4 MiB; patterns are under 24 KB in ASCII, which JSON in JSON at most doubles. */
const batch = 60;

export function dayTable(table: () => Promise<TableClient>): Days {
  /** One property of a row of each day in `[from, to]`, where it says something. */
  async function ofRows(
    rowKey: string,
    name: 'fingerprint' | 'ranked' | 'crowd' | 'spread',
    cluster: Cluster,
    from: Day,
    to: Day,
  ): Promise<Map<Day, string>> {
    const client = await table();
    const queryOptions = { select: ['PartitionKey', name] };
    // Each by its key: a query over days walks all their patterns.
    const read = async (day: Day) => {
      const key = [partitionOf(cluster, day), rowKey] as const;
      return [day, (await orAbsent(client.getEntity<Entity>(...key, { queryOptions })))?.[name]] as const;
    };
    const found = new Map<Day, string>();
    const days = daysFrom(from, to);
    for (let at = 0; at < days.length; at += atOnce)
      for (const [day, value] of await Promise.all(days.slice(at, at + atOnce).map(read)))
        if (typeof value === 'string' && value !== ofNoFold) found.set(day, value);
    return found;
  }

  return {
    async fingerprints(cluster, from, to) {
      return await ofRows(headKey, 'fingerprint', cluster, from, to);
    },

    async rankedFrom(cluster, from, to) {
      return await ofRows(rankedKey, 'ranked', cluster, from, to);
    },

    async crowds(cluster, from, to) {
      const kept = await ofRows(headKey, 'crowd', cluster, from, to);
      return new Map(
        [...kept].flatMap(([day, text]) => crowdsIn(text).map((crowd) => [day, crowd] as const)),
      );
    },

    async spreads(cluster, from, to) {
      const kept = await ofRows(rankedKey, 'spread', cluster, from, to);
      return new Map(
        [...kept].flatMap(([day, text]) => numbersIn(text).map((spread) => [day, spread] as const)),
      );
    },

    async ranked(cluster, day, fingerprint, spread) {
      const client = await table();
      const partitionKey = partitionOf(cluster, day);
      if ((await orAbsent(client.getEntity<Entity>(partitionKey, headKey))) === null) return;
      const noted = spread === undefined ? {} : { spread: JSON.stringify(spread) };
      const entity = { partitionKey, rowKey: rankedKey, ranked: fingerprint, ...noted };
      await client.upsertEntity(entity, 'Replace');
    },

    async save(cluster, day, fingerprint, patterns, crowd) {
      const client = await table();
      const partitionKey = partitionOf(cluster, day);
      const stale = new Set<string>();
      const queryOptions = { filter: odata`PartitionKey eq ${partitionKey}`, select: ['RowKey'] };
      for await (const { rowKey } of client.listEntities<Entity>({ queryOptions })) stale.add(String(rowKey));

      const head = { partitionKey, rowKey: headKey };
      const { etag = '' } = await client.upsertEntity(
        { ...head, fingerprint: ofNoFold, folding: fingerprint },
        'Replace',
      );
      const actions: TransactionAction[] = [];
      for (const pattern of patterns) {
        const rowKey = rowKeyOf(pattern);
        stale.delete(rowKey);
        actions.push([
          'upsert',
          withinLimits({ partitionKey, rowKey, ...jsonColumns('pattern', pattern) }),
          'Replace',
        ]);
      }
      stale.delete(headKey);
      stale.delete(rankedKey);
      for (let i = 0; i < actions.length; i += batch)
        await client.submitTransaction(actions.slice(i, i + batch));
      await deleteRows(client, partitionKey, [...stale]);
      // Last: a death before this line leaves a day that will be folded again.
      const noted = crowd === undefined ? {} : { crowd: JSON.stringify(crowd) };
      const kept = { ...head, fingerprint, patterns: patterns.length, ...noted };
      try {
        await orConflict(client.updateEntity(kept, 'Replace', { etag }), 'the day');
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        // Another fold began meanwhile. Of the same blobs it wrote the same rows; else nobody knows whose rows are there.
        const now = await orAbsent(client.getEntity<Entity>(partitionKey, headKey));
        if (now?.fingerprint === fingerprint || now?.folding === fingerprint) return;
        await client.upsertEntity({ ...head, fingerprint: ofNoFold }, 'Replace');
      }
    },

    async *load(cluster, day) {
      const filter = odata`PartitionKey eq ${partitionOf(cluster, day)} and RowKey gt ${headKey}`;
      for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } })) {
        const pattern = readJsonColumns<PatternRow>('pattern', entity);
        if (pattern === null || entity.rowKey !== rowKeyOf(pattern)) throw new DamagedDayError(day);
        yield pattern;
      }
    },

    async forget(cluster, before, deadline) {
      return await forgetPartitions(
        await table(),
        `${hashKey(cluster.id)}.`,
        partitionOf(cluster, before),
        deadline,
      );
    },
  };
}

const partitionOf = (cluster: Cluster, day: Day): string => `${hashKey(cluster.id)}.${day}`;

const rowKeyOf = ({ key }: PatternRow): string => `p${hashKey(String(key), 40)}`;

/** One, or none where it cannot be read: nothing is judged by it. */
function crowdsIn(text: string): Crowd[] {
  try {
    const { callers, addresses, together } = JSON.parse(text) as Partial<Crowd>;
    const numbers = [callers, addresses, together];
    if (!numbers.every(Number.isSafeInteger)) return [];
    return [{ callers: Number(callers), addresses: Number(addresses), together: Number(together) }];
  } catch {
    return [];
  }
}

/** A list of counts, or none where it cannot be read: it is a picture, no more. */
function numbersIn(text: string): number[][] {
  try {
    const numbers: unknown = JSON.parse(text);
    const isCount = (one: unknown): one is number => Number.isSafeInteger(one) && Number(one) >= 0;
    return Array.isArray(numbers) && numbers.every(isCount) ? [numbers] : [];
  } catch {
    return [];
  }
}
