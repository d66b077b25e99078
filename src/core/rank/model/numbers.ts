/**
 * Numbers for texts, and for pairs of numbers: a month of a large cluster is three million rows of the same few thousand
 * texts, and numbers lie in columns. Counts up from 0 in the order of first appearance. Refuses to know what is numbered.
 */

export interface Texts {
  /** The number of a text, a new one where it is new. */
  of(text: string): number;
  text(number: number): string;
}

export function numberedTexts(): Texts {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    of(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    text: (number) => texts[number] ?? '',
  };
}

export type Pairs = ReturnType<typeof numberedPairs>;

/** Share of slots that may be taken: beyond it looking takes long. */
const full = 0.6;

/** Slots of a table without pairs. */
const fewest = 64;
const roomIn = (slots: number): number => Math.floor(full * slots) + 1;

/** An open hash table: a `Map` with a text or an object for each pair takes ten times the memory. */
export function numberedPairs() {
  let slots = new Int32Array(fewest).fill(-1);
  let firsts = new Int32Array(roomIn(fewest));
  let seconds = new Int32Array(roomIn(fewest));
  let size = 0;

  /** The slot of a pair, or the empty one where it would be. */
  function slotOf(a: number, b: number): number {
    const mask = slots.length - 1;
    let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let at = slots[slot] ?? -1; at >= 0; at = slots[slot] ?? -1) {
      if (firsts[at] === a && seconds[at] === b) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  function grow(): void {
    const wider = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const more = new Int32Array(roomIn(2 * slots.length));
      more.set(column);
      return more;
    };
    [firsts, seconds] = [wider(firsts), wider(seconds)];
    slots = new Int32Array(2 * slots.length).fill(-1);
    for (let at = 0; at < size; at += 1) slots[slotOf(firsts[at] ?? 0, seconds[at] ?? 0)] = at;
  }

  return {
    /** The number of a pair; -1 where it was never added. */
    find: (a: number, b: number): number => slots[slotOf(a, b)] ?? -1,
    /** The number of a pair, a new one where it is new. */
    add(a: number, b: number): number {
      const slot = slotOf(a, b);
      const known = slots[slot] ?? -1;
      if (known >= 0) return known;
      const at = size;
      firsts[at] = a;
      seconds[at] = b;
      slots[slot] = at;
      size += 1;
      if (size > full * slots.length) grow();
      return at;
    },
    /** Takes away all pairs, and gives back no memory. */
    clear(): void {
      slots.fill(-1);
      size = 0;
    },
    get size(): number {
      return size;
    },
  };
}
