/**
 * Columns of numbers that are filled, read, and filled again for the next day: on a large one each is a megabyte, and there
 * are thirty days. Refuses to know what the numbers are.
 */

import type { Text } from '../../read/call.ts';

type Numbers = Int32Array | Uint8Array | Float64Array;

/** What grows by doubling, and is emptied without giving its memory back. */
export interface Column<T extends Numbers> {
  push(value: number): void;
  clear(): void;
  /** What was pushed, until the column is pushed to or cleared again. */
  view(): T;
  at(place: number): number;
  readonly length: number;
}

const least = 64;

function growing<T extends Numbers>(make: (length: number) => T): Column<T> {
  let values = make(least);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const more = make(2 * length);
        more.set(values);
        values = more;
      }
      values[length] = value;
      length += 1;
    },
    clear() {
      length = 0;
    },
    view: () => values.subarray(0, length) as T,
    at: (place) => values[place] ?? 0,
    get length() {
      return length;
    },
  };
}

export const integers = (): Column<Int32Array> => growing((length) => new Int32Array(length));
export const smalls = (): Column<Uint8Array> => growing((length) => new Uint8Array(length));
export const floats = (): Column<Float64Array> => growing((length) => new Float64Array(length));

/** Texts that are seldom read again: as bytes they take a third of what they take as texts. */
export function written() {
  let bytes = Buffer.alloc(least);
  /** Where each ends; below 0 where there is none. */
  const ends = integers();
  let length = 0;
  return {
    push(text: Text): void {
      if (text === null) {
        ends.push(-1 - length);
        return;
      }
      // The longest that UTF-16 units become.
      const room = length + 3 * text.length;
      if (room > bytes.length) {
        const more = Buffer.alloc(2 * room);
        bytes.copy(more, 0, 0, length);
        bytes = more;
      }
      length += bytes.write(text, length);
      ends.push(length);
    },
    at(place: number): Text {
      const end = ends.at(place);
      const before = place === 0 ? 0 : ends.at(place - 1);
      return end < 0 ? null : bytes.toString('utf8', before < 0 ? -1 - before : before, end);
    },
  };
}

/** What there is of each number; of most nothing. A plain array that is filled in any order is a slow table of objects. */
export interface Tally {
  of(number: number): number;
  add(number: number, amount: number): void;
  set(number: number, amount: number): void;
  /** There is nothing of any again. */
  clear(): void;
  /** Of all numbers, and of some more nothing. */
  all(): ArrayLike<number>;
}

function tallied(make: (length: number) => Int32Array | Float64Array): Tally {
  let values = make(least);
  function makeRoom(number: number): void {
    if (number < values.length) return;
    const more = make(2 ** Math.ceil(Math.log2(number + 1)));
    more.set(values);
    values = more;
  }
  return {
    of: (number) => values[number] ?? 0,
    add(number, amount) {
      makeRoom(number);
      values[number] = (values[number] ?? 0) + amount;
    },
    set(number, amount) {
      makeRoom(number);
      values[number] = amount;
    },
    clear() {
      values.fill(0);
    },
    all: () => values,
  };
}

/** Of whole numbers. */
export const counts = (): Tally => tallied((length) => new Int32Array(length));
export const amounts = (): Tally => tallied((length) => new Float64Array(length));

/** Columns of zeros, by name. */
export interface Scratch {
  /** The same memory for the same name: what was asked for before is gone. */
  floats(name: string, length: number): Float64Array;
  integers(name: string, length: number): Int32Array;
}

export function scratch(): Scratch {
  const kept = new Map<string, Int32Array | Float64Array>();
  function taken<T extends Int32Array | Float64Array>(
    name: string,
    length: number,
    make: (length: number) => T,
  ): T {
    let column = kept.get(name) as T | undefined;
    if (column === undefined || column.length < length) {
      column = make(Math.max(least, Math.ceil(1.25 * length)));
      kept.set(name, column);
      return column.subarray(0, length) as T;
    }
    return column.subarray(0, length).fill(0) as T;
  }
  return {
    floats: (name, length) => taken(`floats ${name}`, length, (size) => new Float64Array(size)),
    integers: (name, length) => taken(`integers ${name}`, length, (size) => new Int32Array(size)),
  };
}

/** Fills a column from another. */
export function mapped(
  from: Float64Array,
  to: Float64Array,
  make: (own: number, at: number) => number,
): Float64Array {
  for (let at = 0; at < to.length; at += 1) to[at] = make(from[at] ?? 0, at);
  return to;
}

/** Places by what they belong to: group g has those from `starts[g]` to before `starts[g + 1]`, and belongs to `of[g]`. */
export interface Groups {
  readonly length: number;
  readonly of: Int32Array;
  readonly starts: Int32Array;
  readonly places: Int32Array;
}

/**
 * Groups in the order of their first place, and in each the places as they came. They are there until the next ones.
 * @param of for each place the number of what it belongs to
 */
export function grouped(places: ArrayLike<number>, of: ArrayLike<number>, memory: Scratch): Groups {
  let most = 0;
  for (let i = 0; i < places.length; i += 1) most = Math.max(most, of[places[i] ?? 0] ?? 0);
  // One more than the group's number: 0 was not met yet.
  const groupOf = memory.integers('group', most + 1);
  const starts = memory.integers('starts', places.length + 2);
  const names = memory.integers('names', places.length);
  let length = 0;
  for (let i = 0; i < places.length; i += 1) {
    const name = of[places[i] ?? 0] ?? 0;
    if (groupOf[name] === 0) {
      names[length] = name;
      length += 1;
      groupOf[name] = length;
    }
    const next = (groupOf[name] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  // Shifted by one, so that filling a group moves its start to where it belongs.
  for (let i = 2; i <= length + 1; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const ordered = memory.integers('ordered', places.length);
  for (let i = 0; i < places.length; i += 1) {
    const place = places[i] ?? 0;
    const group = groupOf[of[place] ?? 0] ?? 0;
    const at = starts[group] ?? 0;
    ordered[at] = place;
    starts[group] = at + 1;
  }
  return { length, of: names, starts, places: ordered };
}
