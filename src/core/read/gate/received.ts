/**
 * When an event was received, by its bytes. Knows how Kubernetes writes times; refuses to know the calendar: the same date
 * is the same day, or no day, wherever it stands.
 */
import type { Glass } from '../sieve.ts';
import { receivedKey } from '../wasm/skim.ts';
import type { PartMemory } from './part-memory.ts';
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

/**
 * Finds the date of whole events.
 * @param mayLearn whether it may look at an end that it has not seen
 */
export function dates(glass: Glass, parts: PartMemory, mayLearn: () => boolean) {
  const { memory } = glass;
  const ends = parts.table<boolean>();
  /** How far ahead of the end the time began in the last event of a caller. */
  const distances: number[] = [];

  /** Where the last of such keys ends. */
  function lastTime(from: number, to: number): number {
    const found = Buffer.from(memory.buffer, from, to - from).lastIndexOf(receivedBytes);
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
      const likely = to - (distances[caller] ?? to - from);
      let time = likely;
      let end = likely > from + receivedBytes.length ? glass.dated(likely) : 0;
      if (end === 0) {
        time = lastTime(from, to);
        end = time === 0 ? 0 : glass.dated(time);
      }
      const date = end === 0 ? 0 : dateAt(memory, time);
      const length = to - end;
      if (date === 0 || length < 16 || length > longestEnd) return 0;
      distances[caller] = to - time;
      const known = ends.find(end, length);
      if (known !== null) return known.value ? date : 0;
      return mayLearn() && ends.add(end, length, isOwnEnd(textOf(end, to))).value ? date : 0;
    },
  };

  function textOf(from: number, to: number): string {
    return Buffer.from(memory.buffer, from, to - from).toString('utf8');
  }
}
