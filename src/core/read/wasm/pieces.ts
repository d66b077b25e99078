/** Literals in memory that bytes are compared with, and the words in which routines give up. */
import {
  anyTrue,
  both,
  type Code,
  differ,
  end,
  giveBack,
  i32,
  ifThen,
  loadBytes,
  nothing,
  or,
} from './machine.ts';

/** A piece of at most sixteen bytes that must stand somewhere, and which of its bytes count. */
export const piecesOf = (literal: string): Uint8Array[] =>
  Array.from({ length: Math.ceil(literal.length / 16) }, (_, index) => {
    const piece = new Uint8Array(32);
    const bytes = Buffer.from(literal.slice(16 * index, 16 * index + 16));
    piece.set(bytes);
    piece.fill(0xff, 16, 16 + bytes.length);
    return piece;
  });

/** Whether bytes behind an address are others than a literal of which the pieces lie in memory. */
export const isOther = (address: Code, literal: string, piecesAt: number): Code =>
  piecesOf(literal).map((_, index): Code => {
    const piece = piecesAt + 32 * index;
    const one: Code = [
      [address, loadBytes(16 * index), i32(piece), loadBytes(), differ, i32(piece), loadBytes(16), both],
      anyTrue,
    ];
    return index === 0 ? one : [one, or];
  });

export const giveUp: Code = [i32(0), giveBack];
export const when = (condition: Code, then: Code): Code => [condition, ifThen, nothing, then, end];
