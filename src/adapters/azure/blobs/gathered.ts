/** Bytes that come in small pieces, in larger ones: what is done for each piece is done for many at once. */
import { giveBack } from './given-back.ts';

/**
 * The same bytes, each piece in the same memory: it is gone when the next is asked for.
 * @param source what comes from it is taken: its memory is given back
 * @param most bytes of a piece: as much memory is taken
 * @throws what the source throws, behind all that had come
 */
export async function* gathered(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  const room = new Uint8Array(most);
  let length = 0;
  try {
    for await (const bytes of source) {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + most - length);
        room.set(part, length);
        length += part.length;
        at += part.length;
        if (length < most) continue;
        yield room;
        length = 0;
      }
      giveBack(bytes);
    }
  } catch (error) {
    if (length > 0) yield room.subarray(0, length);
    throw error;
  }
  if (length > 0) yield room.subarray(0, length);
}
