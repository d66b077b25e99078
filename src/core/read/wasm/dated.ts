/**
 * A routine that finds the time of receipt of an event where it is likely to be. Knows how Kubernetes writes times; refuses
 * to know the calendar.
 */
import {
  add,
  anyTrue,
  type Code,
  call,
  get,
  i32,
  lanesAbove,
  loadBytes,
  or,
  type Routine,
  subtract,
  subtractLanes,
} from './machine.ts';
import { giveUp, isOther, piecesOf, when } from './pieces.ts';

/** How a time is written; `0` stands for a digit. */
export const timeShape = '0000-00-00T00:00:00.000000Z';
/** With a comma: the quote of a key that only ends so has a backslash ahead. */
export const receivedKey = ',\\"requestReceivedTimestamp\\":\\"';
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
