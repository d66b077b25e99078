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
 * No letter of a key is hidden in an escape: whoever asks has made sure of that (`mayHoldAgent` of the line is false).
 */

import type { Text } from '../call.ts';
import { backslash, carriageReturn, closeObject, quote } from '../characters.ts';
import type { ReadOptions } from '../options.ts';
import { type Glass, longestCaller, longestLine } from '../sieve.ts';
import { agentKey, slip } from '../wasm/skim.ts';
import { endOfText, mayEndObject } from './endings.ts';
import { bytesOf, users } from './marks.ts';
import { type Part, partMemory, type Told } from './part-memory.ts';
import { type DateNumber, dates } from './received.ts';
import { type Around, headOf, type Known, knownCaller, tailOf } from './shape.ts';

export interface Passer {
  /** What is known of the caller of a line that is machinery; `null` where nothing is proven. */
  pass(bytes: Uint8Array, from: number, to: number): Passed | null;
}

export interface Passed {
  /** A number for what the line says of its caller; another for whoever says something else. */
  readonly id: number;
  /** The cluster that the record names, as logged. */
  readonly place: Text;
  /** Whether he leaves a presence, if the event is JSON. */
  readonly leaves: boolean;
  /** When he was there: of the event, if that is JSON; 0 where it is not known. */
  readonly date: DateNumber;
}

const agentBytes = bytesOf(agentKey);
const levelKey = Buffer.from('\\"level\\":\\"');
const longestHead = 2_048;
/** What is learnt costs as much as parsing a line: who learns too often stops until passing has paid for it. */
const costOfLearning = 16;
const mostCredit = 100_000;
/** Of a key that comes twice the last counts. */
const placeOf = (head: Around, tail: Around): Text => tail.resourceId ?? head.resourceId;

const [letterA, letterP, letterE, letterR, letterS, letterU] = bytesOf('APersu');

/** @param thrifty whether it may leave a line unproven that needs learning */
export function passer(glass: Glass, options: ReadOptions, thrifty: boolean): Passer {
  const { memory, combed } = glass;
  const parts = partMemory(glass);
  const heads = parts.list<Around>();
  const tails = parts.list<Around>();
  const callers = parts.table<Known>();
  parts.whenForgotten(() => {
    lastTail = null;
  });
  const times = dates(glass, parts, mayLearn);
  const told = glass.slip;
  let credit = mostCredit;
  /** The tail that was met last, and the bytes from there to the end of the line. */
  let lastTail: Around | null = null;
  let tailBytes = 0;

  const textOf = (from: number, to: number): string =>
    Buffer.from(memory.buffer, from, to - from).toString('utf8');

  function mayLearn(): boolean {
    if (thrifty && credit < costOfLearning) return false;
    credit -= costOfLearning;
    return true;
  }

  /** The head of a line. */
  function headIn(from: number, to: number): (Told<Around> & Part) | null {
    const known = heads.find(from, to);
    if (known !== null || !mayLearn()) return known;
    const first = Buffer.from(memory.buffer, from, Math.min(to - from, longestHead));
    const length = first.indexOf(levelKey) + levelKey.length;
    const head = length < levelKey.length ? null : headOf(textOf(from, from + length), options);
    return head === null ? null : heads.add(from, length, head);
  }

  /** The tail of a line, from the end of its event to within its last text, with which it ends. */
  function tailIn(from: number, to: number): (Told<Around> & Part) | null {
    const known = tails.find(from, to);
    // One tail may be the beginning of another.
    if (known !== null && isLastText(from + known.length, to)) return known;
    const text = memory.lastIndexOf(quote, to - 3) + 1;
    if (text <= from + 16 || !isLastText(text, to) || !mayLearn()) return null;
    const tail = tailOf(textOf(from, text));
    return tail === null ? null : tails.add(from, text - from, tail);
  }

  function isLastText(at: number, to: number): boolean {
    const end = glass.textEnd(at);
    return end === to - 2 && memory[end] === quote && memory[end + 1] === closeObject;
  }

  function callerIn(from: number, to: number): Told<Known> | null {
    if (to - from > longestCaller) return null;
    const known = callers.find(from, to - from);
    if (known !== null || !users.some((user) => isAt(user, from)) || !mayLearn()) return known;
    return callers.add(from, to - from, knownCaller(textOf(from, to), options));
  }

  /**
   * Looks through the members of an event, from the first behind `verb` to the end of its text at `end`.
   * @returns what there is to know; `null` where nothing is proven
   */
  function look(members: number, end: number, place: Text): Passed | null {
    let caller: Told<Known> | null = null;
    let behind = 0;
    const count = glass.comb(end, members);
    for (let index = 0; index < count; index += 1) {
      const at = combed[index] ?? 0;
      if (at >= end - 1) break;
      const next = memory[at + 1];
      if (at < behind) continue;
      if (caller === null) {
        if (next !== letterU || !isAt(agentBytes, at)) continue;
        behind = glass.textEnd(at + agentKey.length) + 2;
        if (memory[behind - 2] !== backslash || memory[behind - 1] !== quote) return null;
        caller = callerIn(members, behind);
        if (caller === null || caller.value === 'counts') return null;
      } else if (next === letterU ? isUser(at) : next === letterP && isSource(at)) {
        return null;
      }
    }
    return caller === null ? null : passedOf(caller, behind, end, place);
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
  function skim(head: Around, level: number, to: number): Passed | 'unusual' | null {
    const end = lastTail === null ? 0 : glass.skim(level, to, tailBytes);
    if (lastTail === null || end === 0) return 'unusual';
    const place = placeOf(head, lastTail);
    const members = told[slip.indexOf('members')] ?? 0;
    const behind = told[slip.indexOf('behind')] ?? 0;
    const hash = told[slip.indexOf('hash')] ?? 0;
    const caller = callers.find(members, behind - members, hash) ?? callerIn(members, behind);
    return caller === null || caller.value === 'counts' ? null : passedOf(caller, behind, end, place);
  }

  function passedOf(caller: Told<Known>, behind: number, end: number, place: Text): Passed {
    const leaves = caller.value !== null && mayEndObject(memory, end - 1);
    return { id: caller.id, place, leaves, date: leaves ? times.dateOf(behind, end, caller.id) : 0 };
  }

  function stepByStep(head: Around, level: number, to: number): Passed | null {
    const members = glass.between(level);
    const end = members === 0 ? 0 : endOfEvent(members, to);
    const tail = end <= members ? null : tailIn(end, to);
    const passed = tail === null ? null : look(members, end, placeOf(head, tail.value));
    // The next line is likely to end as this one, if that is not forgotten by now.
    if (passed !== null && tail !== null && tails.find(end, to) === tail) {
      lastTail = tail.value;
      tailBytes = to - end;
      told[slip.indexOf('tailAt')] = tail.at;
      told[slip.indexOf('tailLength')] = tail.length;
    }
    return passed;
  }

  return {
    pass(bytes, lineFrom, lineTo) {
      if (lineTo - lineFrom > longestLine) return null;
      const from = glass.place(bytes, lineFrom, lineTo);
      let to = from + lineTo - lineFrom;
      if (memory[to - 1] === carriageReturn) to -= 1;
      const head = headIn(from, to);
      if (head === null) return null;
      const level = from + head.length;
      let passed = skim(head.value, level, to);
      if (passed === 'unusual') passed = stepByStep(head.value, level, to);
      if (passed !== null) credit = Math.min(mostCredit, credit + 1);
      return passed;
    },
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
