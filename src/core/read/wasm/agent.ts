/** A routine that finds who calls, in an event as Kubernetes writes it. Knows keys; refuses to know users. */
import {
  add,
  block,
  branch,
  branchIf,
  type Code,
  call,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  isAbove,
  isEqual,
  isLess,
  isZero,
  loadU16,
  loop,
  nothing,
  type Routine,
  set,
  subtract,
  trailingZeros,
  v128Type,
} from './machine.ts';
import { giveUp, isOther, when } from './pieces.ts';
import { look, step, type Test } from './sift.ts';
import { pair, slipFields, unless } from './slip.ts';
import { hashing } from './texts.ts';

export const agentKey = '"userAgent\\":\\"';
/** Of its letters the two that stand together most seldom. */
const agentTest: Test = { signs: ['r', 'A'] };
const agentTestAt = agentKey.indexOf('rA');

/**
 * `agent(members)`: where what an event says of its caller ends, behind the text of its agent, which is the first that comes;
 * `slip` has a hash of the bytes up to there.
 * @param longest bytes that may tell of a caller
 */
export function agent(
  places: { readonly textEnd: number },
  slipAt: number,
  agentKeyAt: number,
  constantsAt: number,
  longest: number,
): { readonly routine: Routine; readonly constants: readonly number[] } {
  const [members, at, bits, key, behind, sum, other] = [0, 1, 2, 3, 4, 5, 6] as const;
  const looking = look([agentTest], at, other + 1, constantsAt);
  const { into, result } = hashing(sum, other);
  const { tell } = slipFields(slipAt);
  const found: Code = [
    [get(key), i32(agentKey.length), add, call(places.textEnd), i32(2), add, set(behind)],
    unless([get(behind), i32(2), subtract, loadU16(), pair('\\"'), isEqual], giveUp),
    when([get(behind), get(members), subtract, i32(longest), isAbove], giveUp),
    // What is left of the caller, in pieces that the last of which may overlap.
    [block, nothing, loop, nothing, get(at), get(behind), i32(16), subtract, isLess, isZero, branchIf, 1],
    [into(sum, [get(at)]), get(at), i32(16), add, set(at), branch, 0, end, end],
    [into(other, [get(behind), i32(16), subtract]), tell('hash', result), get(behind), giveBack],
  ];
  const body: Code = [
    [looking.ready, get(members), set(at), loop, nothing],
    when([get(at), get(members), subtract, i32(longest), isAbove], giveUp),
    looking.each(bits, [
      [get(at), get(bits), trailingZeros, add, i32(agentTestAt), subtract, set(key)],
      unless(isOther(get(key), agentKey, agentKeyAt), found),
    ]),
    [into(sum, [get(at)]), into(other, [get(at), i32(16), add])],
    [get(at), i32(step), add, set(at), branch, 0, end, i32(0)],
  ];
  const locals = [[4, i32Type], [2, v128Type], looking.locals] as const;
  return { routine: { name: 'agent', parameters: 1, locals, body }, constants: looking.constants };
}
