/**
 * A memory with machine code over it: a loop that finds in one pass over the bytes every newline, every `\u` and the last
 * two signs of a quote and one of some words; and what it takes to look at a line more closely.
 * Knows where in memory things lie; refuses to know lines.
 */
import { type Exports, machine } from './wasm/machine.ts';
import { sift, step, type Test } from './wasm/sift.ts';
import { agentKey, dated, datedPieces, skim, slip } from './wasm/skim.ts';
import { between, hash, piecesOf, same, textEnd, textSigns } from './wasm/texts.ts';

export interface Sieve {
  /** How many of these bytes are sifted at a time. */
  blockBytes(bytes: Uint8Array): number;
  /** A part of its memory: what is read into it need not be copied to be sifted. */
  readonly window: Uint8Array;
  /**
   * @returns ascending positions in `bytes` of the hits in the block that begins at `from`, until it is called again.
   * Positions behind the end of `bytes` mean nothing, and what needs bytes from behind the end may be missed.
   */
  hits(bytes: Uint8Array, from: number): Uint32Array;
  readonly glass: Glass;
}

/** For looking at a line. Addresses are indices of `memory`. */
export interface Glass {
  readonly memory: Uint8Array;
  /** Where free memory begins and ends, for whoever looks. */
  readonly free: readonly [from: number, to: number];
  /** The address of a line of at most `longestLine` bytes, valid until the next is placed; a newline is behind it. */
  place(bytes: Uint8Array, from: number, to: number): number;
  /** How many places `combTests` hit; their addresses stand in `combed`, those at `end` or behind mean nothing. */
  comb(end: number, from: number): number;
  readonly combed: Uint32Array;
  /** As wasm/texts.ts says. */
  textEnd(at: number): number;
  /** `betweenLiterals`, from within the text ahead of the first; 0 where something else is there. */
  between(at: number): number;
  same(a: number, b: number, length: number): number;
  hash(a: number, length: number): number;
  /** As wasm/skim.ts says. */
  skim(level: number, to: number, tail: number): number;
  dated(time: number): number;
  /** What `skim` is told, and tells, in the order of `slip`. */
  readonly slip: Int32Array;
}

/**
 * Longer ones tell nothing of a caller: in two thousand bytes no more than a thousand containers lie in each other, at which
 * depth the reader of cut records gives up.
 */
export const longestCaller = 2_000;

/** Longer lines are not looked at: a record is cut at 16 KiB, which makes fewer bytes than this. */
export const longestLine = 128 * 1024;

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

/** Its list of hits has room for one at every byte. */
const blockInside = 256 * 1024;
/** Small enough to stay in the first cache between being copied and being sifted. */
const blockCopied = 24 * 1024;
/** A hit is looked at up to this far behind its first byte. */
const reach = 8;
const room = 64;

/** The window comes first, then what is copied; all with room for looks behind their end. */
const windowBytes = 4 * 1024 * 1024;
const copyAt = windowBytes + room;
const lineAt = copyAt + blockCopied + room;
const constantsAt = lineAt + longestLine + room;
const combConstantsAt = constantsAt + 64;
const signsAt = combConstantsAt + 64;
const literalsAt = signsAt + 64;
const slipAt = literalsAt + 512;
const agentKeyAt = slipAt + 64;
const datedAt = agentKeyAt + 32;
const hitsAt = datedAt + 512;
const combedAt = hitsAt + 4 * (blockInside + step);
const freeAt = combedAt + 4 * (longestLine + step);
const freeBytes = 2 * 1024 * 1024;
const pages = Math.ceil((freeAt + freeBytes) / 65_536);

interface Routines extends Exports {
  readonly sift: (end: number, from: number) => number;
  readonly comb: (end: number, from: number) => number;
  readonly textEnd: (at: number) => number;
  readonly between: (at: number) => number;
  readonly same: (a: number, b: number, length: number) => number;
  readonly hash: (a: number, length: number) => number;
  readonly skim: (level: number, to: number, tail: number) => number;
  readonly dated: (time: number) => number;
}

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
    hits(bytes, from) {
      const length = Math.min(bytes.length - from, blockBytes(bytes));
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

function glassOf(memory: Uint8Array, routines: Routines): Glass {
  const combed = new Uint32Array(memory.buffer, combedAt);
  const newline = 0x0a;
  // Where bytes lie is asked for every line, and slow to tell.
  let seen: Uint8Array | null = null;
  let seenAt = 0;
  return {
    memory,
    free: [freeAt, freeAt + freeBytes],
    place(bytes, from, to) {
      if (bytes === seen && memory[seenAt + to] === newline) return seenAt + from;
      // What lies inside lies there with all that follows it; the newline of a line does.
      if (bytes.buffer === memory.buffer && memory[bytes.byteOffset + to] === newline) {
        [seen, seenAt] = [bytes, bytes.byteOffset];
        return seenAt + from;
      }
      memory.set(bytes.subarray(from, to), lineAt);
      memory[lineAt + to - from] = newline;
      return lineAt;
    },
    comb: (end, from) => (routines.comb(end, from) - combedAt) / 4,
    combed,
    textEnd: routines.textEnd,
    between: routines.between,
    same: routines.same,
    hash: routines.hash,
    skim: routines.skim,
    dated: routines.dated,
    slip: new Int32Array(memory.buffer, slipAt, slip.length),
  };
}

function build(words: readonly string[]): { memory: Uint8Array; routines: Routines } {
  const sifting = sift('sift', siftTests(words), hitsAt, constantsAt);
  const combing = sift('comb', combTests, combedAt, combConstantsAt);
  const text = textEnd(signsAt);
  const parts = [
    sifting.routine,
    combing.routine,
    text,
    between(betweenLiterals, literalsAt, 2),
    same(),
    hash(),
    skim({ comb: 1, textEnd: 2, between: 3, same: 4, hash: 5 }, slipAt, combedAt, agentKeyAt, longestCaller),
    dated(datedAt, 2),
  ];
  const routines = machine(pages, parts) as Routines;
  const memory = new Uint8Array(routines.memory.buffer);
  memory.set(sifting.constants, constantsAt);
  memory.set(combing.constants, combConstantsAt);
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
