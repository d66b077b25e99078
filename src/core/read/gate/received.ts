/**
 * When an event was received, by its bytes. Knows how Kubernetes writes times; refuses to know the calendar: the same date
 * is the same day, or no day, wherever it stands.
 */

import { receivedKey } from '../wasm/dated.ts';
import type { Glass } from '../wasm/glass.ts';
import type { Part, PartMemory, Told } from './part-memory.ts';
import { isOwnEnd } from './shape.ts';

/** Year, month and day as one number, `20261001`; 0: not told. */
export type DateNumber = number;

const zero = 0x30;

/** @param time which has the shape of one; 0 where it is no time of a day */
function dateAt(bytes: Uint8Array, time: number): DateNumber {
  if (two(bytes, time + 11) > 23 || two(bytes, time + 14) > 59 || two(bytes, time + 17) > 59) return 0;
  const year = 100 * two(bytes, time) + two(bytes, time + 2);
  return 10_000 * year + 100 * two(bytes, time + 5) + two(bytes, time + 8);
}

const two = (bytes: Uint8Array, at: number): number =>
  10 * ((bytes[at] ?? 0) - zero) + (bytes[at + 1] ?? 0) - zero;

const receivedBytes = Buffer.from(receivedKey);
const longestEnd = 2_000;
/** Of so many callers it is held where their times were; of more, that of others is tried first. */
const callersHeld = 4096;

export interface Proof {
  /** Where the time begins, and how far that is ahead of the end of its event. */
  readonly time: number;
  readonly distance: number;
  /** What stands behind the times. */
  readonly end: Part;
}

/**
 * Finds the date of whole events.
 * @param mayLearn whether it may look at an end that it has not seen
 */
export function dates(glass: Glass, parts: PartMemory, mayLearn: () => boolean) {
  const { memory } = glass;
  const ends = parts.table<boolean>();
  /** How far ahead of the end the time began in the last event of a caller, and that end. */
  const distances = new Int32Array(callersHeld);
  let lastEnds: (Part & Told<boolean>)[] = [];
  parts.whenForgotten(() => {
    lastEnds = [];
  });
  let proof: Proof | null = null;

  /** Where the last of such keys ends. */
  function lastTime(from: number, to: number): number {
    const found = memory.subarray(from, to).lastIndexOf(receivedBytes);
    return found < 0 ? 0 : from + found + receivedBytes.length;
  }

  return {
    /**
     * The date on which an event was received, if it is JSON and ends at `to`; 0 where its bytes do not prove it.
     * What ends one object with the end of the event is in the event itself, and no such member comes behind it.
     * @param from somewhere in the event, ahead of its times
     * @param caller a number that its caller has
     */
    dateOf(from: number, to: number, caller: number): DateNumber {
      const slot = caller % callersHeld;
      const likely = to - (distances[slot] || to - from);
      let time = likely;
      let end = likely > from + receivedBytes.length ? glass.dated(likely) : 0;
      if (end === 0) {
        time = lastTime(from, to);
        end = time === 0 ? 0 : glass.dated(time);
      }
      const date = end === 0 ? 0 : dateAt(memory, time);
      const length = to - end;
      if (date === 0 || length < 16 || length > longestEnd) return 0;
      distances[slot] = to - time;
      let part = lastEnds[slot] ?? null;
      if (part?.length !== length || glass.same(end, part.at, length) === 0)
        part =
          ends.find(end, length) ?? (mayLearn() ? ends.add(end, length, isOwnEnd(textOf(end, to))) : null);
      if (part === null) return 0;
      lastEnds[slot] = part;
      proof = { time, distance: to - time, end: part };
      return part.value ? date : 0;
    },
    /** What proved the date that was told last. */
    proof: () => proof,
  };

  function textOf(from: number, to: number): string {
    return memory.toString('utf8', from, to);
  }
}
