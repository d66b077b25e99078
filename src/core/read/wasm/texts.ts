/**
 * Routines over texts inside `properties.log`, which is JSON within a JSON text: where one ends, what stands between two,
 * and whether bytes are the same as others. Knows the escapes of that level; refuses to know keys that matter.
 */
import {
  add,
  addLanes,
  anyTrue,
  both,
  branch,
  bytesEqual,
  type Code,
  differ,
  either,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  ifThen,
  isEqual,
  isLess,
  isZero,
  lane,
  loadBytes,
  loop,
  mask,
  multiply,
  not,
  nothing,
  type Routine,
  select,
  set,
  shiftLanes,
  splatByte,
  subtract,
  tee,
  trailingZeros,
  v128Type,
} from './machine.ts';
import { giveUp, isOther, piecesOf, when } from './pieces.ts';
import { isHarmless } from './sift.ts';

/** The signs that `textEnd` looks at, written to memory by its caller. */
export const textSigns = '"\\/\n';

/** Code that goes from within a text to where it ends, with its own locals of sixteen bytes from `local` on. */
function endOfText(at: number, bits: number, local: number, signsAt: number) {
  const [here, next, signs] = [local, local + 1, local + 2] as const;
  const is = (one: number, sign: string): Code => [
    get(one),
    get(signs + textSigns.indexOf(sign)),
    bytesEqual,
  ];
  const goOn = (bytes: number): Code => [ifThen, nothing, get(at), i32(bytes), add, set(at), branch, 1, end];
  return {
    ready: [...textSigns].map((_, index): Code => [i32(0), splatByte(signsAt + index), set(signs + index)]),
    go: [
      [loop, nothing, get(at), loadBytes(), set(here), get(at), loadBytes(1), set(next)],
      [is(here, '"'), is(here, '\n'), either],
      [is(here, '\\'), is(next, '/'), not, both, either, mask, tee(bits), isZero, goOn(16)],
      [get(at), get(bits), trailingZeros, add, set(at), isHarmless(at, '\\'), goOn(7), end],
    ],
    locals: [2 + textSigns.length, v128Type] as const,
  };
}

/**
 * `textEnd(at)`: where the text that goes on at an address ends: the first quote, newline or backslash in it, but for
 * `\/` and the escapes that Go writes, at this level `\\u0026`. What ends there is for the caller to see.
 */
export function textEnd(signsAt: number): Routine {
  const [at, bits] = [0, 1] as const;
  const { ready, go, locals } = endOfText(at, bits, bits + 1, signsAt);
  return { name: 'textEnd', parameters: 1, locals: [[1, i32Type], locals], body: [ready, go, get(at)] };
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

/** Code for a number that bytes nearly always have for themselves, by two locals of sixteen bytes that begin as zero. */
export function hashing(sum: number, other: number) {
  return {
    /** Takes sixteen bytes in. */
    into: (local: number, at: Code): Code => [
      [get(local), at, loadBytes(), addLanes, set(local)],
      [get(local), get(local), i32(5), shiftLanes, differ, set(local)],
    ],
    result: [
      [get(sum), get(other), i32(7), shiftLanes, differ, set(sum)],
      [0, 1, 2, 3].map((index): Code => {
        const one: Code = [get(sum), lane(index)];
        return index === 0 ? one : [i32(31), multiply, one, add];
      }),
    ],
  };
}

/** `hash(a, length)`: a number that bytes nearly always have for themselves, sixteen or more of them. */
export function hash(): Routine {
  const [a, length, last, next, sum, other] = [0, 1, 2, 3, 4, 5] as const;
  const { into, result } = hashing(sum, other);
  const body: Code = [
    [get(a), get(length), add, i32(16), subtract, set(last)],
    inPairs(a, next, last, [into(sum, get(a)), into(other, get(next))], result),
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

/**
 * `between(at)`: goes on from within a text: to its end, over the first literal, to the end of the text that begins there,
 * over the next literal and so on. Returns where the last literal ends, 0 where anything else stands in between.
 * @param literalsAt their pieces one after another, written there by the caller
 */
export function between(literals: readonly string[], literalsAt: number, signsAt: number): Routine {
  const [at, bits] = [0, 1] as const;
  const { ready, go, locals } = endOfText(at, bits, bits + 1, signsAt);
  let address = literalsAt;
  const body = literals.map((literal): Code => {
    const other = isOther(get(at), literal, address);
    address += 32 * piecesOf(literal).length;
    return [go, when(other, giveUp), get(at), i32(literal.length), add, set(at)];
  });
  return {
    name: 'between',
    parameters: 1,
    locals: [[1, i32Type], locals],
    body: [ready, body, get(at)],
  };
}
