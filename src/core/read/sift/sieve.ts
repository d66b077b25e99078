/**
 * A memory with machine code over it: a loop that finds in one pass over the bytes every newline, every `\u` and the last
 * two signs of a quote and one of some words; and what it takes to look at a line more closely.
 * Knows where in memory things lie; refuses to know lines.
 */

import { agent, agentKey } from '../wasm/agent.ts';
import { dated, datedPieces } from '../wasm/dated.ts';
import { type Glass, glassOf, type Routines } from '../wasm/glass.ts';
import {
  agentConstantsAt,
  agentKeyAt,
  blockCopied,
  blockInside,
  combConstantsAt,
  combedAt,
  constantsAt,
  copyAt,
  datedAt,
  escapesAt,
  headsAt,
  hitsAt,
  literalsAt,
  longestCaller,
  longestLine,
  pages,
  reach,
  restConstantsAt,
  signsAt,
  slipAt,
  tableAt,
  windowBytes,
} from '../wasm/layout.ts';
import { machine } from '../wasm/machine.ts';
import { piecesOf } from '../wasm/pieces.ts';
import { rest } from '../wasm/rest.ts';
import { sift, step, type Test } from '../wasm/sift.ts';
import { skim } from '../wasm/skim.ts';
import { slip } from '../wasm/slip.ts';
import { stride } from '../wasm/stride.ts';
import { between, hash, same, textEnd, textSigns } from '../wasm/texts.ts';
import { escapeBytes, unescaped } from '../wasm/unescaped.ts';

export interface Sieve {
  /** How many of these bytes are sifted at a time. */
  blockBytes(bytes: Uint8Array): number;
  /** A part of its memory: what is read into it need not be copied to be sifted. */
  readonly window: Uint8Array;
  /**
   * @param most bytes of a smaller block: a multiple of `step`
   * @returns ascending positions in `bytes` of the hits in the block that begins at `from`, until it is called again.
   * Positions behind the end of `bytes` mean nothing, and what needs bytes from behind the end may be missed.
   */
  hits(bytes: Uint8Array, from: number, most?: number): Uint32Array;
  readonly glass: Glass;
}

/** What stands between the texts from the level of an event to its user, as Kubernetes writes them. */
export const betweenLiterals = [
  '\\",\\"auditID\\":\\"',
  '\\",\\"stage\\":\\"',
  '\\",\\"requestURI\\":\\"',
  '\\",\\"verb\\":\\"',
  '\\",',
];

/** A quote that no backslash is ahead of, by the sign ahead of it; `"u` and `IP` as in the keys of a caller. */
const combTests: readonly Test[] = [
  { signs: [null, '"'], butNot: '\\' },
  { signs: ['"', 'u'] },
  { signs: ['I', 'P'] },
];

/** @param words lower-case ASCII letters and digits, none of them empty; they are found in any letter case */
export function sieve(words: readonly string[]): Sieve {
  const { memory, routines } = build(words);
  const copy = memory.subarray(copyAt, copyAt + blockCopied + reach + step);
  const output = new Uint32Array(memory.buffer, hitsAt);
  const isInside = (bytes: Uint8Array): boolean => bytes.buffer === memory.buffer;
  const blockBytes = (bytes: Uint8Array): number => (isInside(bytes) ? blockInside : blockCopied);
  return {
    blockBytes,
    window: memory.subarray(0, windowBytes),
    hits(bytes, from, most = blockBytes(bytes)) {
      const length = Math.min(bytes.length - from, most);
      if (!isInside(bytes)) copy.set(bytes.subarray(from, from + length + reach));
      const at = isInside(bytes) ? bytes.byteOffset + from : copyAt;
      const found = output.subarray(0, (routines.sift(at + length, at) - hitsAt) / 4);
      const shift = from - at;
      if (shift !== 0)
        for (let index = 0; index < found.length; index += 1) found[index] = (found[index] ?? 0) + shift;
      return found;
    },
    glass: glassOf(memory, routines),
  };
}

function build(words: readonly string[]): { memory: Buffer<ArrayBuffer>; routines: Routines } {
  const sifting = sift('sift', siftTests(words), hitsAt, constantsAt);
  const combing = sift('comb', combTests, combedAt, combConstantsAt);
  const caller = agent({ textEnd: 2 }, slipAt, agentKeyAt, agentConstantsAt, longestCaller);
  const resting = rest(words, slipAt, combedAt, restConstantsAt);
  const routines = machine(pages, [
    sifting.routine,
    combing.routine,
    textEnd(signsAt),
    between(betweenLiterals, literalsAt, signsAt),
    same(),
    hash(),
    caller.routine,
    resting.routine,
    skim({ textEnd: 2, between: 3, same: 4, agent: 6, rest: 7 }, { slipAt, headsAt, tableAt }),
    dated(datedAt, 2),
    stride({ skim: 8, same: 4, dated: 9 }, { slipAt, tableAt, hitsAt: combedAt }, longestLine),
    unescaped(escapesAt, slipAt + 4 * slip.indexOf('end')),
  ]) as Routines;
  const memory = Buffer.from(routines.memory.buffer);
  memory.set(sifting.constants, constantsAt);
  memory.set(combing.constants, combConstantsAt);
  memory.set(caller.constants, agentConstantsAt);
  memory.set(resting.constants, restConstantsAt);
  memory.set(escapeBytes(), escapesAt);
  memory.set(Buffer.from(textSigns), signsAt);
  for (const [index, piece] of betweenLiterals.flatMap(piecesOf).entries())
    memory.set(piece, literalsAt + 32 * index);
  for (const piece of piecesOf(agentKey)) memory.set(piece, agentKeyAt);
  for (const [index, piece] of datedPieces().entries()) memory.set(piece, datedAt + 32 * index);
  return { memory, routines };
}

const siftTests = (words: readonly string[]): Test[] => [
  { signs: ['\n', null] },
  { signs: ['\\', 'u'] },
  ...words.map((word): Test => {
    const [one = '', two = ''] = `"${word}`.slice(-2);
    return { signs: [one, two], folds: true };
  }),
];
