/** Bounds a text that anybody may have written. Knows lengths; refuses to know meanings. */
import { createHash } from 'node:crypto';
import type { Text } from '../read/call.ts';

/**
 * A text of at most `length` characters. What is longer ends in a hash of the whole, so that two long
 * texts stay two.
 */
export function cut<T extends Text>(text: T, length: number): T | string {
  if (text === null || text.length <= length) return text;
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 10);
  return `${text.slice(0, length - 11).toWellFormed()}~${hash}`;
}
