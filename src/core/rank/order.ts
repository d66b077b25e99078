/** Orders that are the same on every machine. Knows texts; refuses to know locales. */

/** Moves surrogates above U+FFFF's neighbours, so that UTF-16 units compare as code points do. */
const weigh = (unit: number): number =>
  unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;

/**
 * Compares well-formed texts by their UTF-8 bytes (= by code point), without encoding them.
 * JavaScript's own order is by UTF-16 unit and puts U+FF5E above an emoji.
 * @returns negative when `a` sorts first
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const unitOfA = a.charCodeAt(at);
    const unitOfB = b.charCodeAt(at);
    if (unitOfA !== unitOfB) return weigh(unitOfA) - weigh(unitOfB);
  }
  return a.length - b.length;
}

/** Compares times, ids and other texts where any fixed order will do; a missing one sorts last. */
export function compareTexts(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/**
 * Keeps the first `limit` of many things without holding all of them: memory is twice the limit.
 * The order must be total, else what stays depends on luck.
 */
export function firstOf<T>(limit: number, compare: (a: T, b: T) => number) {
  let kept: T[] = [];
  let last: T | undefined;
  const cut = (): void => {
    kept = kept.sort(compare).slice(0, limit);
    last = kept.length === limit ? kept.at(-1) : undefined;
  };
  return {
    add(thing: T): void {
      if (last !== undefined && compare(last, thing) <= 0) return;
      kept.push(thing);
      if (kept.length >= 2 * limit + 64) cut();
    },
    /** @returns what was kept, in order */
    inOrder(): readonly T[] {
      cut();
      return kept;
    },
  };
}
