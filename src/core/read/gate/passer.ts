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
import { backslash, carriageReturn, closeObject, comma, isSpace, quote } from '../characters.ts';
import type { ReadOptions } from '../options.ts';
import { type Glass, longestCaller, longestLine } from '../sieve.ts';
import { agentKey, slip } from '../wasm/skim.ts';
import { bytesOf, isWhite, users } from './marks.ts';
import { partMemory, type Told } from './part-memory.ts';
import { type DateNumber, dates } from './received.ts';
import { isHead, isTail, type Known, knownCaller } from './shape.ts';

export interface Passer {
  /** What is known of the caller of a line that is machinery; `null` where nothing is proven. */
  pass(bytes: Uint8Array, from: number, to: number): Passed | null;
}

export interface Passed {
  /** A number for what the line says of its caller; another for whoever says something else. */
  readonly id: number;
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
const [letterA, letterP, letterE, letterR, letterS, letterU] = bytesOf('APersu');

/** @param thrifty whether it may leave a line unproven that needs learning */
export function passer(glass: Glass, options: ReadOptions, thrifty: boolean): Passer {
  const { memory, combed } = glass;
  const parts = partMemory(glass);
  const heads = parts.list();
  const tails = parts.list();
  const callers = parts.table<Known>();
  parts.whenForgotten(() => {
    lastTail = 0;
  });
  const times = dates(glass, parts, mayLearn);
  const told = glass.slip;
  let credit = mostCredit;
  /** Bytes of the tail that was met last. */
  let lastTail = 0;

  const textOf = (from: number, to: number): string =>
    Buffer.from(memory.buffer, from, to - from).toString('utf8');

  function mayLearn(): boolean {
    if (thrifty && credit < costOfLearning) return false;
    credit -= costOfLearning;
    return true;
  }

  /** Where the text of the level begins; 0 where the head is none. */
  function afterHead(from: number, to: number): number {
    const known = heads.find(from, to);
    if (known > 0) return from + known;
    if (!mayLearn()) return 0;
    const head = Buffer.from(memory.buffer, from, Math.min(to - from, longestHead));
    const length = head.indexOf(levelKey) + levelKey.length;
    if (length < levelKey.length || !isHead(textOf(from, from + length), options)) return 0;
    heads.add(from, length);
    return from + length;
  }

  /** Whether the tail that begins at `from` is one, and ends with the line. */
  function endsWell(from: number, to: number): boolean {
    const known = tails.find(from, to);
    // One tail may be the beginning of another.
    if (known > 0 && isLastText(from + known, to)) return true;
    const text = learnTail(from, to);
    return text > 0 && isLastText(text, to);
  }

  function isLastText(at: number, to: number): boolean {
    const end = glass.textEnd(at);
    return end === to - 2 && memory[end] === quote && memory[end + 1] === closeObject;
  }

  /** Where the last text of the line begins; 0 where what is ahead of it is no tail. */
  function learnTail(from: number, to: number): number {
    const text = memory.lastIndexOf(quote, to - 3) + 1;
    if (text <= from + 16 || !mayLearn() || !isTail(textOf(from, text))) return 0;
    tails.add(from, text - from);
    return text;
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
  function look(members: number, end: number): Passed | null {
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
    return caller === null ? null : passedOf(caller, behind, end);
  }

  /** Where the text of the event ends: the first quote without a backslash; 0 where there is none. */
  function endOfEvent(members: number, to: number): number {
    const count = glass.comb(to, members);
    for (let index = 0; index < count; index += 1) {
      const at = combed[index] ?? 0;
      if (at >= to - 1) return 0;
      if (memory[at + 1] === quote && memory[at] !== backslash) return endOfText(at + 1);
    }
    return 0;
  }

  /** All that is behind the head at once, for a line that is as lines are; `null`: step by step. */
  function skim(level: number, to: number): Passed | null {
    const end = glass.skim(level, to, lastTail);
    if (end === 0) return null;
    const members = told[slip.indexOf('members')] ?? 0;
    const behind = told[slip.indexOf('behind')] ?? 0;
    const caller = callers.find(members, behind - members, told[slip.indexOf('hash')] ?? 0);
    return caller === null || caller.value === 'counts' ? null : passedOf(caller, behind, end);
  }

  function passedOf(caller: Told<Known>, behind: number, end: number): Passed {
    const leaves = caller.value !== null && mayBeWhole(end - 1);
    return { id: caller.id, leaves, date: leaves ? times.dateOf(behind, end, caller.id) : 0 };
  }

  function stepByStep(level: number, to: number): Passed | null {
    const members = glass.between(level);
    const end = members === 0 ? 0 : endOfEvent(members, to);
    if (end <= members || !endsWell(end, to)) return null;
    const passed = look(members, end);
    const tail = passed === null ? null : tails.partAt(end, to);
    if (tail !== null) {
      // The next line is likely to end as this one.
      lastTail = to - end;
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
      const level = afterHead(from, to);
      if (level === 0) return null;
      const passed = (lastTail > 0 ? skim(level, to) : null) ?? stepByStep(level, to);
      if (passed !== null) credit = Math.min(mostCredit, credit + 1);
      return passed;
    },
  };

  /** Whether the text of an event that ends with the byte at `last` may be JSON: white space aside it ends with a brace. */
  function mayBeWhole(last: number): boolean {
    let at = last;
    for (;;) {
      if (isSpace(memory[at])) at -= 1;
      else if (isWhite(memory[at]) && memory[at - 1] === backslash && memory[at - 2] !== backslash) at -= 2;
      else return memory[at] === closeObject;
    }
  }

  /**
   * Where the text ends of which the first quote without a backslash is at `at`. It is that one, unless the cut of a record
   * went through an escape: then its last sign is a backslash, written as two, and that quote is the one behind `,`.
   */
  function endOfText(at: number): number {
    if (memory[at - 1] !== comma || memory[at - 2] !== quote || memory[at - 3] !== backslash) return at;
    let first = at - 3;
    while (memory[first - 1] === backslash) first -= 1;
    return (at - 2 - first) % 2 === 0 ? at - 2 : at;
  }

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
