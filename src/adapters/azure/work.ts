/**
 * How findings are worked, over a table: one partition a day. One entity a finding says how it stands, and is asked for by its
 * key; behind it stands one entity a change, written once. A change is one transaction: its entity is created and the state,
 * guarded by the ETag it was read with, replaced. So no two can both be the same change, and a state that is damaged is made
 * anew from what it adds up.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { Work, Worked } from '../../app/ports/work.ts';
import type { Day } from '../../core/count/day.ts';
import { versionOf } from '../../core/find/version.ts';
import { afterEntry, untouched, type WorkEntry, type WorkState } from '../../core/find/work/work.ts';
import { ConflictError } from '../../errors.ts';
import { forgetPartitions } from './forget.ts';
import { type Entity, hashKey, jsonColumns, readJsonColumns, withinLimits } from './table-entity.ts';
import { orAbsent, orConflict } from './table-error.ts';

const what = 'the work on the finding';

/** So many may be first before one gives up; each of them has then got on by one. */
const mostTries = 50;
/** Milliseconds, at most, before the next try. */
const longestPause = 60;

const stateKey = (finding: string): string => `is.${hashKey(finding)}`;
const entryPrefix = (finding: string): string => `was.${hashKey(finding)}.`;
/** Sorts as its number does. */
const entryKey = (finding: string, at: number): string => entryPrefix(finding) + String(at).padStart(6, '0');

export function workTable(table: () => Promise<TableClient>): Work {
  async function all(filter: string): Promise<Entity[]> {
    const entities: Entity[] = [];
    for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } }))
      entities.push(entity);
    return entities;
  }

  async function entriesOf({ finding, day }: Worked): Promise<Entity[]> {
    const prefix = entryPrefix(finding);
    return await all(odata`PartitionKey eq ${day} and RowKey ge ${prefix} and RowKey lt ${`${prefix}~`}`);
  }

  /** What the entity says; where it is damaged, what its entries add up to. */
  async function stateOf(entity: Entity, which: Worked): Promise<WorkState> {
    const state = readJsonColumns<WorkState>('state', entity);
    if (state !== null && versionOf(state) === entity.version) return state;
    const entries = await entriesOf(which);
    // One that cannot be read counts all the same: the next must not take its place.
    const numbers = entries.map(({ rowKey }) => Number(String(rowKey).split('.').at(-1)));
    return { ...readable(entries).reduce(afterEntry, untouched), changes: Math.max(0, ...numbers) };
  }

  const opened = async ({ finding, day }: Worked): Promise<Entity | null> =>
    orAbsent((await table()).getEntity<Entity>(day, stateKey(finding)));

  /** @returns whether it is written, be it by a try whose answer was lost */
  async function written(
    which: Worked,
    entry: WorkEntry,
    after: WorkState,
    before: Entity | null,
  ): Promise<boolean> {
    const { finding, day: partitionKey } = which;
    const id = randomUUID();
    const rowKey = entryKey(finding, after.changes);
    const state = withinLimits({
      partitionKey,
      rowKey: stateKey(finding),
      finding,
      version: versionOf(after),
      ...jsonColumns('state', after),
    });
    const actions: TransactionAction[] = [
      before === null ? ['create', state] : ['update', state, 'Replace', { etag: String(before.etag) }],
      ['create', withinLimits({ partitionKey, rowKey, id, ...jsonColumns('entry', entry) })],
    ];
    const client = await table();
    try {
      await orConflict(client.submitTransaction(actions), what);
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return (await orAbsent(client.getEntity<Entity>(partitionKey, rowKey)))?.id === id;
    }
  }

  return {
    async find(which) {
      const entity = await opened(which);
      return entity === null ? untouched : await stateOf(entity, which);
    },

    history: async (which) => readable(await entriesOf(which)),

    async ofDay(day) {
      const found = await all(odata`PartitionKey eq ${day} and RowKey ge ${'is.'} and RowKey lt ${'is.~'}`);
      const states = found.map(async (entity) => {
        const finding = String(entity.finding);
        return [finding, await stateOf(entity, { finding, day })] as const;
      });
      return new Map(await Promise.all(states));
    },

    async add(which, decide, expected) {
      for (let tries = 0; tries < mostTries; tries++) {
        const before = await opened(which);
        const state = before === null ? untouched : await stateOf(before, which);
        if (expected?.includes(state.changes) === false) throw new ConflictError(`${what} has moved`);
        const entry = decide(state);
        if (entry === null) return state;
        const after = afterEntry(state, entry);
        if (await written(which, entry, after, before)) return after;
        await sleep(Math.random() * longestPause);
      }
      throw new ConflictError(`${what} moves all the time`);
    },

    forget: async (before: Day, deadline) => await forgetPartitions(await table(), '', before, deadline),
  };
}

const readable = (entries: readonly Entity[]): WorkEntry[] =>
  entries.flatMap((entity) => readJsonColumns<WorkEntry>('entry', entity) ?? []);
