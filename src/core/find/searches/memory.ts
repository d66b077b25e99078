/**
 * Memory of a search, shared out by caller: who sends millions of names or addresses crowds out himself, and what had no
 * room is told. Knows weights; refuses to know what is kept.
 */
import { bounded } from '../../count/bounded.ts';
import type { Text } from '../../read/call.ts';

/** In characters. */
const usually = 40_000_000;
/** Of the whole; so many callers must send floods together until somebody else is crowded out. */
const share = 1 / 16;

export interface Memory {
  /** @returns whether the caller may keep so much more */
  take(caller: string, weight: number): boolean;
}

export function sharedMemory(most = usually): Memory {
  const taken = new Map<string, number>();
  let sum = 0;
  return {
    take(caller, weight) {
      const before = taken.get(caller);
      const more = weight + (before === undefined ? caller.length + 100 : 0);
      if ((before ?? 0) + more > most * share || sum + more > most) return false;
      taken.set(caller, (before ?? 0) + more);
      sum += more;
      return true;
    },
  };
}

/** Characters of a text that are kept; longer ones stay different by their digest. */
const longest = 1_000;

export const kept = (text: string): string => bounded(text, longest);
export const keptText = (text: Text): Text => (text === null ? null : kept(text));

const keyOf = (key: readonly Text[]): string => JSON.stringify(key.map(keptText));

/** What a group takes beside its key: its counts, and the texts of its newest event. */
const groupWeight = 1_000;

/** Groups by key, and how much was left out of them. */
export function grouping<G>(memory: Memory) {
  const groups = new Map<string, G>();
  let leftOut = 0;
  return {
    /** @returns the group of a key, `null` where its caller has no room for it */
    of(key: readonly Text[], caller: string, weight: number, make: () => G): G | null {
      const text = keyOf(key);
      const known = groups.get(text);
      if (known !== undefined) return known;
      if (!memory.take(kept(caller), groupWeight + text.length)) {
        leftOut += weight;
        return null;
      }
      const made = make();
      groups.set(text, made);
      return made;
    },
    /** @returns the group of a key that is there */
    get: (key: readonly Text[]): G | null => groups.get(keyOf(key)) ?? null,
    all: (): G[] => [...groups.values()],
    get size(): number {
      return groups.size;
    },
    /** What the groups do not hold, of the weights. */
    get leftOut(): number {
      return leftOut;
    },
  };
}

/** Different texts; their number is exact while there is room, and a lower bound then. */
export interface Distinct {
  add(text: string): void;
  readonly size: number;
  /** There was no room for some. */
  readonly isMore: boolean;
  /** The first of them in the order of texts, the same whatever the order in which they came. */
  first(count: number): string[];
}

export function distinct(memory: Memory, caller: string): Distinct {
  const texts = new Set<string>();
  let isMore = false;
  return {
    add(text) {
      const one = kept(text);
      if (texts.has(one)) return;
      if (memory.take(kept(caller), 100 + one.length)) texts.add(one);
      else isMore = true;
    },
    get size() {
      return texts.size;
    },
    get isMore() {
      return isMore;
    },
    first: (count) => [...texts].sort().slice(0, count),
  };
}
