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
  not,
  nothing,
  or,
  type Routine,
  select,
  set,
  shiftLeft,
  splatByte,
  subtract,
  tee,
  trailingZeros,
  v128Type,
} from './machine.ts';

/**
 * What a byte and the one behind it must be, as one sign each; `null`: anything.
 * `folds`: in any case of ASCII letters; digits and quotes are as they are. `butNot`: the first must not be that sign.
 */
export interface Test {
  readonly signs: readonly [string | null, string | null];
  readonly folds?: boolean;
  readonly butNot?: string;
}

/** Bytes in a step; a sift may look so far behind the end of what it is given. */
export const step = 32;

/** Signs that Go writes as escapes in nearly every line: no hits. */
export const harmless = ['\\u0026', '\\u003c', '\\u003e'] as const;

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
  const [to, at, hits, bits, hit, here, next] = [0, 1, 2, 3, 4, 5, 6] as const;
  const load = (offset: number): Code => [get(at), loadBytes(offset)];
  // Constants are loaded from memory ahead of the loop: V8 would make literal ones anew in each round.
  const constants: number[] = [];
  const all = (byte: number): Code => {
    if (!constants.includes(byte)) constants.push(byte);
    return get(next + 1 + constants.indexOf(byte));
  };
  const is = (letter: string): Code => [all(letter.charCodeAt(0)), bytesEqual];
  /** Sets bit 0x20, which folds the case of ASCII letters and leaves digits alone. */
  const folded = (folds = false): Code => (folds ? [all(0x20), either] : []);

  const holds = ({ signs: [one, two], folds, butNot }: Test): Code => {
    const first: Code[] = one === null ? [] : [[get(here), folded(folds), is(one)]];
    if (butNot !== undefined) first.push([get(here), is(butNot), not]);
    const parts = two === null ? first : [...first, [get(next), folded(folds), is(two)]];
    return parts.map((part, index): Code => (index === 0 ? part : [part, both]));
  };
  const round16 = (offset: number): Code => [
    [load(offset), set(here), load(offset + 1), set(next)],
    tests.map((test, index): Code => (index === 0 ? holds(test) : [holds(test), either])),
    mask,
  ];
  // Stores each hit, and moves on unless it begins one of the escapes that Go writes in nearly every line.
  const found: Code = [get(at), get(bits), trailingZeros, add, tee(hit)];
  const sixBytes: Code = [get(hit), loadI64, i64(0xffff_ffff_ffff), and64];
  const isHarmless = harmless.map((sign, index): Code => {
    const same: Code = [sixBytes, i64(Buffer.from(sign).readUIntLE(0, 6)), isEqual64];
    return index === 0 ? same : [same, or];
  });
  const round: Code = [
    [round16(0), round16(step / 2), i32(step / 2), shiftLeft, or, set(bits)],
    [block, nothing, get(bits), isZero, branchIf, 0, loop, nothing],
    [get(hits), found, 0x36, 2, 0],
    [get(hits), i32(4), i32(0), isHarmless, isZero, select, add, set(hits)],
    [get(bits), get(bits), i32(1), subtract, and, tee(bits), branchIf, 0, end, end],
    [get(at), i32(step), add, tee(at), get(to), isLess, branchIf, 0],
  ];
  const constantsIn = constants.map(
    (_, index): Code => [[i32(0), splatByte(constantsAt + index)], set(next + 1 + index)],
  );
  const body: Code = [i32(hitsAt), set(hits), constantsIn, loop, nothing, round, end, get(hits)];
  const locals = [
    [3, i32Type],
    [2 + constants.length, v128Type],
  ] as const;
  return { routine: { name, parameters: 2, locals, body }, constants };
}
