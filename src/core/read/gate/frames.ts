/**
 * What stands around the event of a line: its beginning up to the level of the event, and its end from behind the event on,
 * each decided once for all lines that have the same (shape.ts). Opens a line by them. Refuses to know events.
 */
import type { Text } from '../call.ts';
import { backslash, carriageReturn, closeObject, quote, space } from '../characters.ts';
import type { ReadOptions } from '../options.ts';
import { mayBeAgent, wordsOf } from '../sift/prefilter.ts';
import type { Glass } from '../wasm/glass.ts';
import { longestLine } from '../wasm/layout.ts';
import { slots } from '../wasm/slip.ts';
import { type Part, type PartMemory, partMemory, type Told } from './part-memory.ts';
import { type Around, headOf, tailOf } from './shape.ts';

export type Frame = Told<Around> & Part;

/** A record of the category that is read, as parsing all of it would find it. */
export interface Opened {
  readonly resourceId: Text;
  readonly time: Text;
  readonly pod: Text;
  readonly log: string;
}

export interface Frames {
  /** Where other parts of lines are to be kept. */
  readonly parts: PartMemory;
  /** Whether a part may be learnt, which costs. */
  mayLearn(): boolean;
  /** Pays a little of it back. */
  earn(): void;
  /** The head of the line that begins at `from`. */
  headIn(from: number, to: number): Frame | null;
  /** A head by the number that `skim` tells. */
  headAt(index: number): Frame | undefined;
  /** The tail of a line, from the end of its event to within its last text, with which it ends. */
  tailIn(from: number, to: number): Frame | null;
  /** Whether a tail is not forgotten by now. */
  isKept(tail: Frame): boolean;
  /** @returns `null` where a line is not as lines are */
  open(bytes: Uint8Array, from: number, to: number): Opened | null;
}

const levelKey = Buffer.from('\\"level\\":\\"');
const longestHead = 2_048;
/** What is learnt costs as much as parsing a line: who learns too often stops until passing has paid for it. */
const costOfLearning = 16;
const mostCredit = 100_000;
const rubout = 0x7f;

/** @param thrifty whether it may leave a line unproven that needs learning */
export function frames(glass: Glass, options: ReadOptions, thrifty: boolean): Frames {
  const { memory, slip: told } = glass;
  const parts = partMemory(glass);
  const heads = parts.list<Around>(glass.heads);
  const tails = parts.list<Around>();
  const words = wordsOf(options.agents);
  let credit = mostCredit;

  const textOf = (from: number, to: number): string => memory.toString('utf8', from, to);

  function mayLearn(): boolean {
    if (thrifty && credit < costOfLearning) return false;
    credit -= costOfLearning;
    return true;
  }

  function earn(): void {
    if (credit < mostCredit) credit += 1;
  }

  /** No part in which there may be an agent is kept: a line is not looked through where it has a known one. */
  function mayHoldAgent(from: number, to: number): boolean {
    for (let at = from; at < to; at += 1) if (words === null || mayBeAgent(memory, at, words)) return true;
    return false;
  }

  function headIn(from: number, to: number): Frame | null {
    const known = heads.find(from, to);
    if (known !== null || !mayLearn()) return known;
    const first = memory.subarray(from, Math.min(to, from + longestHead));
    const length = first.indexOf(levelKey) + levelKey.length;
    if (length < levelKey.length || mayHoldAgent(from, from + length)) return null;
    const text = textOf(from, from + length);
    // Bytes that are no UTF-8 are others in the text, where the event would begin elsewhere.
    const head = Buffer.byteLength(text) === length ? headOf(text, options) : null;
    return head === null ? null : heads.add(from, length, head);
  }

  function tailIn(from: number, to: number): Frame | null {
    const known = tails.find(from, to);
    // One tail may be the beginning of another.
    if (known !== null && isLastText(from + known.length, to)) return known;
    const text = memory.lastIndexOf(quote, to - 3) + 1;
    if (text <= from + 16 || !isLastText(text, to) || mayHoldAgent(from, text) || !mayLearn()) return null;
    const tail = tailOf(textOf(from, text));
    return tail === null ? null : tails.add(from, text - from, tail);
  }

  function isLastText(at: number, to: number): boolean {
    const end = glass.textEnd(at);
    return end === to - 2 && memory[end] === quote && memory[end + 1] === closeObject;
  }

  /** The last text of a line, if its bytes are what it says. */
  function lastText(from: number, to: number): Text {
    for (let at = from; at < to; at += 1) {
      const byte = memory[at] ?? 0;
      if (byte < space || byte >= rubout || byte === backslash) return null;
    }
    return textOf(from, to);
  }

  return {
    parts,
    mayLearn,
    earn,
    headIn,
    headAt: heads.at,
    tailIn,
    isKept: (tail) => tails.has(tail),
    open(bytes, lineFrom, lineTo) {
      if (lineTo - lineFrom > longestLine) return null;
      const from = glass.place(bytes, lineFrom, lineTo);
      let to = from + lineTo - lineFrom;
      if (memory[to - 1] === carriageReturn) to -= 1;
      const head = headIn(from, to);
      const out = glass.combed.byteOffset;
      const outEnd = head === null ? 0 : glass.unescaped(from + head.value.logAt, out);
      if (head === null || outEnd === 0) return null;
      const log = textOf(out, outEnd);
      const end = told[slots.end] ?? 0;
      const tail = tailIn(end, to);
      const last = tail === null ? null : lastText(end + tail.length, to - 2);
      if (tail === null || last === null) return null;
      earn();
      return {
        resourceId: tail.value.resourceId ?? head.value.resourceId,
        time: tail.value.endsInTime ? last : (tail.value.time ?? head.value.time),
        pod: tail.value.pod ?? head.value.pod,
        log,
      };
    },
  };
}
