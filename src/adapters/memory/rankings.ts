/** Rankings in memory, as blobs keep them. */
import type { Rankings } from '../../app/ports/rankings.ts';
import type { Day } from '../../core/count/day.ts';

export function memoryRankings(): Rankings {
  const kept = new Map<string, Map<Day, Uint8Array>>();
  return {
    async read(cluster, day) {
      const found = kept.get(cluster.id)?.get(day);
      return found === undefined ? null : Uint8Array.from(found);
    },
    async write(cluster, day, content) {
      const days = kept.get(cluster.id) ?? new Map<Day, Uint8Array>();
      kept.set(cluster.id, days.set(day, Uint8Array.from(content)));
    },
    async forget(cluster, before, deadline) {
      const days = kept.get(cluster.id) ?? new Map<Day, Uint8Array>();
      if (new Date() >= deadline) return 0;
      const old = [...days.keys()].filter((day) => day < before);
      for (const day of old) days.delete(day);
      return old.length;
    },
  };
}
