/** An Event Hub message, `{"records":[…]}`: it counts as its records. */
import { isSpace } from '../characters.ts';
import { itemScanner } from './item-scanner.ts';

const head = ['{', '"records"', ':', '['].map((token) => Buffer.from(token));

/** Whether an object begins at `from` whose first key is `records`, and its value a list. */
export function isWrapper(bytes: Uint8Array, from = 0): boolean {
  let at = from;
  for (const token of head) {
    while (isSpace(bytes[at])) at += 1;
    for (const byte of token) {
      if (bytes[at] !== byte) return false;
      at += 1;
    }
  }
  return true;
}

export interface Item {
  readonly from: number;
  readonly to: number;
  /** It is no record itself, but may hold some. */
  readonly packed: boolean;
}

/** Where the items of a whole text lie in it. */
export function* itemsIn(bytes: Uint8Array): Generator<Item> {
  const scanner = itemScanner();
  for (let piece = scanner.next(bytes, 0); piece !== null; piece = scanner.next(bytes, piece.to)) {
    if (piece.counts) yield piece;
  }
}
