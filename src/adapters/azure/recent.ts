/** Remembers what was opened last, up to so many rows together. Knows no store: whoever asks must check what they get. */

interface HasRows {
  readonly rows: ReadonlyMap<string, unknown>;
}

export interface Recent<T extends HasRows> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  forget(key: string): void;
}

/** @param maxRows the longest unused go when there are more; one that is bigger by itself is not kept */
export function recent<T extends HasRows>(maxRows: number): Recent<T> {
  const kept = new Map<string, T>();
  return {
    get: (key) => kept.get(key),
    put(key, value) {
      kept.delete(key);
      kept.set(key, value);
      let rows = 0;
      for (const [, { rows: own }] of kept) rows += own.size;
      for (const [oldest, { rows: own }] of kept) {
        if (rows <= maxRows) return;
        kept.delete(oldest);
        rows -= own.size;
      }
    },
    forget: (key) => void kept.delete(key),
  };
}
