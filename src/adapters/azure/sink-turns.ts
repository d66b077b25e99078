/**
 * Whose turn it is to tell a sink, over a table: one entity a sink, guarded by its ETag. A turn that its holder does not
 * give back ends by the clock. Refuses to know what is told.
 */
import type { TableClient } from '@azure/data-tables';
import type { Findings, Turn, TurnAnswer } from '../../app/ports/findings.ts';
import { ConflictError } from '../../errors.ts';
import type { Entity } from './table-entity.ts';
import { orAbsent, orConflict } from './table-error.ts';

/** Sorts behind all days. */
export const turnPartition = 'turn';

const what = 'the turn';

export function sinkTurns(table: () => Promise<TableClient>): Pick<Findings, 'takeTurn' | 'endTurn'> {
  const merge = async (sink: string, columns: Record<string, string>, etag: string): Promise<string> => {
    const entity = { partitionKey: turnPartition, rowKey: sink, ...columns };
    const { etag: next } = await orConflict((await table()).updateEntity(entity, 'Merge', { etag }), what);
    return next ?? '';
  };

  async function taken(sink: string, now: Date, until: Date): Promise<TurnAnswer> {
    const client = await table();
    const before = await orAbsent(client.getEntity<Entity>(turnPartition, sink));
    const isAhead = (time: unknown) => typeof time === 'string' && time > now.toISOString();
    if (isAhead(before?.quiet)) return { state: 'quiet', until: new Date(String(before?.quiet)) };
    if (isAhead(before?.until)) return { state: 'taken' };
    const columns = { until: until.toISOString() };
    if (before !== null) {
      const stamp = await merge(sink, columns, before.etag);
      return { state: 'yours', turn: { sink, since: String(before.since), until, stamp } };
    }
    const since = now.toISOString();
    const entity = { partitionKey: turnPartition, rowKey: sink, since, ...columns };
    const { etag = '' } = await orConflict(client.createEntity(entity), what);
    return { state: 'yours', turn: { sink, since, until, stamp: etag } };
  }

  return {
    async takeTurn(sink, now, until, held) {
      try {
        if (held === undefined) return await taken(sink, now, until);
        const stamp = await merge(sink, { until: until.toISOString() }, held.stamp);
        return { state: 'yours', turn: { ...held, until, stamp } };
      } catch (error) {
        if (error instanceof ConflictError) return { state: 'taken' };
        throw error;
      }
    },

    async endTurn({ sink, stamp }: Turn, quietUntil) {
      const quiet = quietUntil === null ? {} : { quiet: quietUntil.toISOString() };
      try {
        await merge(sink, { until: '', ...quiet }, stamp);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        // Somebody else has the turn: what the sink asked for holds for him as well.
        if (quietUntil !== null) await merge(sink, quiet, '*');
      }
    },
  };
}
