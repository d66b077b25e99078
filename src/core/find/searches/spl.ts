/**
 * What Splunk's `search` and `spath` see of a record as it was logged: fields, and bare words.
 * Knows SPL; refuses to know which search asks. Source: Splunk Search Reference (`search`, `spath`), and `segmenters.conf` of
 * its defaults for what parts words. What it leaves open is settled in docs/searches.md.
 */
import type { CallEvent } from '../../read/call.ts';
import { objectOf, textOf } from '../../read/json.ts';

const reason = 'authorization.k8s.io/reason';
const decision = 'authorization.k8s.io/decision';

/** Splunk's name of a field -> where it lies in the event. Names of keys may have dots in them. */
const paths = {
  'sourceIPs{}': ['sourceIPs'],
  'user.username': ['user', 'username'],
  'user.groups{}': ['user', 'groups'],
  userAgent: ['userAgent'],
  verb: ['verb'],
  requestURI: ['requestURI'],
  'objectRef.resource': ['objectRef', 'resource'],
  'objectRef.namespace': ['objectRef', 'namespace'],
  'objectRef.name': ['objectRef', 'name'],
  'responseStatus.code': ['responseStatus', 'code'],
  'responseStatus.status': ['responseStatus', 'status'],
  'responseStatus.reason': ['responseStatus', 'reason'],
  [`annotations.${decision}`]: ['annotations', decision],
  [`annotations.${reason}`]: ['annotations', reason],
  /** Of the envelope. */
  'properties.pod': [],
} as const;
export type Field = keyof typeof paths | `annotations.${typeof reason | typeof decision}`;

/** What `spath` extracts: the values of a field, none where it is missing or empty. */
export function valuesOf({ logged }: CallEvent, field: Field): readonly string[] {
  if (field === 'properties.pod') return texts(logged?.pod);
  let value: unknown = logged?.event;
  for (const key of paths[field] ?? []) value = objectOf(value)?.[key];
  return texts(value);
}

function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  const text = textOf(value);
  return text === null || text === '' ? [] : [text];
}

/** `field=value`: any of its values, whatever the letter case. */
export const has = (event: CallEvent, field: Field, value: string): boolean =>
  valuesOf(event, field).some((one) => one.toLowerCase() === value.toLowerCase());

/** `field=beginning*`. */
export const begins = (event: CallEvent, field: Field, beginning: string): boolean =>
  valuesOf(event, field).some((one) => one.toLowerCase().startsWith(beginning.toLowerCase()));

/** `field=*`. */
export const exists = (event: CallEvent, field: Field): boolean => valuesOf(event, field).length > 0;

/** Escapes that part words though letters or digits are in them. */
const escapes = '21|26|2526|3B|7C|20|2B|3D|2520|5D|5B|3A|0A|2C|28|29';
const tokens = new Map<string, RegExp>();

/** A bare word: looked for as a word of its own in the raw record, whatever the letter case. */
export function hasToken({ logged, resourceId }: CallEvent, word: string): boolean {
  const token =
    tokens.get(word) ??
    new RegExp(`(?:(?<![\\p{L}\\p{N}])|(?<=%(?:${escapes})))${word}(?![\\p{L}\\p{N}])`, 'iu');
  tokens.set(word, token);
  const log = typeof logged?.log === 'string' ? logged.log : JSON.stringify(logged?.log ?? null);
  return token.test(log) || token.test(resourceId ?? '') || token.test(logged?.pod ?? '');
}
