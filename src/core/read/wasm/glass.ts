/** What it takes to look at a line closely: machine code, and where lines and their parts lie for it. Refuses to know lines. */
import {
  combedAt,
  freeAt,
  freeBytes,
  headsAt,
  laidAt,
  laidBytes,
  laidLeast,
  lineAt,
  slipAt,
  tableAt,
} from './layout.ts';
import type { Exports } from './machine.ts';
import { knownHeads, knownParts, partFields, slip } from './slip.ts';

/** For looking at a line. Addresses are indices of `memory`. */
export interface Glass {
  readonly memory: Buffer<ArrayBuffer>;
  /** Where free memory begins and ends, for whoever looks. */
  readonly free: readonly [from: number, to: number];
  /** The address of a line of at most `longestLine` bytes, valid until the next is placed; a newline is behind it. */
  place(bytes: Uint8Array, from: number, to: number): number;
  /** Memory that holds some bytes, piece by piece, for as long as they stay as they are. */
  along(bytes: Uint8Array): Laid;
  /** How many places `combTests` hit; their addresses stand in `combed`, those at `end` or behind mean nothing. */
  comb(end: number, from: number): number;
  readonly combed: Uint32Array;
  /** As wasm/texts.ts says. */
  textEnd(at: number): number;
  /** `betweenLiterals`, from within the text ahead of the first; 0 where something else is there. */
  between(at: number): number;
  same(a: number, b: number, length: number): number;
  hash(a: number, length: number): number;
  /** As wasm/skim.ts says; the words are those of the sieve. Uses `combed` for what it finds of them. */
  skim(from: number, limit: number): number;
  stride(from: number, limit: number): number;
  agent(members: number): number;
  /** As wasm/dated.ts says. */
  dated(time: number): number;
  /** As wasm/unescaped.ts says, of a text in a line that was placed; `combed` is where there is room for it. */
  unescaped(at: number, out: number): number;
  /** What `skim` is told, and tells, in the order of `slip`. */
  readonly slip: Int32Array;
  /** The heads and callers that `skim` knows: of each `partFields`. */
  readonly heads: Int32Array;
  readonly callers: Int32Array;
}

/** Bytes of lines of which the ends are not known. */
export interface Laid {
  /** The address of the byte at `from`. It must be asked for anew once another was. */
  lay(from: number): number;
  /** What was laid last ends there. */
  readonly limit: number;
}

export interface Routines extends Exports {
  readonly sift: (end: number, from: number) => number;
  readonly comb: (end: number, from: number) => number;
  readonly textEnd: (at: number) => number;
  readonly between: (at: number) => number;
  readonly same: (a: number, b: number, length: number) => number;
  readonly hash: (a: number, length: number) => number;
  readonly skim: (from: number, limit: number) => number;
  readonly stride: (from: number, limit: number) => number;
  readonly agent: (members: number) => number;
  readonly dated: (time: number) => number;
  readonly unescaped: (at: number, out: number) => number;
}

export function glassOf(memory: Buffer<ArrayBuffer>, routines: Routines): Glass {
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
    along: (bytes) => (bytes.buffer === memory.buffer ? inside(bytes) : copied(bytes, memory)),
    comb: (end, from) => (routines.comb(end, from) - combedAt) / 4,
    combed,
    textEnd: routines.textEnd,
    between: routines.between,
    same: routines.same,
    hash: routines.hash,
    skim: routines.skim,
    stride: routines.stride,
    agent: routines.agent,
    dated: routines.dated,
    unescaped: routines.unescaped,
    slip: new Int32Array(memory.buffer, slipAt, slip.length),
    heads: new Int32Array(memory.buffer, headsAt, partFields.length * knownHeads),
    callers: new Int32Array(memory.buffer, tableAt, partFields.length * knownParts),
  };
}

/** Bytes that lie in memory. */
function inside({ byteOffset, length }: Uint8Array): Laid {
  return { lay: (from) => byteOffset + from, limit: byteOffset + length };
}

function copied(bytes: Uint8Array, memory: Uint8Array): Laid {
  let first = 0;
  let last = 0;
  return {
    lay(from) {
      if (from < first || (last - from < laidLeast && last < bytes.length)) {
        first = from;
        last = Math.min(bytes.length, from + laidBytes);
        memory.set(bytes.subarray(first, last), laidAt);
      }
      return laidAt + from - first;
    },
    get limit() {
      return laidAt + last - first;
    },
  };
}
