/**
 * A WebAssembly SIMD loop that finds in one pass over the bytes every newline, every `\u` and the last two signs of a
 * quote and one of some words. Thirty-two bytes at a time; what it finds is a hint, and its caller looks closer.
 * Knows machine code; refuses to know lines. Source of the codes: WebAssembly Core Specification 2.0, section 5.4.
 */

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
}

// TypeScript declares this only together with the browser.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      readonly sift: (end: number, from: number) => number;
    };
  };
};

/** Its list of hits has room for one at every byte. */
const blockInside = 256 * 1024;
/** Small enough to stay in the first cache between being copied and being sifted. */
const blockCopied = 24 * 1024;
/** A hit is looked at up to this far behind its first byte. */
const reach = 8;
const step = 32;
/** The window comes first, then what is copied; both with room for looks behind their end. */
const windowBytes = 4 * 1024 * 1024;
const copyAt = windowBytes + 64;
const constantsAt = copyAt + blockCopied + 64;
const hitsAt = constantsAt + 256;
const pages = Math.ceil((hitsAt + 4 * (blockInside + step)) / 65_536);

/** @param words lower-case ASCII letters and digits, none of them empty; they are found in any letter case */
export function sieve(words: readonly string[]): Sieve {
  const { code, constants } = program(words);
  const { memory, sift } = new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
  const copy = new Uint8Array(memory.buffer, copyAt, blockCopied + reach + step);
  const output = new Uint32Array(memory.buffer, hitsAt);
  new Uint8Array(memory.buffer, constantsAt).set(constants);
  const isInside = (bytes: Uint8Array): boolean => bytes.buffer === memory.buffer;
  const blockBytes = (bytes: Uint8Array): number => (isInside(bytes) ? blockInside : blockCopied);
  return {
    blockBytes,
    window: new Uint8Array(memory.buffer, 0, windowBytes),
    hits(bytes, from) {
      const length = Math.min(bytes.length - from, blockBytes(bytes));
      if (!isInside(bytes)) copy.set(bytes.subarray(from, from + length + reach));
      const at = isInside(bytes) ? bytes.byteOffset + from : copyAt;
      const found = output.subarray(0, (sift(at + length, at) - hitsAt) / 4);
      const shift = from - at;
      if (shift !== 0)
        for (let index = 0; index < found.length; index += 1) found[index] = (found[index] ?? 0) + shift;
      return found;
    },
  };
}

/** The signs `&`, `<` and `>` as Go writes them in nearly every line: no hits. */
const harmless = ['\\u0026', '\\u003c', '\\u003e'];

type Code = readonly (number | Code)[];

/** The module: memory, and one function `sift(end, from)` that returns where its list of hits ends. */
function program(words: readonly string[]): { code: Uint8Array; constants: Uint8Array } {
  const { body, constants } = sift(words);
  const i32 = 0x7f;
  const v128 = 0x7b;
  const locals = [2, [3, i32], [2 + constants.length, v128]];
  const section = (id: number, ...content: Code): Code => [id, sized(content)];
  const named = (name: string, ...what: Code): Code => [name.length, [...Buffer.from(name)], what];
  const code = flat([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, 1, 0x60, 2, i32, i32, 1, i32),
    section(3, 1, 0),
    section(5, 1, 0, unsigned(pages)),
    section(7, 2, named('memory', 2, 0), named('sift', 0, 0)),
    section(10, 1, sized([locals, body, 0x0b])),
  ]);
  return { code: Uint8Array.from(code), constants: Uint8Array.from(constants) };
}

function sift(words: readonly string[]): { body: Code; constants: readonly number[] } {
  const [to, at, hits, bits, hit, here, next] = [0, 1, 2, 3, 4, 5, 6] as const;
  const get = (local: number): Code => [0x20, local];
  const set = (local: number): Code => [0x21, local];
  const tee = (local: number): Code => [0x22, local];
  const i32 = (value: number): Code => [0x41, signed(value)];
  const i64 = (value: number): Code => [0x42, signed(value)];
  const [add, subtract, and, or, shiftLeft, isLess, trailingZeros] = [
    0x6a, 0x6b, 0x71, 0x72, 0x74, 0x49, 0x68,
  ];
  const simd = (code: number): Code => [0xfd, unsigned(code)];
  const [equal, both, either, mask] = [simd(0x23), simd(0x4e), simd(0x50), simd(0x64)];
  const load = (offset: number): Code => [get(at), simd(0), 0, unsigned(offset)];
  const [block, loop, branchIf, end, nothing] = [0x02, 0x03, 0x0d, 0x0b, 0x40];

  // Constants are loaded from memory ahead of the loop: V8 would make literal ones anew in each round.
  const constants: number[] = [];
  const all = (byte: number): Code => {
    if (!constants.includes(byte)) constants.push(byte);
    return get(next + 1 + constants.indexOf(byte));
  };
  const is = (letter: string): Code => [all(letter.charCodeAt(0)), equal];
  /** Sets bit 0x20, which folds the case of ASCII letters and leaves digits alone. */
  const folded: Code = [all(0x20), either];

  const tests = (offset: number): Code => [
    [load(offset), set(here)],
    [get(here), is('\n')],
    [get(here), is('\\'), load(offset + 1), tee(next), is('u'), both, either],
    ...words.map((word) => {
      const [one = '', two = ''] = `"${word}`.slice(-2);
      return [get(here), folded, is(one), get(next), folded, is(two), both, either];
    }),
    mask,
  ];
  // Stores each hit, and moves on unless it begins one of the escapes that Go writes in nearly every line.
  const found: Code = [get(at), get(bits), trailingZeros, add, tee(hit)];
  const sixBytes: Code = [get(hit), 0x29, 0, 0, i64(0xffff_ffff_ffff), 0x83];
  const isHarmless = harmless.map((sign, index): Code => {
    const same: Code = [sixBytes, i64(Buffer.from(sign).readUIntLE(0, 6)), 0x51];
    return index === 0 ? same : [same, or];
  });
  const round: Code = [
    [tests(0), tests(step / 2), i32(step / 2), shiftLeft, or, set(bits)],
    [block, nothing, get(bits), 0x45, branchIf, 0, loop, nothing],
    [get(hits), found, 0x36, 2, 0],
    [get(hits), i32(4), i32(0), isHarmless, 0x45, 0x1b, add, set(hits)],
    [get(bits), get(bits), i32(1), subtract, and, tee(bits), branchIf, 0, end, end],
    [get(at), i32(step), add, tee(at), get(to), isLess, branchIf, 0],
  ];
  const constantsIn = constants.map(
    (_, index): Code => [[i32(constantsAt), simd(7), 0, unsigned(index)], set(next + 1 + index)],
  );
  return { body: [i32(hitsAt), set(hits), constantsIn, loop, nothing, round, end, get(hits)], constants };
}

const flat = (code: Code): number[] =>
  code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)));

function sized(content: Code): Code {
  const bytes = flat(content);
  return [unsigned(bytes.length), bytes];
}

/** Numbers in LEB128; there are no negative ones here. */
const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...unsigned(Math.floor(value / 0x80))];

const signed = (value: number): number[] =>
  value < 0x40 ? [value] : [(value % 0x80) + 0x80, ...signed(Math.floor(value / 0x80))];
