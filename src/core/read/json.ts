/**
 * Parsed JSON by the rules of the reader: what has another type than the one that belongs there is missing.
 * Knows types; refuses to know what the values mean.
 */
import type { Text } from './call.ts';

export type JsonObject = { readonly [key: string]: unknown };

/** @returns the object, `null` for arrays, texts, numbers, `null` and what is absent. */
export const objectOf = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

/** A text as logged, made well-formed: a lone surrogate becomes U+FFFD. */
export const textOf = (value: unknown): Text => (typeof value === 'string' ? value.toWellFormed() : null);

/** The texts of a list, in order; members of another type are left out. Empty where there is no list. */
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(textOf).filter((member) => member !== null) : [];

/** The objects of a list, in order. Empty where there is no list. */
export const objectsOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.map(objectOf).filter((member) => member !== null) : [];

/** @returns the value, `undefined` where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
