/** Runs over a table: one entity a kind of work. */
import type { TableClient } from '@azure/data-tables';
import type { Runs } from '../../app/ports/runs.ts';
import type { Entity } from './table-entity.ts';
import { orAbsent } from './table-error.ts';

const partitionKey = 'run';

export function runTable(table: () => Promise<TableClient>): Runs {
  return {
    async last(name) {
      const entity = await orAbsent((await table()).getEntity<Entity>(partitionKey, name));
      const at = new Date(String(entity?.at));
      // What cannot be read as a time is noted again by the next run.
      return Number.isNaN(at.getTime()) ? null : at;
    },

    async note(name, at) {
      await (await table()).upsertEntity({ partitionKey, rowKey: name, at: at.toISOString() }, 'Replace');
    },
  };
}
