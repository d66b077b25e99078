/**
 * A routine that takes the escapes out of a JSON text. Knows the short escapes; leaves the long ones, and what is no JSON,
 * to others.
 */
import {
  add,
  branch,
  bytesEqual,
  type Code,
  either,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  ifThen,
  isEqual,
  isZero,
  lanesAbove,
  loadBytes,
  loadU8,
  loop,
  mask,
  nothing,
  type Routine,
  set,
  splatByte,
  storeByte,
  storeBytes,
  storeI32,
  tee,
  trailingZeros,
  v128Type,
} from './machine.ts';
import { giveUp, when } from './pieces.ts';

/** Signs that `unescaped` looks for, and the first that may stand in a text. */
const signs = '"\\ ';

const tableOffset = 16;

/** What its caller writes to memory for it: the signs, and what each byte means behind a backslash; 0: no short escape. */
export function escapeBytes(): Uint8Array {
  const table = new Uint8Array(tableOffset + 256);
  table.set(Buffer.from(signs));
  for (const [sign, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'].map((two) => [...two]))
    table[tableOffset + (sign?.charCodeAt(0) ?? 0)] = meant?.charCodeAt(0) ?? 0;
  return table;
}

/**
 * `unescaped(at, out)`: writes the text that begins at an address, without its escapes, to another, and up to fifteen bytes more.
 * @param endAt where it tells the address of the quote that ends the text
 * @returns where what it wrote ends; 0 where the text has long escapes, or is no JSON
 */
export function unescaped(bytesAt: number, endAt: number): Routine {
  const [at, out, bits, meant, here, all] = [0, 1, 2, 3, 4, 5] as const;
  const is = (sign: string): Code => [get(here), get(all + signs.indexOf(sign)), bytesEqual];
  const on = (local: number, bytes: Code): Code => [get(local), bytes, add, set(local)];
  const sign: Code = [get(at), loadU8()];
  const body: Code = [
    [...signs].map((_, index): Code => [i32(0), splatByte(bytesAt + index), set(all + index)]),
    [loop, nothing, get(out), get(at), loadBytes(), tee(here), storeBytes],
    [is('"'), is('\\'), either, get(all + signs.indexOf(' ')), get(here), lanesAbove, either],
    [mask, tee(bits), isZero, ifThen, nothing, on(at, i32(16)), on(out, i32(16)), branch, 1, end],
    [on(at, [get(bits), trailingZeros]), on(out, [get(bits), trailingZeros])],
    when([sign, i32(0x22), isEqual], [i32(endAt), get(at), storeI32, get(out), giveBack]),
    when([sign, i32(0x5c), isEqual, isZero], giveUp),
    when([get(at), loadU8(1), loadU8(bytesAt + tableOffset), tee(meant), isZero], giveUp),
    [get(out), get(meant), storeByte, on(at, i32(2)), on(out, i32(1)), branch, 0, end, i32(0)],
  ];
  const locals = [
    [2, i32Type],
    [1 + signs.length, v128Type],
  ] as const;
  return { name: 'unescaped', parameters: 2, locals, body };
}
