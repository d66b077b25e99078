/**
 * WebAssembly written by hand: instructions as numbers, and what stands around them in a module.
 * Knows machine code; refuses to know what it is for. Source of the codes: WebAssembly Core Specification 2.0, section 5.4.
 */

export type Code = readonly (number | Code)[];

export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly [name: string]: unknown;
}

// TypeScript declares this only together with the browser.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};

export const i32Type = 0x7f;
export const v128Type = 0x7b;

/** A function of numbers that gives a number; its locals are counted behind its parameters. */
export interface Routine {
  readonly name: string;
  readonly parameters: number;
  /** How many of each type. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: Code;
}

export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];
export const tee = (local: number): Code => [0x22, local];
export const call = (routine: number): Code => [0x10, routine];
export const i32 = (value: number): Code => [0x41, signed(value)];
export const i64 = (value: number | bigint): Code => [0x42, signed64(BigInt(value))];
export const loadI64: Code = [0x29, 0, 0];
export const loadI32 = (offset = 0): Code => [0x28, 0, unsigned(offset)];
export const loadU8 = (offset = 0): Code => [0x2d, 0, unsigned(offset)];
export const loadU16 = (offset = 0): Code => [0x2f, 0, unsigned(offset)];
export const storeI32: Code = [0x36, 0, 0];
export const storeByte: Code = [0x3a, 0, 0];
export const [isZero, isEqual, isLess, isAbove] = [0x45, 0x46, 0x49, 0x4b];
export const [add, subtract, multiply, and, or, xor, shiftLeft, trailingZeros] = [
  0x6a, 0x6b, 0x6c, 0x71, 0x72, 0x73, 0x74, 0x68,
];
export const [divide, shiftRight] = [0x6e, 0x76];
export const [isEqual64, and64] = [0x51, 0x83];
export const select = 0x1b;
export const [block, loop, ifThen, orElse, end, branch, branchIf, giveBack, nothing] = [
  0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0f, 0x40,
];

const simd = (code: number): Code => [0xfd, unsigned(code)];
export const bytesEqual = simd(0x23);
export const not = simd(0x4d);
export const both = simd(0x4e);
/** The bits of the first that are not in the second. */
export const without = simd(0x4f);
export const either = simd(0x50);
export const differ = simd(0x51);
export const lanesAbove = simd(0x28);
export const subtractLanes = simd(0x71);
export const anyTrue = simd(0x53);
export const mask = simd(0x64);
export const addLanes = simd(0xae);
export const shiftLanes = simd(0xab);
export const lane = (index: number): Code => [simd(0x1b), index];
/** Sixteen bytes at an address. */
export const loadBytes = (offset = 0): Code => [simd(0), 0, unsigned(offset)];
export const storeBytes: Code = [simd(0x0b), 0, 0];
/** One byte at an address, sixteen times. */
export const splatByte = (offset: number): Code => [simd(7), 0, unsigned(offset)];

/** Makes the memory and the routines of a module; each calls those ahead of it by their place in the list. */
export function machine(pages: number, routines: readonly Routine[]): Exports {
  const code = flat([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(
      1,
      routines.length,
      ...routines.map(
        ({ parameters }): Code => [
          0x60,
          parameters,
          Array.from({ length: parameters }, () => i32Type),
          1,
          i32Type,
        ],
      ),
    ),
    section(3, routines.length, ...routines.map((_, index) => index)),
    section(5, 1, 0, unsigned(pages)),
    section(
      7,
      routines.length + 1,
      named('memory', 2, 0),
      ...routines.map(({ name }, index) => named(name, 0, index)),
    ),
    section(
      10,
      routines.length,
      ...routines.map(({ locals, body }) =>
        sized([locals.length, ...locals.map((few) => [...few]), body, end]),
      ),
    ),
  ]);
  return new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(code))).exports;
}

const section = (id: number, ...content: Code): Code => [id, sized(content)];
const named = (name: string, ...what: Code): Code => [name.length, [...Buffer.from(name)], what];

const flat = (code: Code): number[] =>
  code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)));

function sized(content: Code): Code {
  const bytes = flat(content);
  return [unsigned(bytes.length), bytes];
}

/** Numbers in LEB128; unsigned ones, and signed ones of either sign. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...unsigned(Math.floor(value / 0x80))];
}

const signed = (value: number): number[] => signed64(BigInt(value));

function signed64(value: bigint): number[] {
  const low = Number(BigInt.asUintN(7, value));
  const rest = value >> 7n;
  const ends = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return ends ? [low] : [low + 0x80, ...signed64(rest)];
}
