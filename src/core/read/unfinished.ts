/** The bytes of a line that is not whole yet, copied out of chunks that the caller may use again. */

export interface GrowingLine {
  readonly length: number;
  /** A view that is valid until the next `add` or `clear`. */
  bytes(): Uint8Array;
  add(piece: Uint8Array): void;
  clear(): void;
}

const smallest = 64 * 1024;

export function growingLine(): GrowingLine {
  let held = new Uint8Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    bytes: () => held.subarray(0, length),
    add(piece) {
      if (length + piece.length > held.length) {
        const grown = new Uint8Array(Math.max(smallest, 2 * held.length, length + piece.length));
        grown.set(held.subarray(0, length));
        held = grown;
      }
      held.set(piece, length);
      length += piece.length;
    },
    clear() {
      length = 0;
    },
  };
}
