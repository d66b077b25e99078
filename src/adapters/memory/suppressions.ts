/** Suppressions in memory, as the table keeps them. */
import type { KeptSuppression, Suppressions } from '../../app/ports/suppressions.ts';
import type { Day } from '../../core/count/day.ts';
import type { HiddenCalls } from '../../core/find/suppressions/hidden.ts';
import { type Expected, isExpected, versionOf } from '../../core/find/version.ts';
import type { Cluster } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';

export function memorySuppressions(): Suppressions {
  const kept = new Map<string, KeptSuppression>();
  const days = new Map<Day, Map<Cluster['id'], readonly HiddenCalls[]>>();

  function opened(id: string, expected: Expected | undefined): KeptSuppression | undefined {
    const before = kept.get(id);
    if (!isExpected(before?.version, expected)) throw new ConflictError('the suppression has moved');
    return before;
  }

  return {
    list: async () => [...kept.values()].sort((a, b) => (a.suppression.id < b.suppression.id ? -1 : 1)),
    damaged: async () => [],
    find: async (id) => kept.get(id) ?? null,
    async put(suppression, expected) {
      const isNew = opened(suppression.id, expected) === undefined;
      const version = versionOf(suppression);
      kept.set(suppression.id, { suppression, version });
      return { suppression, version, isNew };
    },
    async remove(id, expected) {
      opened(id, expected);
      return kept.delete(id);
    },
    async saveHidden(day, cluster, hidden) {
      const clusters = days.get(day) ?? new Map<string, readonly HiddenCalls[]>();
      days.set(day, clusters.set(cluster.id, structuredClone(hidden)));
    },
    hiddenOn: async (day) =>
      [...(days.get(day)?.values() ?? [])]
        .flat()
        .sort((a, b) => (a.suppression.id < b.suppression.id ? -1 : 1)),
    hits: async () =>
      [...days].flatMap(([day, clusters]) =>
        [...clusters.values()].flat().map(({ suppression, hits }) => ({ id: suppression.id, day, hits })),
      ),
    async forget(before, deadline) {
      if (new Date() >= deadline) return 0;
      const old = [...days.keys()].filter((day) => day < before);
      for (const day of old) days.delete(day);
      return old.length;
    },
  };
}
