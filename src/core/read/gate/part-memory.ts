/**
 * Parts of lines by their bytes, kept where the machine code can compare them. What is told of a part depends on its bytes
 * alone, so it never matters what is remembered and what was forgotten. Refuses to know what parts say.
 */
import type { Glass } from '../sieve.ts';

export interface PartMemory {
  /** A few parts of which one is likely to begin somewhere. */
  list(): PartList;
  /** Many parts, each with something that is told of it. */
  table<T>(): PartTable<T>;
  /** Tells when all parts are gone, and what was kept of their addresses means nothing more. */
  whenForgotten(tell: () => void): void;
}

export interface PartList {
  /** The length of the part that begins at `from` and does not go beyond `to`; 0 where none does. */
  find(from: number, to: number): number;
  /** Where that part is kept. */
  partAt(from: number, to: number): Part | null;
  /** At least sixteen bytes. */
  add(from: number, length: number): void;
}

export interface PartTable<T> {
  /** At least sixteen bytes. @param hash theirs, where it is known */
  find(from: number, length: number, hash?: number): Told<T> | null;
  add(from: number, length: number, value: T): Told<T>;
}

export interface Told<T> {
  /** No other part ever has the same. */
  readonly id: number;
  readonly value: T;
}

export interface Part {
  readonly at: number;
  readonly length: number;
}

const longestList = 24;
/** The upper ten bits of a hash choose among places, and each has room for a few parts: two that take turns must not push. */
const hashShift = 22;
const ways = 4;
/** Fractional part of the golden ratio: spreads numbers that are alike. */
const spread = 0x9e37_79b1;

const empty = <T>(): (T | undefined)[] => Array.from({ length: ways << (32 - hashShift) }, () => undefined);

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

  function list(): PartList {
    let parts: Part[] = [];
    forget.push(() => {
      parts = [];
    });
    const partAt = (from: number, to: number): Part | null => {
      for (let index = 0; index < parts.length; index += 1) {
        const part = parts[index];
        if (part === undefined || part.length > to - from || glass.same(from, part.at, part.length) === 0)
          continue;
        // Lines come in runs: the one that was met last is looked at first.
        const front = parts[0];
        if (front !== undefined && index > 0) {
          parts[index] = front;
          parts[0] = part;
        }
        return part;
      }
      return null;
    };
    return {
      partAt,
      find: (from, to) => partAt(from, to)?.length ?? 0,
      add(from, length) {
        const part = kept(from, length);
        parts = [part, ...parts.slice(0, longestList - 1)];
      },
    };
  }

  function table<T>(): PartTable<T> {
    let slots = empty<Part & Told<T>>();
    forget.push(() => {
      slots = empty();
    });
    const slotOf = (length: number, hash: number): number =>
      ways * (Math.imul(hash ^ length, spread) >>> hashShift);
    return {
      find(from, length, hash = glass.hash(from, length)) {
        const slot = slotOf(length, hash);
        for (let index = slot; index < slot + ways; index += 1) {
          const part = slots[index];
          if (part !== undefined && part.length === length && glass.same(from, part.at, length) === 1)
            return part;
        }
        return null;
      },
      add(from, length, value) {
        const slot = slotOf(length, glass.hash(from, length));
        let index = slot;
        while (slots[index] !== undefined && index < slot + ways - 1) index += 1;
        ids += 1;
        const told = { ...kept(from, length), id: ids, value };
        slots[index] = told;
        return told;
      },
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
