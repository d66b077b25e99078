/** Bytes that come in small pieces, in larger ones: what is done for each piece is done for many at once. */

/**
 * The same bytes, each piece in the same memory: it is gone when the next is asked for.
 * @param most bytes of a piece
 * @throws what the source throws, behind all that had come
 */
export async function* gathered(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let room = new Uint8Array(0);
  let length = 0;
  try {
    for await (const bytes of source)
      for (let at = 0; at < bytes.length; ) {
        if (length === room.length) room = grown(room, length, bytes.length, most);
        const part = bytes.subarray(at, at + room.length - length);
        room.set(part, length);
        length += part.length;
        at += part.length;
        if (length < most) continue;
        yield room;
        length = 0;
      }
  } catch (error) {
    if (length > 0) yield room.subarray(0, length);
    throw error;
  }
  if (length > 0) yield room.subarray(0, length);
}

/** Twice as much, up to the most: a short log needs no megabyte. */
function grown(room: Uint8Array, length: number, more: number, most: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(Math.min(most, Math.max(2 * length, more)));
  next.set(room.subarray(0, length));
  return next;
}
