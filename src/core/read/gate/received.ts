/**
 * When an event was received, by its bytes. Knows how Kubernetes writes times; refuses to know the calendar: the same date
 * is the same day, or no day, wherever it stands.
 */
import type { Glass } from '../sieve.ts';
import type { PartMemory } from './part-memory.ts';
import { isOwnEnd } from './shape.ts';

/** Year, month and day as one number, `20261001`; 0: not told. */
export type DateNumber = number;

/** Digits and what is between them. */
const shape = [...Buffer.from('0000-00-00T00:00:00.000000Z')];
const timeLength = shape.length;
const zero = 0x30;
const nine = 0x39;

/** @returns the date of the time that is written at `at`; 0 where it is written in another way, or is no time of a day */
function dateAt(bytes: Uint8Array, at: number): DateNumber {
  for (let index = 0; index < timeLength; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if (shape[index] === zero ? byte < zero || byte > nine : byte !== shape[index]) return 0;
  }
  if (two(bytes, at + 11) > 23 || two(bytes, at + 14) > 59 || two(bytes, at + 17) > 59) return 0;
  const year = 100 * two(bytes, at) + two(bytes, at + 2);
  return 10_000 * year + 100 * two(bytes, at + 5) + two(bytes, at + 8);
}

const two = (bytes: Uint8Array, at: number): number =>
  10 * ((bytes[at] ?? 0) - zero) + (bytes[at + 1] ?? 0) - zero;

const receivedKey = Buffer.from('\\"requestReceivedTimestamp\\":\\"');
const stagedKey = Buffer.from('\\",\\"stageTimestamp\\":\\"');
const longestEnd = 2_000;

/**
 * Finds the date of whole events.
 * @param mayLearn whether it may look at an end that it has not seen
 */
export function dates(glass: Glass, parts: PartMemory, mayLearn: () => boolean) {
  const { memory } = glass;
  const receivedAt = parts.keep(receivedKey);
  const stagedAt = parts.keep(stagedKey);
  const ends = parts.table<boolean>();
  /** How far ahead of the end the time began in the last event of a caller. */
  const distances: number[] = [];

  function timeIn(from: number, to: number, likely: number): number {
    const at = to - likely - receivedKey.length;
    if (at > from && glass.same(at, receivedAt, receivedKey.length) === 1) return to - likely;
    const found = Buffer.from(memory.buffer, from, to - from).lastIndexOf(receivedKey);
    return found < 0 ? 0 : from + found + receivedKey.length;
  }

  return {
    /**
     * The date on which an event was received, if it is JSON and ends at `to`; 0 where its bytes do not prove it.
     * What ends one object with the end of the event is in the event itself, and no such member comes behind it.
     * @param from somewhere in the event, ahead of its times
     * @param caller a number that its caller has
     */
    dateOf(from: number, to: number, caller: number): DateNumber {
      const time = timeIn(from, to, distances[caller] ?? 0);
      const date = time === 0 ? 0 : dateAt(memory, time);
      if (date === 0 || glass.same(time + timeLength, stagedAt, stagedKey.length) === 0) return 0;
      const end = glass.textEnd(time + timeLength + stagedKey.length);
      const length = to - end;
      if (length < 16 || length > longestEnd) return 0;
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
