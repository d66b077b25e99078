/** Accounts in memory, of which nothing is refused unless a test says so. */
import type { Places } from '../../app/ports/places.ts';

export function memoryPlaces(now: () => Date): Places {
  return {
    identity: async () => true,
    write: async () => undefined,
    waiting: async () => ({}),
    time: async () => now(),
  };
}
