/**
 * Suppressions over a table: one partition holds them; beside it one partition a day, with one entity for each cluster
 * and suppression that says what was hidden, and one with the hits of all days. An id is a legal key as it stands.
 */
import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import type { KeptSuppression, Suppressions } from '../../app/ports/suppressions.ts';
import type { Day } from '../../core/count/day.ts';
import type { HiddenCalls } from '../../core/find/suppressions/hidden.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import { type Expected, isExpected, versionOf } from '../../core/find/version.ts';
import { ConflictError, DamagedError } from '../../errors.ts';
import { deleteRows, forgetPartitions } from './forget.ts';
import { firstDays, hitsOf, hitTotals } from './listed/hit-totals.ts';
import { type Entity, hashKey, jsonColumns, readJsonColumns, withinLimits } from './table-entity.ts';
import { orAbsent, orConflict } from './table-error.ts';

const partitionKey = 'suppression';
const what = 'the suppression';

/** Entities under 0.5 MiB; a transaction takes 4 MiB. */
const batch = 7;

export function suppressionTable(table: () => Promise<TableClient>): Suppressions {
  const totals = hitTotals(table, partitionKey);

  async function all(filter: string, select?: string[]): Promise<Entity[]> {
    const entities: Entity[] = [];
    const queryOptions = { filter, ...(select === undefined ? {} : { select }) };
    for await (const entity of (await table()).listEntities<Entity>({ queryOptions })) entities.push(entity);
    return entities;
  }

  /** The entity, where it may be written: guarded by the tag it was read with. */
  async function opened(id: string, expected: Expected | undefined) {
    const entity = await orAbsent((await table()).getEntity<Entity>(partitionKey, id));
    const there = entity === null ? undefined : String(entity.version);
    if (!isExpected(there, expected)) throw new ConflictError(`${what} has moved`);
    return entity;
  }

  return {
    list: async () =>
      (await all(odata`PartitionKey eq ${partitionKey}`)).map(keptOf).filter((one) => one !== null),

    async damaged() {
      const found = await all(odata`PartitionKey eq ${partitionKey}`);
      return found.filter((entity) => keptOf(entity) === null).map(({ rowKey }) => String(rowKey));
    },

    async find(id) {
      const entity = await orAbsent((await table()).getEntity<Entity>(partitionKey, id));
      if (entity === null) return null;
      const found = keptOf(entity);
      if (found === null)
        throw new DamagedError('the suppression is damaged and hides nothing; set it again, or take it away');
      return found;
    },

    async put(suppression, expected) {
      const client = await table();
      const before = await opened(suppression.id, expected);
      const version = versionOf(suppression);
      const columns = jsonColumns('suppression', suppression);
      const entity = withinLimits({ partitionKey, rowKey: suppression.id, version, ...columns });
      await orConflict(
        before === null
          ? client.createEntity(entity)
          : client.updateEntity(entity, 'Replace', { etag: before.etag }),
        what,
      );
      return { suppression, version, isNew: before === null };
    },

    async remove(id, expected) {
      const before = await opened(id, expected);
      if (before === null) return false;
      const gone = orAbsent((await table()).deleteEntity(partitionKey, id, { etag: before.etag }));
      return (await orConflict(gone, what)) !== null;
    },

    async saveHidden(day, cluster, hidden) {
      const client = await table();
      const prefix = `${hashKey(cluster.id)}.`;
      const filter = odata`PartitionKey eq ${day} and RowKey ge ${prefix} and RowKey lt ${`${prefix}~`}`;
      const stale = new Set((await all(filter, ['RowKey'])).map(({ rowKey }) => String(rowKey)));
      const actions: TransactionAction[] = [];
      for (const one of hidden) {
        const { id } = one.suppression;
        const rowKey = prefix + id;
        stale.delete(rowKey);
        const entity = { partitionKey: day, rowKey, id, hits: one.hits, ...jsonColumns('hidden', one) };
        actions.push(['upsert', withinLimits(entity), 'Replace']);
      }
      for (let at = 0; at < actions.length; at += batch)
        await client.submitTransaction(actions.slice(at, at + batch));
      await deleteRows(client, day, [...stale]);
      await totals.match(day, prefix);
    },

    async hiddenOn(day) {
      const found = await all(odata`PartitionKey eq ${day}`);
      return found.map(hiddenOf).sort((a, b) => (a.suppression.id < b.suppression.id ? -1 : 1));
    },

    hits: async () =>
      [...(await totals.all())].flatMap(([rowKey, days]) =>
        Object.entries(days).map(([day, hits]) => ({ id: idIn(rowKey), day: day as Day, hits })),
      ),

    async forget(before, deadline) {
      const gone = await forgetPartitions(await table(), firstDays, before, deadline);
      if (new Date() < deadline) await totals.matchBefore(before);
      return gone;
    },
  };
}

/** @returns `null` where it is damaged: it does not say what it said when its version was made */
function keptOf(entity: Entity): KeptSuppression | null {
  const suppression = readJsonColumns<Suppression>('suppression', entity);
  return suppression !== null && suppression.id === entity.rowKey && versionOf(suppression) === entity.version
    ? { suppression, version: entity.version }
    : null;
}

const idIn = (rowKey: string): string => rowKey.slice(hashKey('').length + 1);

function hiddenOf(entity: Entity): HiddenCalls {
  const id = idIn(String(entity.rowKey));
  const hidden = readJsonColumns<Partial<HiddenCalls>>('hidden', entity);
  const { suppression, hits, calls } = hidden ?? {};
  if (suppression?.id === id && hits !== undefined && Array.isArray(calls))
    return { suppression, hits, calls };
  return {
    suppression: {
      id,
      owner: 'unknown',
      reason: 'What is kept of these calls is damaged, and is made again when the day is ranked.',
      expires: 'unknown',
    },
    hits: hitsOf(entity.hits),
    calls: [],
    damaged: true,
  };
}
