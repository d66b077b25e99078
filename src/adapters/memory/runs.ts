/** Runs in memory, under the same contract as those in a table. */
import type { Runs } from '../../app/ports/runs.ts';

export function memoryRuns(): Runs {
  const noted = new Map<string, Date>();
  return {
    last: async (name) => noted.get(name) ?? null,
    note: async (name, at) => void noted.set(name, at),
  };
}
