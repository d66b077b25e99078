/**
 * Parts of lines by their bytes, kept where the machine code can compare them. What is told of a part depends on its bytes
 * alone, so it never matters what is remembered and what was forgotten. Refuses to know what parts say.
 */
import type { Glass } from '../wasm/glass.ts';
import { knownParts, partFields, partSlots, placeIn, ways } from '../wasm/slip.ts';

export interface PartMemory {
  /**
   * A few parts of which one is likely to begin somewhere.
   * @param told where addresses and lengths of the first of them are told to the machine code
   */
  list<T>(told?: Int32Array): PartList<T>;
  /** Many parts, each with something that is told of it. @param told as above, of all, by their places */
  table<T>(told?: Int32Array): PartTable<T>;
  /** Tells when all parts are gone, and what was kept of their addresses means nothing more. */
  whenForgotten(tell: () => void): void;
}

export interface PartList<T> {
  /** The part that begins at `from` and does not go beyond `to`. */
  find(from: number, to: number): (Part & Told<T>) | null;
  /** At least sixteen bytes. */
  add(from: number, length: number, value: T): Part & Told<T>;
  has(part: Part & Told<T>): boolean;
  at(index: number): (Part & Told<T>) | undefined;
}

export interface PartTable<T> {
  /** At least sixteen bytes. @param hash theirs, where it is known: of the same bytes always the same */
  find(from: number, length: number, hash?: number): (Part & Told<T>) | null;
  add(from: number, length: number, value: T, hash?: number): Part & Told<T>;
  at(place: number): (Part & Told<T>) | undefined;
}

export interface Told<T> {
  /** No other part ever has the same. */
  readonly id: number;
  readonly value: T;
}

/** Where a part is kept, until all is forgotten. */
export interface Part {
  readonly at: number;
  readonly length: number;
}

const longestList = 24;
const empty = <T>(): (T | undefined)[] => Array.from({ length: knownParts }, () => undefined);

function tell(told: Int32Array | undefined, place: number, part: Part | undefined): void {
  const first = partFields.length * place;
  if (told === undefined || first >= told.length) return;
  told.fill(0, first, first + partFields.length);
  told[first + partSlots.at] = part?.at ?? 0;
  told[first + partSlots.length] = part?.length ?? 0;
}

export function partMemory(glass: Glass): PartMemory {
  const { memory } = glass;
  const [first, last] = glass.free;
  let top = first;
  let ids = 0;
  const forget: (() => void)[] = [];

  /** Where memory is full all is forgotten: what is met again is soon learnt again. */
  function kept(from: number, length: number): Part {
    if (top + length > last) {
      for (const one of forget) one();
      top = first;
    }
    memory.copyWithin(top, from, from + length);
    top += length;
    return { at: top - length, length };
  }

  function toldOf<T>(from: number, length: number, value: T): Part & Told<T> {
    ids += 1;
    return { ...kept(from, length), id: ids, value };
  }

  function list<T>(told?: Int32Array): PartList<T> {
    let parts: (Part & Told<T>)[] = [];
    forget.push(() => {
      parts = [];
      told?.fill(0);
    });
    return {
      find(from, to) {
        for (let index = 0; index < parts.length; index += 1) {
          const part = parts[index];
          if (part === undefined || part.length > to - from || glass.same(from, part.at, part.length) === 0)
            continue;
          // Lines come in runs: the one that was met last is looked at first.
          const front = parts[0];
          if (front !== undefined && index > 0) {
            parts[index] = front;
            parts[0] = part;
            tell(told, index, front);
            tell(told, 0, part);
          }
          return part;
        }
        return null;
      },
      add(from, length, value) {
        const part = toldOf(from, length, value);
        parts = [part, ...parts.slice(0, longestList - 1)];
        for (let index = 0; index < parts.length; index += 1) tell(told, index, parts[index]);
        return part;
      },
      has: (part) => parts.includes(part),
      at: (index) => parts[index],
    };
  }

  function table<T>(told?: Int32Array): PartTable<T> {
    let slots = empty<Part & Told<T>>();
    forget.push(() => {
      slots = empty();
      told?.fill(0);
    });
    return {
      find(from, length, hash = glass.hash(from, length)) {
        const slot = placeIn(length, hash);
        for (let index = slot; index < slot + ways; index += 1) {
          const part = slots[index];
          if (part !== undefined && part.length === length && glass.same(from, part.at, length) === 1)
            return part;
        }
        return null;
      },
      add(from, length, value, hash = glass.hash(from, length)) {
        const slot = placeIn(length, hash);
        let index = slot;
        while (slots[index] !== undefined && index < slot + ways - 1) index += 1;
        const part = toldOf(from, length, value);
        slots[index] = part;
        tell(told, index, part);
        return part;
      },
      at: (place) => slots[place],
    };
  }

  return {
    list,
    table,
    whenForgotten: (tell) => {
      forget.push(tell);
    },
  };
}
