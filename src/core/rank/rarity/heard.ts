/** What of past days is heard: the most surprising call of each caller and day. Refuses to know what follows from it. */
import type { DayCalls } from '../features.ts';
import { counts, floats, integers, type Scratch } from '../model/columns.ts';
import type { Heard } from './rarity.ts';

export function heardDays() {
  const callers = integers();
  const bits = floats();
  /** Of the day: by caller where he stands among those above, counted from 1. */
  const placeOf = counts();
  return {
    /** Who calls much on a day says no more than others. */
    add({ length, caller }: DayCalls, totals: Float64Array, memory: Scratch): void {
      placeOf.clear();
      const most = memory.floats('most', length);
      for (let at = 0; at < length; at += 1) {
        const who = caller[at] ?? 0;
        if (placeOf.of(who) === 0) {
          callers.push(who);
          placeOf.set(who, callers.length);
        }
        const place = placeOf.of(who) - 1 - bits.length;
        most[place] = Math.max(most[place] ?? 0, totals[at] ?? 0);
      }
      for (let place = 0; bits.length < callers.length; place += 1) bits.push(most[place] ?? 0);
    },
    /** In the order in which they were heard. */
    all(): Heard[] {
      const who = callers.view();
      return Array.from(bits.view(), (own, at) => ({ caller: who[at] ?? 0, bits: own }));
    },
  };
}
