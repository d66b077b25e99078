/**
 * A loop that finds in one pass over the bytes every place where one of some tests holds, thirty-two bytes at a time.
 * What it finds is a hint, and its caller looks closer. Knows bytes and their neighbours; refuses to know lines.
 */
import {
  add,
  and,
  and64,
  block,
  both,
  branch,
  branchIf,
  bytesEqual,
  type Code,
  either,
  end,
  get,
  i32,
  i32Type,
  i64,
  isEqual64,
  isLess,
  isZero,
  loadBytes,
  loadI64,
  loop,
  mask,
  nothing,
  or,
  type Routine,
  select,
  set,
  shiftLeft,
  splatByte,
  storeI32,
  subtract,
  tee,
  trailingZeros,
  v128Type,
  without,
} from './machine.ts';

/**
 * What a byte and the one behind it must be, as one sign each; `null`: anything.
 * `folds`: in any case of ASCII letters; digits and quotes are as they are. `butNot`: the first, of which nothing else is
 * asked, must not be that sign.
 */
export interface Test {
  readonly signs: readonly [string | null, string | null];
  readonly folds?: boolean;
  readonly butNot?: string;
}

/** Bytes in a step; a sift may look so far behind the end of what it is given. */
export const step = 32;

/** Signs that Go writes as escapes in nearly every line: no hits. */
const harmless = ['\\u0026', '\\u003c', '\\u003e'] as const;

/** Code that looks at thirty-two bytes from an address on; it has locals of its own from `local` on. */
export interface Look {
  /** Goes ahead of the loop: V8 would make literal constants anew in each round. */
  readonly ready: Code;
  /** Leaves a number with a bit for each of the bytes: whether one of the tests holds there. */
  readonly bits: Code;
  /** Keeps that in a local, and sees to its bits one after another, of which it has only those that are left. */
  readonly each: (bits: number, see: Code) => Code;
  readonly locals: readonly [count: number, type: number];
  /** The signs looked for, one byte each, to be written where `look` is told that they are. */
  readonly constants: readonly number[];
}

export function look(tests: readonly Test[], at: number, local: number, constantsAt: number): Look {
  const [here, next] = [local, local + 1] as const;
  const load = (offset: number): Code => [get(at), loadBytes(offset)];
  const constants: number[] = [];
  const all = (byte: number): Code => {
    if (!constants.includes(byte)) constants.push(byte);
    return get(next + 1 + constants.indexOf(byte));
  };
  const is = (letter: string): Code => [all(letter.charCodeAt(0)), bytesEqual];
  /** Sets bit 0x20, which folds the case of ASCII letters and leaves digits alone. */
  const folded = (folds = false): Code => (folds ? [all(0x20), either] : []);

  const any = (codes: readonly Code[]): Code =>
    codes.map((code, index): Code => (index === 0 ? code : [code, either]));
  const sign = (local: number, letter: string, folds = false): Code => [
    get(local),
    folded(folds),
    is(letter),
  ];
  /** All tests that ask the same of the second sign. */
  const holds = (alike: readonly Test[]): Code => {
    const [, two] = alike[0]?.signs ?? [];
    const second = two === null || two === undefined ? [] : sign(next, two, alike[0]?.folds);
    const [butNot] = alike.flatMap((test) => test.butNot ?? []);
    if (butNot !== undefined) return [second, sign(here, butNot), without];
    const firsts = alike.flatMap(({ signs: [one], folds }) => (one === null ? [] : [sign(here, one, folds)]));
    return two === null ? any(firsts) : [any(firsts), second, both];
  };
  const groups = Map.groupBy(tests, ({ signs, folds = false, butNot }) =>
    JSON.stringify([signs[1], folds, butNot]),
  );
  const round16 = (offset: number): Code => [
    [load(offset), set(here), load(offset + 1), set(next)],
    [any([...groups.values()].map(holds)), mask],
  ];
  const bits: Code = [round16(0), round16(step / 2), i32(step / 2), shiftLeft, or];
  const ready = constants.map(
    (_, index): Code => [[i32(0), splatByte(constantsAt + index)], set(next + 1 + index)],
  );
  const each = (left: number, see: Code): Code => [
    [bits, set(left), block, nothing, loop, nothing, get(left), isZero, branchIf, 1],
    [see, get(left), get(left), i32(1), subtract, and, set(left), branch, 0, end, end],
  ];
  return { ready, bits, each, locals: [2 + constants.length, v128Type], constants };
}

/**
 * Whether one of the escapes that Go writes in nearly every line begins at an address.
 * @param ahead what stands ahead of its own signs
 */
export function isHarmless(at: number, ahead = ''): Code {
  return harmless.map((sign, index): Code => {
    const text = Buffer.from(ahead + sign);
    const only = Buffer.alloc(8).fill(0xff, 0, text.length).readBigInt64LE();
    const whole = Buffer.concat([text, Buffer.alloc(8)]).readBigInt64LE();
    const same: Code = [get(at), loadI64, i64(only), and64, i64(whole), isEqual64];
    return index === 0 ? same : [same, or];
  });
}

/**
 * `name(end, from)`: sifts from one address to another and returns where its list of hits ends.
 * @param constantsAt the signs looked for, written there by its caller, one byte each
 */
export function sift(
  name: string,
  tests: readonly Test[],
  hitsAt: number,
  constantsAt: number,
): { readonly routine: Routine; readonly constants: readonly number[] } {
  const [to, at, hits, bits, hit] = [0, 1, 2, 3, 4] as const;
  const looking = look(tests, at, hit + 1, constantsAt);
  // Stores each hit, and moves on unless it is harmless.
  const found: Code = [get(at), get(bits), trailingZeros, add, tee(hit)];
  const round: Code = [
    [looking.bits, set(bits)],
    [block, nothing, get(bits), isZero, branchIf, 0, loop, nothing],
    [get(hits), found, storeI32],
    [get(hits), i32(4), i32(0), isHarmless(hit), isZero, select, add, set(hits)],
    [get(bits), get(bits), i32(1), subtract, and, tee(bits), branchIf, 0, end, end],
    [get(at), i32(step), add, tee(at), get(to), isLess, branchIf, 0],
  ];
  const body: Code = [i32(hitsAt), set(hits), looking.ready, loop, nothing, round, end, get(hits)];
  const locals = [[3, i32Type], looking.locals] as const;
  return { routine: { name, parameters: 2, locals, body }, constants: looking.constants };
}
