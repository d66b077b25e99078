/**
 * Values as table entities hold them, and the limits of the service that the emulator does not enforce:
 * 64 KiB (32 Ki UTF-16 units) a text, 1 MiB and 252 properties an entity, 4 MiB a transaction.
 * Source: Microsoft, "Understanding the Table service data model".
 */

import { createHash } from 'node:crypto';
import type { TableEntity } from '@azure/data-tables';
import { asciiJson } from '../../core/count/bounded.ts';

export type Entity = TableEntity<Record<string, unknown>>;

const textLimit = 32_000;
const entityLimit = 1_000_000;
/** Text columns an entity has room for, at two bytes a character. */
const mostColumns = Math.ceil(entityLimit / (2 * textLimit));

/** A whole number of any size up to 2^53. */
export const int64 = (value: number) => ({ type: 'Int64' as const, value: String(value) });

/** A value as JSON over as many text properties as it needs: `name0`, `name1`, … */
export function jsonColumns(name: string, value: unknown): Record<string, string> {
  const json = asciiJson(value);
  const columns: Record<string, string> = {};
  for (let i = 0, at = 0; at < json.length; i++, at += textLimit)
    columns[`${name}${i}`] = json.slice(at, at + textLimit);
  return columns;
}

/** Every column that a value may have, and nothing in any of them. */
export const emptyColumns = (name: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: mostColumns }, (_, i) => [`${name}${i}`, '']));

/** `jsonColumns` for an entity that is merged, unused columns empty: no part of a longer value from before can stay. */
export const allJsonColumns = (name: string, value: unknown): Record<string, string> => ({
  ...emptyColumns(name),
  ...jsonColumns(name, value),
});

/** The object or list that `jsonColumns` wrote, `null` where none can be read: the entity is damaged. */
export function readJsonColumns<T extends object>(
  name: string,
  entity: Readonly<Record<string, unknown>>,
): T | null {
  let json = '';
  for (let i = 0; typeof entity[`${name}${i}`] === 'string'; i++) json += entity[`${name}${i}`];
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' ? (value as T | null) : null;
  } catch {
    return null;
  }
}

/** @throws RangeError for an entity that the service would refuse. */
export function withinLimits<E extends Entity>(entity: E): E {
  const names = Object.keys(entity);
  let bytes = 0;
  for (const name of names) {
    const value = entity[name];
    bytes += 2 * name.length + 8 + (typeof value === 'string' ? 2 * value.length + 4 : 16);
  }
  if (names.length > 252 || bytes > entityLimit) {
    throw new RangeError(`an entity of ${names.length} properties and ${bytes} bytes does not fit a table`);
  }
  return entity;
}

/** A legal key for any text: no text can collide with another or hold a forbidden character. */
export const hashKey = (text: string, chars = 20): string =>
  createHash('sha256').update(text).digest('hex').slice(0, chars);
