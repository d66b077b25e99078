/**
 * How many calls each suppression hid of each cluster, by day, in one partition: to add up what stands with the calls that were
 * hidden walks every day that is kept.
 *
 * The truth is what is kept of the days. Whoever has changed it compares the totals with it and writes where they differ, until
 * he finds that both say the same. So whoever writes last looks once more, whoever changes a day after that looks after that,
 * and one who dies in between leaves a ranking that is to be done again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { odata, type TableClient } from '@azure/data-tables';
import type { Day } from '../../../core/count/day.ts';
import { ConflictError } from '../../../errors.ts';
import { type Entity, jsonColumns, readJsonColumns, withinLimits } from '../table-entity.ts';
import { orAbsent, orConflict } from '../table-error.ts';

/** Behind the suppressions: a version that knows of no totals takes what sorts before them for days. */
const partitionKey = 'totals';
/** Before all days: such a version takes it away when it forgets old ones, and what it has ranked is added up again. */
const whole = { partitionKey: '0', rowKey: partitionKey };
/** Where days begin. */
export const firstDays = '1';

/** Many more than are needed: 80 that rank a cluster at once, 40 instances with two messages each, took twelve at most. */
const mostPasses = 100;
const atOnce = 32;

/** At most, before the next pass of one who was late; twice as long with each: many who rank at once do not wake together. */
const firstPauseMs = 50;
const longestPauseMs = 1_000;

type Hits = Readonly<Record<string, number>>;
type Write = () => Promise<boolean>;

/** What is compared: some days, of row keys that begin so. */
interface Part {
  readonly filter: string;
  has(day: string): boolean;
  readonly prefix: string;
}

const ofDay = (day: Day, prefix: string): Part => ({
  filter: odata`PartitionKey eq ${day} and RowKey ge ${prefix} and RowKey lt ${`${prefix}~`}`,
  has: (one) => one === day,
  prefix,
});

const before = (end: string): Part => ({
  filter: odata`PartitionKey ge ${firstDays} and PartitionKey lt ${end}`,
  has: (one) => one < end,
  prefix: '',
});

/** @param behindDays the first partition that is no day */
export function hitTotals(table: () => Promise<TableClient>, behindDays: string) {
  const everything = before(behindDays);

  async function totalsOf(prefix: string): Promise<Map<string, Entity>> {
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey ge ${prefix} and RowKey lt ${`${prefix}~`}`;
    const found = await Array.fromAsync((await table()).listEntities<Entity>({ queryOptions: { filter } }));
    return new Map(found.map((entity) => [String(entity.rowKey), entity]));
  }

  async function truthOf({ filter }: Part): Promise<Map<string, Record<string, number>>> {
    const found = new Map<string, Record<string, number>>();
    const queryOptions = { filter, select: ['PartitionKey', 'RowKey', 'hits'] };
    const all = (await table()).listEntities<Entity>({ queryOptions });
    for await (const { partitionKey: day, rowKey, hits } of all) {
      const days = found.get(String(rowKey)) ?? {};
      days[String(day)] = hitsOf(hits);
      found.set(String(rowKey), days);
    }
    return found;
  }

  /** @returns `false` where somebody else has written since: the next pass sees it */
  async function write(rowKey: string, was: Entity | undefined, hits: Hits): Promise<boolean> {
    const client = await table();
    const entity = withinLimits({ partitionKey, rowKey, ...jsonColumns('hits', hits) });
    const etag = String(was?.etag);
    const written =
      was === undefined
        ? client.createEntity(entity)
        : Object.keys(hits).length === 0
          ? client.deleteEntity(partitionKey, rowKey, { etag })
          : client.updateEntity(entity, 'Replace', { etag });
    try {
      await orConflict<unknown>(written, 'the total');
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return false;
    }
  }

  /** All write a cluster's totals in the same order: who is late for the first is late for the others, and leaves them. */
  async function writeAll([first, ...others]: readonly Write[]): Promise<boolean> {
    let isDone = (await first?.()) ?? true;
    for (let at = 0; isDone && at < others.length; at += atOnce) {
      const written = await Promise.all(others.slice(at, at + atOnce).map((one) => one()));
      isDone = !written.includes(false);
    }
    return isDone;
  }

  async function match(part: Part): Promise<void> {
    for (let pass = 0; pass < mostPasses; pass++) {
      const [totals, truth] = await Promise.all([totalsOf(part.prefix), truthOf(part)]);
      const wrong: Write[] = [];
      for (const rowKey of new Set([...totals.keys(), ...truth.keys()])) {
        const was = totals.get(rowKey);
        const said = was === undefined ? {} : totalIn(was);
        // Of a damaged one the other days are not known: it waits for whoever compares everything.
        if (said === null && part !== everything) continue;
        const others = Object.entries(said ?? {}).filter(([day]) => !part.has(day));
        const hits = { ...Object.fromEntries(others), ...truth.get(rowKey) };
        if (!isDeepStrictEqual(said, hits)) wrong.push(() => write(rowKey, was, hits));
      }
      if (wrong.length === 0) return;
      if (!(await writeAll(wrong)))
        await sleep(Math.random() * Math.min(longestPauseMs, 2 ** pass * firstPauseMs));
    }
    throw new ConflictError('hits of suppressions keep moving');
  }

  return {
    /** Comes after what is kept of the day has changed. */
    match: (day: Day, prefix: string): Promise<void> => match(ofDay(day, prefix)),

    /** Comes after the days before were forgotten. */
    matchBefore: (day: Day): Promise<void> => match(before(day)),

    /** By row key. Of a store that another version has ranked into, or where one is damaged, walks all days, once. */
    async all(): Promise<Map<string, Hits>> {
      const client = await table();
      const [isWhole, totals] = await Promise.all([
        orAbsent(client.getEntity(whole.partitionKey, whole.rowKey)),
        totalsOf(''),
      ]);
      const read = readable(totals);
      if (isWhole !== null && read.size === totals.size) return read;
      await match(everything);
      await client.upsertEntity(whole, 'Replace');
      return readable(await totalsOf(''));
    },
  };
}

/** What is damaged is none. */
export const hitsOf = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;

/** @returns `null` where it is damaged */
function totalIn(entity: Entity): Hits | null {
  const hits = readJsonColumns<Hits>('hits', entity);
  if (hits === null || Array.isArray(hits)) return null;
  return Object.values(hits).every((value) => hitsOf(value) === value) ? hits : null;
}

function readable(totals: ReadonlyMap<string, Entity>): Map<string, Hits> {
  const read = [...totals].map(([rowKey, entity]) => [rowKey, totalIn(entity)] as const);
  return new Map(read.filter((one): one is [string, Hits] => one[1] !== null));
}
