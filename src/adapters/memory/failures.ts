/** Failures in memory, under the same contract as those in a table. */
import type { FailureKey, Failures, KeptFailure } from '../../app/ports/failures.ts';

const keyOf = ({ cluster, when, blob }: FailureKey): string => JSON.stringify([when, cluster.id, blob]);

export function memoryFailures(): Failures {
  const kept = new Map<string, KeptFailure>();
  return {
    find: async (key) => kept.get(keyOf(key)) ?? null,
    list: async (from, to) =>
      [...kept.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, failure]) => failure)
        .filter(({ when }) => when.slice(0, 10) >= (from ?? '') && when.slice(0, 10) <= (to ?? '~')),
    save: async (failure) => void kept.set(keyOf(failure), failure),
    remove: async (key) => void kept.delete(keyOf(key)),
  };
}
