/** Tells from the first bytes of a file whether it is JSON Lines or something else that holds records. */

import { closeObject, isSpace, newline, openList, openObject } from '../characters.ts';
import { textIn } from '../record.ts';
import { isTableHead } from './csv.ts';
import { isPacked } from './unpack.ts';
import { isWrapper } from './wrapper.ts';

export type Style = 'lines' | 'documents' | 'table';

/** A first line that is longer is a line. */
const enough = 1024 * 1024;
/** The head of a wrapper fits into this. */
const headBytes = 256;

/** Whether the style is worth asking for again, now that a chunk has made the head so long. */
export const mayTell = (chunk: Uint8Array, headLength: number): boolean =>
  headLength - chunk.length < headBytes || headLength >= enough || chunk.includes(newline);

/**
 * A list or a message is no JSON Lines, nor is a first line that begins an object and does not end one.
 * The first lines of padded files are preceded by NULs.
 * @param head the first bytes, a byte order mark of `bom` bytes ahead of all else
 * @param atEnd the file has no more bytes
 * @returns `null` where more bytes are needed
 */
export function styleOf(head: Uint8Array, bom = 0, atEnd = false): Style | null {
  let start = bom;
  while (isSpace(head[start]) || head[start] === 0) start += 1;
  if (start === head.length) return null;
  if (head[start] === openList || isWrapper(head, start)) return 'documents';
  const found = head.indexOf(newline, start);
  if (found < 0 && !atEnd) return head.length < enough ? null : 'lines';
  let last = (found < 0 ? head.length : found) - 1;
  while (isSpace(head[last]) || head[last] === 0) last -= 1;
  if (head[start] !== openObject) return isTableHead(head.subarray(start, last + 1)) ? 'table' : 'lines';
  return head[last] !== closeObject || isPacked(textIn(head, start, last + 1)) ? 'documents' : 'lines';
}
