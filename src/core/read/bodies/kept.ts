/**
 * What is kept of texts that a caller wrote, in number and length, and what of them comes first: padding must not push out
 * what matters. Refuses to know where a text comes from.
 */
import type { Text } from '../call.ts';

/** Of one list. */
export const maxTexts = 20;
const maxLength = 300;

export const bounded = (text: string): string => text.slice(0, maxLength).toWellFormed();

/** What makes a text of a list grave, the worst first. One text may be grave in several ways. */
export type Graves = readonly ((text: string) => boolean)[];

/** Counts what it leaves out. */
export interface Keeper {
  readonly omitted: number;
  /** Distinct, the grave ones first. */
  few(texts: readonly Text[], graves?: Graves): string[];
  one(text: Text): Text;
}

export function keeper(): Keeper {
  let omitted = 0;
  return {
    get omitted() {
      return omitted;
    },
    few(texts, graves = []) {
      if (texts.length === 0) return [];
      const all = [...new Set(texts.flatMap((text) => (text === null ? [] : bounded(text))))];
      const kept = worstFirst(all, graves).slice(0, maxTexts);
      omitted += all.length - kept.length;
      return kept;
    },
    one: (text) => (text === null ? null : bounded(text)),
  };
}

/**
 * The grave ones first, and ahead of all others one of each kind, the worst kind first: so many of one kind push out none
 * of another. A kind is in which ways a text is grave. Those of a kind stay in their order.
 */
export function worstFirst(texts: readonly string[], graves: Graves): string[] {
  if (texts.length < 2) return [...texts];
  const kinds = new Map<number, string[]>();
  for (const text of texts) {
    const kind = kindOf(text, graves);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [text]);
    else known.push(text);
  }
  const harmless = kinds.get(0) ?? [];
  kinds.delete(0);
  const grave = [...kinds].sort(([a], [b]) => b - a).map(([, ofKind]) => ofKind);
  return [
    ...grave.flatMap((ofKind) => ofKind.slice(0, 1)),
    ...grave.flatMap((ofKind) => ofKind.slice(1)),
    ...harmless,
  ];
}

/** 0: not grave. A greater number is worse. */
export const kindOf = (text: string, graves: Graves): number =>
  graves.reduce((kind, isGrave) => 2 * kind + (isGrave(text) ? 1 : 0), 0);

/** What parts the members of a list in one text is no part of a member. */
const member = (text: string): string => bounded(text).replace(/[\s,]/g, '_');

/**
 * A list in one text of at most about `chars` characters: `get,list,+12`. Where it is longer, the grave ones come first.
 */
export function listed(texts: readonly string[], chars: number, graves: Graves = []): string {
  const all = [...new Set(texts.map(member))];
  const whole = all.join(',');
  if (whole.length <= chars) return whole;
  let room = chars;
  const kept: string[] = [];
  for (const text of worstFirst(all, graves)) {
    if (text.length >= room) continue;
    kept.push(text);
    room -= text.length + 1;
  }
  return [...kept, `+${all.length - kept.length}`].join(',');
}
