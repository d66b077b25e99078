/** How the text of an event ends, by the bytes ahead of a quote. Knows escapes; refuses to know what is in the text. */
import { backslash, closeObject, comma, isSpace, quote } from '../characters.ts';
import { isWhite } from './marks.ts';

/** Whether a text that ends with the byte at `last` may be a JSON object: white space aside it ends with a brace. */
export function mayEndObject(bytes: Uint8Array, last: number): boolean {
  let at = last;
  for (;;) {
    if (isSpace(bytes[at])) at -= 1;
    else if (isWhite(bytes[at]) && bytes[at - 1] === backslash && bytes[at - 2] !== backslash) at -= 2;
    else return bytes[at] === closeObject;
  }
}

/**
 * Where the text ends of which the first quote without a backslash is at `at`. It is that one, unless the cut of a record
 * went through an escape: then its last sign is a backslash, written as two, and that quote is the one behind `,`.
 * Were it the end of something else, a quote with a backslash would stand outside of texts, which is no JSON.
 */
export function endOfText(bytes: Uint8Array, at: number): number {
  if (bytes[at - 1] !== comma || bytes[at - 2] !== quote || bytes[at - 3] !== backslash) return at;
  let first = at - 3;
  while (bytes[first - 1] === backslash) first -= 1;
  return (at - 2 - first) % 2 === 0 ? at - 2 : at;
}
