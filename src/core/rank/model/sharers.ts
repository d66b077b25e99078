/** Who shares a thing, as an address. Refuses to know what it is. */
import { numberedPairs } from './numbers.ts';

/** How many callers share a thing, as far as it is asked for. */
export function sharersOf(most: number) {
  const known = numberedPairs();
  const count: number[] = [];
  return {
    add(thing: number, caller: number): void {
      if ((count[thing] ?? 0) > most) return;
      const before = known.size;
      known.add(thing, caller);
      if (known.size > before) count[thing] = (count[thing] ?? 0) + 1;
    },
    areMany: (thing: number): boolean => (count[thing] ?? 0) > most,
  };
}
