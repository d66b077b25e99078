/**
 * Tells by the bytes of a line that it is a call of the machinery, without parsing it. Nearly every line is one.
 *
 * A line is passed over only where its bytes prove what parsing would find. They are, in this order and nothing else:
 * 1. the head: the record up to the level of its event (shape.ts, once for all lines that begin alike);
 * 2. level, id, stage, URI and verb: texts without quotes, with the members between them as Kubernetes writes them;
 * 3. the caller: the members from `user` to `userAgent`, which the gate judges (shape.ts, once for each caller);
 * 4. the rest of the event, whatever it is, even if it was cut or broken: whoever reads it has the caller by then. Only
 *    a member that comes again could say otherwise, so no `user`, `userAgent` or `sourceIPs` is in it, at any depth;
 * 5. the tail: the first quote without a backslash ends the text of the event, and then the record ends (shape.ts).
 * No letter of a key is hidden in an escape: whoever asks has made sure of that (`mayHoldAgent` of the line is false). So of
 * a line that nobody has looked through, parts that were met in others are known to hold none, texts without escapes hold
 * none, and only the rest is looked through.
 */

import type { Text } from '../call.ts';
import { backslash, carriageReturn, quote } from '../characters.ts';
import type { ReadOptions } from '../options.ts';
import { wordsOf } from '../sift/prefilter.ts';
import type { Glass } from '../wasm/glass.ts';
import { longestLine } from '../wasm/layout.ts';
import { slots } from '../wasm/slip.ts';
import { endOfText, mayEndObject } from './endings.ts';
import type { Frames } from './frames.ts';
import { bytesOf, users } from './marks.ts';
import type { Told } from './part-memory.ts';
import { dates } from './received.ts';
import { type Around, type Known, knownCaller } from './shape.ts';
import { type Passed, type Strider, strider } from './strider.ts';

export interface Passer {
  /**
   * What is known of the caller of a line that is machinery; `null` where nothing is proven.
   * @param from it is no line that may hold an agent of kubectl
   */
  pass(bytes: Uint8Array, from: number, to: number): Passed | null;
  /**
   * The same of lines of which nothing is known but where they begin, not even the end: only the usual ones are passed, and
   * a glance at them says `not-kubectl`. Nothing is learnt.
   * @param bytes they stay as they are
   * @param reader a number for who reads, not 0: what he was told is not told to him again
   */
  along(bytes: Uint8Array, reader: number): Strider;
}

/** Of a key that comes twice the last counts. */
const placeOf = (head: Around, tail: Around): Text => tail.resourceId ?? head.resourceId;

const [letterA, letterP, letterE, letterR, letterS, letterU] = bytesOf('APersu');

/** @param frames of the same glass and options */
export function passer(glass: Glass, options: ReadOptions, frames: Frames): Passer {
  const { memory, combed, slip: told } = glass;
  const { parts, mayLearn, earn } = frames;
  const callers = parts.table<Known>(glass.callers);
  parts.whenForgotten(() => {
    lastTail = null;
  });
  const times = dates(glass, parts, mayLearn);
  const words = wordsOf(options.agents);
  /** The tail that was met last. */
  let lastTail: Around | null = null;

  const textOf = (from: number, to: number): string => memory.toString('utf8', from, to);

  /** @param hash of `agent` */
  function callerIn(from: number, to: number, hash: number): Told<Known> | null {
    const known = callers.find(from, to - from, hash);
    if (known !== null || !users.some((user) => isAt(user, from)) || !mayLearn()) return known;
    return callers.add(from, to - from, knownCaller(textOf(from, to), options), hash);
  }

  /**
   * Looks through the members of an event, from the first behind `verb` to the end of its text at `end`.
   * @returns what there is to know; `null` where nothing is proven
   */
  function look(members: number, end: number, place: Text, lineTo: number): Passed | null {
    const behind = glass.agent(members);
    if (behind === 0 || behind > end) return null;
    const caller = callerIn(members, behind, told[slots.hash] ?? 0);
    if (caller === null || caller.value === 'counts') return null;
    const count = glass.comb(end, behind);
    for (let index = 0; index < count; index += 1) {
      const at = combed[index] ?? 0;
      if (at >= end - 1) break;
      const next = memory[at + 1];
      if (next === letterU ? isUser(at) : next === letterP && isSource(at)) return null;
    }
    return passedOf(caller, behind, end, place, lineTo);
  }

  /** Where the text of the event ends: the first quote without a backslash; 0 where there is none. */
  function endOfEvent(members: number, to: number): number {
    const count = glass.comb(to, members);
    for (let index = 0; index < count; index += 1) {
      const at = combed[index] ?? 0;
      if (at >= to - 1) return 0;
      if (memory[at + 1] === quote && memory[at] !== backslash) return endOfText(memory, at + 1);
    }
    return 0;
  }

  /** All that is behind the head at once, for a line that is as lines are; otherwise it is to be gone step by step. */
  function skim(head: Around, from: number, to: number, lineTo: number): Passed | 'unusual' | null {
    // Held, since to learn a caller may be to forget all.
    const tail = lastTail;
    const end = tail === null ? 0 : glass.skim(from, to + 1);
    if (tail === null || end === 0) return 'unusual';
    const [members, behind, hash] = [
      told[slots.members] ?? 0,
      told[slots.behind] ?? 0,
      told[slots.hash] ?? 0,
    ];
    const caller = callerIn(members, behind, hash);
    if (caller === null || caller.value === 'counts') return null;
    return passedOf(caller, behind, end, placeOf(head, tail), lineTo);
  }

  function passedOf(caller: Told<Known>, behind: number, end: number, place: Text, to: number): Passed {
    const leaves = caller.value !== null && mayEndObject(memory, end - 1);
    return { to, id: caller.id, place, leaves, date: leaves ? times.dateOf(behind, end, caller.id) : 0 };
  }

  function stepByStep(head: Around, level: number, to: number, lineTo: number): Passed | null {
    const members = glass.between(level);
    const end = members === 0 ? 0 : endOfEvent(members, to);
    const tail = end <= members ? null : frames.tailIn(end, to);
    const found = tail === null ? null : look(members, end, placeOf(head, tail.value), lineTo);
    // The next line is likely to end as this one, if that is not forgotten by now.
    if (found !== null && tail !== null && frames.isKept(tail)) {
      lastTail = tail.value;
      told[slots.tailAt] = tail.at;
      told[slots.tailLength] = tail.length;
    }
    return found;
  }

  return {
    pass(bytes, lineFrom, lineTo) {
      if (lineTo - lineFrom > longestLine) return null;
      const from = glass.place(bytes, lineFrom, lineTo);
      let to = from + lineTo - lineFrom;
      const head = frames.headIn(from, to);
      if (head === null) return null;
      const level = from + head.length;
      let found = skim(head.value, from, to, lineTo);
      if (memory[to - 1] === carriageReturn) to -= 1;
      if (found === 'unusual') found = stepByStep(head.value, level, to, lineTo);
      if (found === null) return null;
      earn();
      return found;
    },
    along: (bytes, reader) =>
      strider({ glass, callers, frames, tail: () => lastTail, words, times, passedOf }, bytes, reader),
  };

  function isAt(bytes: readonly number[], at: number): boolean {
    for (let index = 0; index < bytes.length; index += 1)
      if (memory[at + index] !== bytes[index]) return false;
    return true;
  }

  /** A key `user` or one that begins `userA`; where it ends at another level, it is within a text. */
  function isUser(at: number): boolean {
    if (memory[at + 2] !== letterS || memory[at + 3] !== letterE || memory[at + 4] !== letterR) return false;
    return memory[at + 5] === letterA || (memory[at + 5] === backslash && memory[at + 6] === quote);
  }

  /** The `IP` of a key `sourceIPs`. */
  function isSource(at: number): boolean {
    return memory[at - 1] === letterE && memory[at + 2] === letterS;
  }
}
