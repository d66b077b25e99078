/** Characters by their bytes: those that lines and JSON are made of, and the byte order mark ahead of all. */

export const tab = 0x09;
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openList = 0x5b;
export const backslash = 0x5c;
export const closeList = 0x5d;
export const openObject = 0x7b;
export const closeObject = 0x7d;

/** JSON's white space; a newline occurs in records that stretch over several lines. */
export const isSpace = (byte: number | undefined): boolean =>
  byte === space || byte === tab || byte === carriageReturn || byte === newline;

export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && isSpace(bytes[at])) at += 1;
  return at === to;
}

/**
 * How many bytes of byte order mark these begin with: at the beginning of a file it may stand, and nowhere else.
 * @param offset of the first of the bytes in their file
 */
export const bomBytes = (bytes: Uint8Array, offset: number): number =>
  offset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
