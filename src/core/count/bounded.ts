/** Long texts from outside, cut so that they fit a store and still differ where they differed. */
import { createHash } from 'node:crypto';

/** The text itself up to `chars`; else its beginning, an ellipsis and its SHA-256, `chars` long at most. */
export function bounded(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const digest = createHash('sha256').update(text).digest('base64url');
  return `${text.slice(0, chars - digest.length - 1).toWellFormed()}…${digest}`;
}

/** JSON in printable ASCII: its length is its size, no store minds a character of it, and it may be cut anywhere. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A short text that is meant to be printable ASCII; anything else is replaced by its SHA-256. */
export const tidy = (text: string, chars: number): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? bounded(text, chars)
    : `sha256:${createHash('sha256').update(text).digest('base64url')}`;
