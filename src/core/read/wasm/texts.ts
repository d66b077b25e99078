/**
 * Routines over texts inside `properties.log`, which is JSON within a JSON text: where one ends, what stands between two,
 * and whether bytes are the same as others. Knows the escapes of that level; refuses to know keys that matter.
 */
import {
  add,
  addLanes,
  and64,
  anyTrue,
  both,
  branch,
  bytesEqual,
  type Code,
  call,
  differ,
  either,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  i64,
  ifThen,
  isEqual,
  isEqual64,
  isLess,
  isZero,
  lane,
  loadBytes,
  loadI64,
  loop,
  mask,
  multiply,
  not,
  nothing,
  or,
  type Routine,
  select,
  set,
  shiftLanes,
  splatByte,
  subtract,
  trailingZeros,
  v128Type,
} from './machine.ts';
import { harmless } from './sift.ts';

/** The signs that `textEnd` looks at, written to memory by its caller. */
export const textSigns = '"\\/\n';

/**
 * `textEnd(at)`: where the text that goes on at an address ends: the first quote, newline or backslash in it, but for
 * `\/` and the escapes that Go writes, at this level `\\u0026`. What ends there is for the caller to see.
 */
export function textEnd(signsAt: number): Routine {
  const [at, bits, here, next, signs] = [0, 1, 2, 3, 4] as const;
  const is = (local: number, sign: string): Code => [
    get(local),
    get(signs + textSigns.indexOf(sign)),
    bytesEqual,
  ];
  const escapes = harmless.map((sign, index): Code => {
    const bytes = Buffer.alloc(8);
    bytes.write(`\\${sign}`);
    const same: Code = [
      get(at),
      loadI64,
      i64(0xff_ffff_ffff_ffffn),
      and64,
      i64(bytes.readBigUInt64LE()),
      isEqual64,
    ];
    return index === 0 ? same : [same, or];
  });
  const goOn = (bytes: number): Code => [ifThen, nothing, get(at), i32(bytes), add, set(at), branch, 1, end];
  const body: Code = [
    [...textSigns].map((_, index): Code => [i32(0), splatByte(signsAt + index), set(signs + index)]),
    [loop, nothing, get(at), loadBytes(), set(here), get(at), loadBytes(1), set(next)],
    [is(here, '"'), is(here, '\n'), either],
    [is(here, '\\'), is(next, '/'), not, both, either, mask, 0x22, bits, isZero, goOn(16)],
    [get(at), get(bits), trailingZeros, add, set(at), escapes, goOn(7), end, get(at)],
  ];
  return {
    name: 'textEnd',
    parameters: 1,
    locals: [
      [1, i32Type],
      [2 + textSigns.length, v128Type],
    ],
    body,
  };
}

/** An address so many bytes behind another, or the last one. */
const onFrom = (address: number, bytes: number, last: number): Code => [
  [get(address), i32(bytes), add, get(last)],
  [get(address), i32(bytes), add, get(last), isLess, select],
];

/**
 * Goes over bytes in pairs of sixteen, the last of which ends exactly where they end and may overlap.
 * @param one where the first of a pair begins; `two`: the other; `last`: where the last sixteen bytes begin
 * @param look at a pair; `whenDone`: gives the number of the routine back
 */
const inPairs = (one: number, two: number, last: number, look: Code, whenDone: Code): Code => [
  [loop, nothing, onFrom(one, 16, last), set(two), look],
  [get(two), get(last), isEqual, ifThen, nothing, whenDone, giveBack, end],
  [onFrom(one, 32, last), set(one), branch, 0, end, i32(0)],
];

/** `same(a, b, length)`: whether bytes at two addresses are the same, sixteen or more of them. */
export function same(): Routine {
  const [a, b, length, last, next] = [0, 1, 2, 3, 4] as const;
  // From here on `b` is how far the second lies behind the first.
  const unlike = (at: number): Code => [get(at), loadBytes(), get(at), get(b), add, loadBytes(), differ];
  const look: Code = [unlike(a), unlike(next), either, anyTrue, ifThen, nothing, i32(0), giveBack, end];
  const body: Code = [
    [get(a), get(length), add, i32(16), subtract, set(last), get(b), get(a), subtract, set(b)],
    inPairs(a, next, last, look, i32(1)),
  ];
  return { name: 'same', parameters: 3, locals: [[2, i32Type]], body };
}

/** `hash(a, length)`: a number that bytes nearly always have for themselves, sixteen or more of them. */
export function hash(): Routine {
  const [a, length, last, next, sum, other] = [0, 1, 2, 3, 4, 5] as const;
  const into = (local: number, at: number): Code => [
    [get(local), get(at), loadBytes(), addLanes, set(local)],
    [get(local), get(local), i32(5), shiftLanes, differ, set(local)],
  ];
  const lanes = [0, 1, 2, 3].map((index): Code => {
    const one: Code = [get(sum), lane(index)];
    return index === 0 ? one : [i32(31), multiply, one, add];
  });
  const whenDone: Code = [get(sum), get(other), i32(7), shiftLanes, differ, set(sum), lanes];
  const body: Code = [
    [get(a), get(length), add, i32(16), subtract, set(last)],
    inPairs(a, next, last, [into(sum, a), into(other, next)], whenDone),
  ];
  return {
    name: 'hash',
    parameters: 2,
    locals: [
      [2, i32Type],
      [2, v128Type],
    ],
    body,
  };
}

/** A piece of at most sixteen bytes that must stand somewhere, and which of its bytes count. */
export const piecesOf = (literal: string): Uint8Array[] =>
  Array.from({ length: Math.ceil(literal.length / 16) }, (_, index) => {
    const piece = new Uint8Array(32);
    const bytes = Buffer.from(literal.slice(16 * index, 16 * index + 16));
    piece.set(bytes);
    piece.fill(0xff, 16, 16 + bytes.length);
    return piece;
  });

/**
 * `between(at)`: goes on from within a text: to its end, over the first literal, to the end of the text that begins there,
 * over the next literal and so on. Returns where the last literal ends, 0 where anything else stands in between.
 * @param literalsAt their pieces one after another, written there by the caller
 * @param textEndAt the place of `textEnd` among the routines
 */
export function between(literals: readonly string[], literalsAt: number, textEndAt: number): Routine {
  const at = 0;
  let address = literalsAt;
  const body = literals.map((literal): Code => {
    const pieces = piecesOf(literal).map((_, index): Code => {
      const piece = address;
      address += 32;
      return [
        [get(at), loadBytes(16 * index), i32(piece), loadBytes(), differ, i32(piece), loadBytes(16), both],
        [anyTrue, ifThen, nothing, i32(0), giveBack, end],
      ];
    });
    return [get(at), call(textEndAt), set(at), pieces, get(at), i32(literal.length), add, set(at)];
  });
  return { name: 'between', parameters: 1, locals: [], body: [body, get(at)] };
}
