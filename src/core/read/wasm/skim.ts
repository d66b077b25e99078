/**
 * A routine for the lines that are as nearly all lines are: it goes the whole way that gate/passer.ts describes in one pass
 * over the bytes, and gives 0 where anything is not as usual. What it finds is what the passer finds step by step.
 */
import {
  add,
  and,
  block,
  branch,
  branchIf,
  type Code,
  call,
  divide,
  end,
  get,
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
  multiply,
  nothing,
  type Routine,
  select,
  set,
  shiftRight,
  subtract,
  tee,
  xor,
} from './machine.ts';
import { giveUp, when } from './pieces.ts';
import {
  hashShift,
  is,
  knownHeads,
  pair,
  partBytes,
  sign,
  slipFields,
  spread,
  unless,
  ways,
} from './slip.ts';

/** Where the routines stand that `skim` calls. */
export interface Places {
  readonly textEnd: number;
  readonly between: number;
  readonly same: number;
  readonly agent: number;
  readonly rest: number;
}

/**
 * `skim(from, limit)`: looks at a line to its newline, which must be ahead of the limit. It must begin with a known head, and
 * end with the tail that `slip` tells of, and the text in which that ends.
 * @param at where in memory the known heads and callers are told, each by address and length
 * @returns where the text of its event ends; `slip` has the number of the head, what is needed to know the caller, his place
 * among those known, -1 if he has none, and where the line ends
 */
export function skim(
  places: Places,
  { slipAt, headsAt, tableAt }: Readonly<Record<'slipAt' | 'headsAt' | 'tableAt', number>>,
): Routine {
  const [from, limit, members, behind, ends, at, length, last] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const { field, tell } = slipFields(slipAt);
  const found = (local: number, value: Code): Code => when([value, tee(local), isZero], giveUp);
  /** Sets `at` to the one among some parts that stands at an address, or to `last`. */
  const search = (address: number, fits: Code): Code => [
    [block, nothing, loop, nothing, get(at), get(last), isEqual, branchIf, 1, fits, ifThen, nothing],
    [get(address), get(at), loadI32(), get(length), call(places.same), branchIf, 2, end],
    [get(at), i32(partBytes), add, set(at), branch, 0, end, end],
  ];
  const partLength: Code = [get(at), loadI32(4)];
  const head: Code = [
    [i32(headsAt), set(at), i32(headsAt + partBytes * knownHeads), set(last)],
    search(from, [partLength, tee(length)]),
    when([get(at), get(last), isEqual], giveUp),
    [tell('head', [get(at), i32(headsAt), subtract, i32(partBytes), divide]), get(from), get(length), add],
  ];
  const caller: Code = [
    [get(behind), get(members), subtract, set(length)],
    [field('hash'), get(length), xor, i32(spread | 0), multiply, i32(hashShift), shiftRight],
    [i32(partBytes * ways), multiply, i32(tableAt), add, tee(at), i32(partBytes * ways), add, set(last)],
    search(members, [partLength, get(length), isEqual]),
    tell('caller', [
      [i32(-1), get(at), i32(tableAt), subtract, i32(partBytes), divide],
      [get(at), get(last), isEqual, select],
    ]),
  ];
  const body: Code = [
    found(members, [head, call(places.between)]),
    found(behind, [get(members), call(places.agent)]),
    found(ends, [get(behind), get(limit), call(places.rest)]),
    // What is behind a comma may be something else.
    when(is(ends, -1, ','), giveUp),
    unless([get(ends), field('tailAt'), field('tailLength'), call(places.same)], giveUp),
    [get(ends), field('tailLength'), add, call(places.textEnd), set(at)],
    unless([get(at), loadU16(), pair('"}'), isEqual], giveUp),
    [get(at), i32(2), add, tee(at), get(at), loadU8(), sign('\r'), isEqual, add, set(at)],
    unless([is(at, 0, '\n'), get(at), get(limit), isLess, and], giveUp),
    [tell('members', get(members)), tell('behind', get(behind)), tell('next', get(at)), caller, get(ends)],
  ];
  return { name: 'skim', parameters: 2, locals: [[6, i32Type]], body };
}
