/**
 * A routine that goes over what an event says behind its caller, to the end of its text. Knows what may not come again;
 * refuses to know what it means.
 */
import {
  add,
  and,
  branchIf,
  type Code,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  ifThen,
  isEqual,
  isLess,
  isZero,
  loadI32,
  loadU8,
  loadU16,
  loop,
  nothing,
  or,
  orElse,
  type Routine,
  set,
  storeI32,
  subtract,
  tee,
  trailingZeros,
} from './machine.ts';
import { giveUp, when } from './pieces.ts';
import { isHarmless, look, step, type Test } from './sift.ts';
import { is, pair, sign, slipFields } from './slip.ts';

/**
 * `rest(behind, limit)`: where the text of an event ends, from behind what it says of its caller on: the first quote without
 * a backslash. None where it may say something of its caller again, or where the line or what may be looked at ends.
 * `slip` has the end of a list of escapes that are not harmless, and of places that may be words with a quote ahead, of which
 * the list has the last two signs.
 */
export function rest(
  words: readonly string[],
  slipAt: number,
  hitsAt: number,
  constantsAt: number,
): { readonly routine: Routine; readonly constants: readonly number[] } {
  const [behind, limit, at, bits, hit, hits, two, key] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const beginnings = [...new Set(words.map((word) => word.slice(0, 1)))];
  const tests: readonly Test[] = [
    { signs: ['\n', null] },
    { signs: [null, '"'], butNot: '\\' },
    { signs: ['"', 'u'] },
    { signs: ['\\', 'u'] },
    { signs: ['I', 'P'] },
    ...beginnings.map((sign): Test => ({ signs: ['"', sign], folds: true })),
  ];
  const looking = look(tests, at, key + 1, constantsAt);
  const { tell } = slipFields(slipAt);
  const isTwo = (text: string): Code => [get(two), pair(text), isEqual];
  const user: Code = [
    [is(hit, 2, 's'), is(hit, 3, 'e'), and, is(hit, 4, 'r'), and],
    [is(hit, 5, 'A'), is(hit, 5, '\\'), is(hit, 6, '"'), and, or, and],
  ];
  const source: Code = [is(hit, -1, 'e'), is(hit, 2, 's'), and];
  const store = (offset: number): Code => [
    [get(hits), get(hit), i32(offset), add, storeI32, get(hits), i32(4), add, set(hits)],
  ];
  /** Whether so many letters of a word, four at most, stand at a place behind the quote. */
  const hasLetters = (text: string, from: number): Code => {
    const letters = text.slice(from, from + 4);
    const only = Buffer.alloc(4, 0xff).fill(0, letters.length).readInt32LE();
    const folds = Buffer.alloc(4, 0x20).fill(0, letters.length).readInt32LE();
    const bytes = Buffer.from(letters.padEnd(4, '\0')).readInt32LE();
    return [get(hit), loadI32(1 + from), i32(only), and, i32(folds), or, i32(bytes), isEqual];
  };
  const word = (text: string): Code =>
    when(
      [hasLetters(text, 0), text.length > 4 ? [hasLetters(text, text.length - 4), and] : []],
      store(text.length - 1),
    );
  /** Moves from behind a quote to ahead of it, and of the backslash that it may have. */
  const aheadOfQuote: Code = [
    [get(key), i32(1), subtract, tee(key), get(key), i32(1), subtract, loadU8(), sign('\\'), isEqual],
    [subtract, set(key)],
  ];
  /** Whether the key of a text that begins with the quote may be that of an agent: white space is for others to see. */
  const mayFollowKey: Code = [
    [get(hit), i32(1), add, set(key), aheadOfQuote, is(key, -1, ':')],
    [ifThen, i32Type, get(key), i32(1), subtract, set(key), is(key, -1, '"')],
    [ifThen, i32Type, aheadOfQuote, is(key, -1, 't'), orElse, i32(1), end],
    [
      orElse,
      [...' \t\r\nnrt'].map((one, at): Code => (at === 0 ? is(key, -1, one) : [is(key, -1, one), or])),
      end,
    ],
  ];
  const see: Code = [
    [get(at), get(bits), trailingZeros, add, tee(hit), loadU16(), set(two)],
    when(is(hit, 0, '\n'), giveUp),
    when(
      [is(hit, 1, '"'), is(hit, 0, '\\'), isZero, and],
      [tell('hits', get(hits)), get(hit), i32(1), add, giveBack],
    ),
    when(isTwo('"u'), when(user, giveUp)),
    when(isTwo('IP'), when(source, giveUp)),
    when(isTwo('\\u'), when([isHarmless(hit), isZero], store(0))),
    words.length === 0 ? [] : when(is(hit, 0, '"'), when(mayFollowKey, words.map(word))),
  ];
  const body: Code = [
    [looking.ready, i32(hitsAt), set(hits), get(behind), i32(1), subtract, set(at), loop, nothing],
    looking.each(bits, see),
    [get(at), i32(step), add, tee(at), get(limit), isLess, branchIf, 0, end, i32(0)],
  ];
  const locals = [[6, i32Type], looking.locals] as const;
  return { routine: { name: 'rest', parameters: 2, locals, body }, constants: looking.constants };
}
