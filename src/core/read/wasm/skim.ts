/**
 * Routines for the lines that are as nearly all lines are: each goes the whole way that gate/passer.ts describes in one
 * call, and gives 0 where anything is not as usual. What they find is what the passer finds step by step.
 */
import {
  add,
  and,
  anyTrue,
  block,
  both,
  branch,
  branchIf,
  type Code,
  call,
  differ,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  ifThen,
  isAbove,
  isEqual,
  isLess,
  isZero,
  lanesAbove,
  loadBytes,
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
  subtractLanes,
  tee,
} from './machine.ts';
import { piecesOf } from './texts.ts';

/** What its caller tells `skim`, and what it tells him: numbers of four bytes one after another. */
export const slip = ['tailAt', 'tailLength', 'members', 'behind', 'hash'] as const;
export type SlipField = (typeof slip)[number];

/** Where the routines stand that these call. */
export interface Places {
  readonly comb: number;
  readonly textEnd: number;
  readonly between: number;
  readonly same: number;
  readonly hash: number;
}

const giveUp: Code = [i32(0), giveBack];
const when = (condition: Code, then: Code): Code => [condition, ifThen, nothing, then, end];
const unless = (condition: Code, then: Code): Code => when([condition, isZero], then);
const sign = (text: string): Code => i32(text.charCodeAt(0));

/** Whether bytes behind an address are others than a literal of which the pieces lie in memory. */
const isOther = (address: Code, literal: string, piecesAt: number): Code =>
  piecesOf(literal).map((_, index): Code => {
    const piece = piecesAt + 32 * index;
    const one: Code = [
      [address, loadBytes(16 * index), i32(piece), loadBytes(), differ, i32(piece), loadBytes(16), both],
      anyTrue,
    ];
    return index === 0 ? one : [one, or];
  });

export const agentKey = '"userAgent\\":\\"';

/**
 * `skim(level, to, tail)`: looks at a line from within the text of its level, where its head ends, to its end; of which the
 * last `tail` bytes are its tail.
 * @returns where the text of its event ends; `slip` has what is needed to know its caller
 * @param longest bytes that may tell of a caller
 */
export function skim(
  places: Places,
  slipAt: number,
  combedAt: number,
  agentKeyAt: number,
  longest: number,
): Routine {
  const [level, to, tail, members, ends, behind, hit, hits, at, next] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ] as const;
  const field = (name: SlipField): Code => [i32(slipAt + 4 * slip.indexOf(name)), loadI32()];
  const tell = (name: SlipField, value: Code): Code => [
    i32(slipAt + 4 * slip.indexOf(name)),
    value,
    storeI32,
  ];
  const byte = (local: number, offset: number): Code =>
    offset < 0 ? [get(local), i32(-offset), subtract, loadU8()] : [get(local), loadU8(offset)];
  const is = (local: number, offset: number, text: string): Code => [
    byte(local, offset),
    sign(text),
    isEqual,
  ];

  const frame: Code = [
    [get(level), call(places.between), tee(members), isZero, ifThen, nothing, giveUp, end],
    [get(to), get(tail), subtract, set(ends)],
    unless([get(members), get(ends), isLess], giveUp),
    unless(is(ends, 0, '"'), giveUp),
    // What is behind a backslash or a comma may be something else.
    when([is(ends, -1, '\\'), is(ends, -1, ','), or], giveUp),
    unless([get(ends), field('tailAt'), field('tailLength'), call(places.same)], giveUp),
    [get(ends), field('tailLength'), add, call(places.textEnd), set(at)],
    unless([get(at), i32(2), add, get(to), isEqual, is(at, 0, '"'), and, is(at, 1, '}'), and], giveUp),
  ];
  const agent: Code = [
    unless(isOther(get(at), agentKey, agentKeyAt), [
      [get(at), i32(agentKey.length), add, call(places.textEnd), i32(2), add, set(behind)],
      unless([get(behind), i32(2), subtract, loadU16(), i32(0x225c), isEqual], giveUp),
    ]),
  ];
  const user: Code = when(
    [is(at, 2, 's'), is(at, 3, 'e'), and, is(at, 4, 'r'), and],
    when([is(at, 5, 'A'), is(at, 5, '\\'), is(at, 6, '"'), and, or], giveUp),
  );
  const source: Code = when([is(at, -1, 'e'), is(at, 2, 's'), and], giveUp);
  const look: Code = [
    when([get(next), sign('"'), isEqual], giveUp),
    unless(
      [get(at), get(behind), isLess],
      [
        when([get(next), sign('u'), isEqual], [get(behind), ifThen, nothing, user, orElse, agent, end]),
        when([get(next), sign('P'), isEqual, get(behind), i32(0), isAbove, and], source),
      ],
    ),
  ];
  const hitsOf: Code = [
    [get(ends), get(members), call(places.comb), set(hits), i32(combedAt), set(hit)],
    [block, nothing, loop, nothing, get(hit), get(hits), isEqual, branchIf, 1],
    [get(hit), loadI32(), tee(at), get(ends), i32(1), subtract, isLess, isZero, branchIf, 1],
    [byte(at, 1), set(next), look, get(hit), i32(4), add, set(hit), branch, 0, end, end],
  ];
  const body: Code = [
    [frame, hitsOf, unless(get(behind), giveUp)],
    when([get(behind), get(members), subtract, i32(longest), isAbove], giveUp),
    [tell('members', get(members)), tell('behind', get(behind))],
    [tell('hash', [get(members), get(behind), get(members), subtract, call(places.hash)]), get(ends)],
  ];
  return { name: 'skim', parameters: 3, locals: [[7, i32Type]], body };
}

/** How a time is written; `0` stands for a digit. */
export const timeShape = '0000-00-00T00:00:00.000000Z';
export const receivedKey = '\\"requestReceivedTimestamp\\":\\"';
export const stagedKey = '\\",\\"stageTimestamp\\":\\"';

/** Sixteen bytes of the shape: what must stand there, the least where it is a digit; and how much more may. */
const shapePiece = (from: number): Uint8Array =>
  Uint8Array.from([
    ...Buffer.from(timeShape.slice(from, from + 16)),
    ...[...timeShape.slice(from, from + 16)].map((one) => (one === '0' ? 9 : 0)),
  ]);
const secondPiece = timeShape.length - 16;

/** What `dated` compares with. */
export const datedPieces = (): Uint8Array[] => [
  ...piecesOf(receivedKey),
  ...piecesOf(stagedKey),
  shapePiece(0),
  shapePiece(secondPiece),
];

/**
 * `dated(time)`: whether the time of receipt of an event stands at an address, with its key ahead of it and the time of
 * the stage behind it. @returns where the text of that ends
 */
export function dated(piecesAt: number, textEndAt: number): Routine {
  const time = 0;
  const shapeAt = piecesAt + 32 * (piecesOf(receivedKey).length + piecesOf(stagedKey).length);
  const wrongShape = (index: number, offset: number): Code => {
    const piece = shapeAt + 32 * index;
    return [
      [get(time), loadBytes(offset), i32(piece), loadBytes(), subtractLanes],
      [i32(piece), loadBytes(16), lanesAbove, anyTrue],
    ];
  };
  const key: Code = [get(time), i32(receivedKey.length), subtract];
  const staged: Code = [get(time), i32(timeShape.length), add];
  const stagedAt = piecesAt + 32 * piecesOf(receivedKey).length;
  const body: Code = [
    when(isOther(key, receivedKey, piecesAt), giveUp),
    when([wrongShape(0, 0), wrongShape(1, secondPiece), or], giveUp),
    when(isOther(staged, stagedKey, stagedAt), giveUp),
    [staged, i32(stagedKey.length), add, call(textEndAt)],
  ];
  return { name: 'dated', parameters: 1, locals: [], body };
}
