/** Bounds texts that anybody may have written. Knows lengths; refuses to know meanings. */
import { createHash } from 'node:crypto';
import { asciiJson } from '../count/bounded.ts';
import type { RankedCall } from '../judge/ranked.ts';
import type { Text } from '../read/call.ts';
import type { PatternRow } from './pattern.ts';

/** Characters of ASCII JSON that a stored row may take: so it is weighed as it is written, in any script. */
export const maxRowChars = 24_000;

/**
 * A text of at most `length` characters. What is longer ends in a hash of the whole, so that two long
 * texts stay two.
 */
export function cut<T extends Text>(text: T, length: number): T | string {
  if (text === null || text.length <= length) return text;
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 10);
  return `${text.slice(0, length - 11).toWellFormed()}~${hash}`;
}

/** The row with the texts that are only for show cut as far as needed, and less evidence where that is not enough. */
export function fitted(row: PatternRow): PatternRow {
  let length = 2000;
  let smaller = cutShow(row, length);
  while (asciiJson(smaller).length > maxRowChars && length > 16) {
    length /= 2;
    smaller = cutShow(row, length);
  }
  return smaller;
}

function cutShow(row: PatternRow, length: number): PatternRow {
  const one = <T extends Text>(text: T): T | string => cut(text, length);
  const some = (texts: readonly string[]): string[] =>
    texts.slice(0, Math.ceil(length / 16)).map((text) => cut(text, length));
  const { example, applied } = row;
  return {
    ...row,
    codes: row.codes.slice(0, 64),
    example: {
      ...example,
      user: one(example.user),
      impersonated: one(example.impersonated),
      groups: some(example.groups),
      sourceIPs: some(example.sourceIPs),
      userAgent: one(example.userAgent),
      verb: one(example.verb),
      resource: one(example.resource),
      subresource: one(example.subresource),
      namespace: one(example.namespace),
      requestURI: one(example.requestURI),
    },
    evidence: row.evidence.slice(0, Math.max(1, Math.floor(length / 64))),
    applied:
      applied === null
        ? null
        : {
            kind: one(applied.kind),
            name: one(applied.name),
            images: some(applied.images),
            dangerous: some(applied.dangerous),
          },
  };
}

const mostCalls = 40;
/** An entity of a table takes 1 MiB, two bytes a character, and holds more than calls. */
const mostChars = 240_000;

/** The first calls that an entity of a table has room for, the strongest being first. */
export function storedCalls(calls: readonly RankedCall[]): RankedCall[] {
  let room = mostChars;
  return calls.slice(0, mostCalls).filter((call) => {
    room -= asciiJson(call).length;
    return room >= 0;
  });
}
