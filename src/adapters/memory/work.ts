/** How findings are worked, in memory, as the table keeps it. */
import type { Work, Worked } from '../../app/ports/work.ts';
import { afterEntry, untouched, type WorkEntry } from '../../core/find/work/work.ts';
import { ConflictError } from '../../errors.ts';

export function memoryWork(): Work {
  const kept = new Map<string, { readonly which: Worked; readonly entries: WorkEntry[] }>();
  const entriesOf = ({ finding, day }: Worked): readonly WorkEntry[] =>
    kept.get(JSON.stringify([day, finding]))?.entries ?? [];
  const stateOf = (entries: readonly WorkEntry[]) => entries.reduce(afterEntry, untouched);
  return {
    find: async (which) => stateOf(entriesOf(which)),
    history: async (which) => structuredClone([...entriesOf(which)]),
    ofDay: async (day) =>
      new Map(
        [...kept.values()]
          .filter(({ which }) => which.day === day)
          .map(({ which, entries }) => [which.finding, stateOf(entries)]),
      ),
    async add(which, decide, expected) {
      const entries = entriesOf(which);
      const state = stateOf(entries);
      if (expected?.includes(state.changes) === false)
        throw new ConflictError('the work on the finding has moved');
      const entry = decide(state);
      if (entry === null) return state;
      kept.set(JSON.stringify([which.day, which.finding]), {
        which,
        entries: [...entries, structuredClone(entry)],
      });
      return afterEntry(state, entry);
    },
    async forget(before, deadline) {
      if (new Date() >= deadline) return 0;
      const old = [...kept].filter(([, { which }]) => which.day < before);
      for (const [key] of old) kept.delete(key);
      return new Set(old.map(([, { which }]) => which.day)).size;
    },
  };
}
