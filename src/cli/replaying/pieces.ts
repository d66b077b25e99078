/** Cuts a log into the pieces it grows by. No store here. */

const newline = 0x0a;
/** Bytes one append may carry. */
const maxAppendBytes = 4 * 1024 * 1024;

export interface Part {
  readonly bytes: Uint8Array;
  /** Whether a piece is whole with it. */
  readonly ends: boolean;
}

/**
 * Cuts pieces of about `size` bytes that end at line ends; the last one ends where the source does.
 * A piece comes in parts that one append can carry.
 */
export async function* partsOf(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Part> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let pieceBytes = 0;
  const hold = (bytes: Uint8Array): void => {
    held.push(Buffer.from(bytes));
    heldBytes += bytes.length;
    pieceBytes += bytes.length;
  };
  const part = (ends: boolean): Part => {
    const bytes = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    if (ends) pieceBytes = 0;
    return { bytes, ends };
  };
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      const wanted = Math.max(0, size - pieceBytes - 1);
      const lineEnd = wanted < chunk.length - from ? chunk.indexOf(newline, from + wanted) : -1;
      const to = Math.min(lineEnd < 0 ? chunk.length : lineEnd + 1, from + maxAppendBytes - heldBytes);
      hold(chunk.subarray(from, to));
      from = to;
      if (to === lineEnd + 1) yield part(true);
      else if (heldBytes === maxAppendBytes) yield part(false);
    }
  }
  if (heldBytes > 0) yield part(true);
}
