/** Days in memory, as the table keeps them. */
import type { Crowd, Days } from '../../app/ports/days.ts';
import type { Day } from '../../core/count/day.ts';
import type { PatternRow } from '../../core/rank/pattern-row.ts';
import type { Cluster } from '../../core/read/path.ts';

interface KeptDay {
  readonly fingerprint: string;
  readonly patterns: readonly PatternRow[];
  readonly crowd: Crowd | undefined;
  ranked?: string;
  spread?: readonly number[] | undefined;
}

export function memoryDays(): Days {
  const kept = new Map<string, Map<Day, KeptDay>>();
  const between = (cluster: Cluster, from: Day, to: Day) =>
    [...(kept.get(cluster.id) ?? [])]
      .filter(([day]) => day >= from && day <= to)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fingerprints: async (cluster, from, to) =>
      new Map(
        between(cluster, from, to)
          .map(([day, { fingerprint }]) => [day, fingerprint] as const)
          .filter(([, fingerprint]) => fingerprint !== ''),
      ),
    async save(cluster, day, fingerprint, patterns, crowd) {
      const days = kept.get(cluster.id) ?? new Map<Day, KeptDay>();
      kept.set(
        cluster.id,
        days.set(day, { ...days.get(day), fingerprint, crowd, patterns: structuredClone(patterns) }),
      );
    },
    crowds: async (cluster, from, to) =>
      new Map(
        between(cluster, from, to).flatMap(([day, { crowd }]) =>
          crowd === undefined ? [] : [[day, crowd] as const],
        ),
      ),
    async ranked(cluster, day, fingerprint, spread) {
      const one = kept.get(cluster.id)?.get(day);
      if (one === undefined) return;
      one.ranked = fingerprint;
      one.spread = spread;
    },
    spreads: async (cluster, from, to) =>
      new Map(
        between(cluster, from, to).flatMap(([day, { spread }]) =>
          spread === undefined ? [] : [[day, spread] as const],
        ),
      ),
    rankedFrom: async (cluster, from, to) =>
      new Map(
        between(cluster, from, to).flatMap(([day, { ranked }]) =>
          ranked === undefined ? [] : [[day, ranked] as const],
        ),
      ),
    async *load(cluster, day) {
      yield* kept.get(cluster.id)?.get(day)?.patterns ?? [];
    },
    async forget(cluster, before, deadline) {
      if (new Date() >= deadline) return 0;
      const old = between(cluster, '' as Day, before).filter(([day]) => day < before);
      for (const [day] of old) kept.get(cluster.id)?.delete(day);
      return old.length;
    },
  };
}
