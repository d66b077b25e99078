/** Messages of bounded size, whatever an attacker wrote into a log. Refuses to know what they say. */
import { shortened } from '../phrase.ts';

/**
 * A copy of plain data in which no text is longer than `chars` and no list longer than `members`.
 * Keys are ours and stay.
 */
export function brief<T>(value: T, chars: number, members: number): T {
  if (typeof value === 'string') return shortened(value, chars) as T;
  if (Array.isArray(value))
    return value.slice(0, members).map((one: unknown) => brief(one, chars, members)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, brief(one, chars, members)] as const);
  return Object.fromEntries(entries) as T;
}

/** The longest beginning of a list whose JSON takes at most `bytes`. */
export function fitting<T>(members: readonly T[], bytes: number): T[] {
  const sizes = members.map((member) => Buffer.byteLength(JSON.stringify(member)) + 1);
  let left = bytes - 1;
  const end = sizes.findIndex((size) => {
    left -= size;
    return left < 0;
  });
  return members.slice(0, end < 0 ? members.length : end);
}

/** A query that is cut is none: it goes whole or not at all. */
export const wholeQuery = (query: string): string => (query.length <= 6_000 ? query : '');
