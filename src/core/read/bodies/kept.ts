/**
 * What is kept of texts that a caller wrote, in number and length, and what of them comes first: padding must not push out
 * what matters. Refuses to know where a text comes from.
 */
import type { Text } from '../call.ts';

/** Of one list. */
export const maxTexts = 20;
const maxLength = 300;

export const bounded = (text: string): string => text.slice(0, maxLength).toWellFormed();

/** Counts what it leaves out. */
export interface Keeper {
  readonly omitted: number;
  /** Distinct, in order; where they are too many, the grave ones come first. */
  few(texts: readonly Text[], isGrave?: (text: string) => boolean): string[];
  one(text: Text): Text;
}

export function keeper(): Keeper {
  let omitted = 0;
  return {
    get omitted() {
      return omitted;
    },
    few(texts, isGrave = () => false) {
      const all = [...new Set(texts.flatMap((text) => (text === null ? [] : bounded(text))))];
      const kept = (all.length > maxTexts ? graveFirst(all, isGrave) : all).slice(0, maxTexts);
      omitted += all.length - kept.length;
      return kept;
    },
    one: (text) => (text === null ? null : bounded(text)),
  };
}

/**
 * A list in one text of at most about `chars` characters: `get,list,+12`. Where it is longer, the grave ones come first.
 */
export function listed(texts: readonly string[], chars: number, isGrave: (text: string) => boolean): string {
  const all = [...new Set(texts)];
  const whole = all.join(',');
  if (whole.length <= chars) return whole;
  let room = chars;
  const kept: string[] = [];
  for (const text of graveFirst(all, isGrave)) {
    if (text.length >= room) continue;
    kept.push(text);
    room -= text.length + 1;
  }
  return [...kept, `+${all.length - kept.length}`].join(',');
}

const graveFirst = (texts: readonly string[], isGrave: (text: string) => boolean): string[] => [
  ...texts.filter(isGrave),
  ...texts.filter((text) => !isGrave(text)),
];
