/** How good an order is: precision at k with ties by expectation, means with intervals. Knows numbers only. */

/** One thing in a ranking: the higher the score, the nearer to the top. Equal scores are ties. */
export interface Scored {
  readonly score: number;
  readonly isHit: boolean;
}

/**
 * Hits expected among the first `k`, when ties are put in random order.
 * A ranking that gives all things one score gets what chance gets.
 */
export function expectedHits(items: readonly Scored[], k: number): number {
  let hits = 0;
  let left = k;
  for (const group of tiesOf(items)) {
    if (left <= 0) break;
    hits += group.size <= left ? group.hits : (group.hits * left) / group.size;
    left -= group.size;
  }
  return hits;
}

/** Items of one score, and how many of them are hits; the highest score first. */
function tiesOf(items: readonly Scored[]): { readonly hits: number; readonly size: number }[] {
  const groups = new Map<number, { hits: number; size: number }>();
  for (const { score, isHit } of items) {
    const group = groups.get(score) ?? { hits: 0, size: 0 };
    groups.set(score, { hits: group.hits + (isHit ? 1 : 0), size: group.size + 1 });
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
}

/** Share of hits among the first `k`; 0 for an empty place. */
export const precisionAt = (items: readonly Scored[], k: number): number => expectedHits(items, k) / k;

/** As `precisionAt`, of what was possible: an attack of six calls cannot fill ten places. */
export function achievedAt(items: readonly Scored[], k: number): number {
  const possible = Math.min(k, items.filter(({ isHit }) => isHit).length);
  return possible === 0 ? 0 : expectedHits(items, k) / possible;
}

/**
 * The mean of the precision at each hit. Ties count by expectation over random order, as in `expectedHits`; 0 without hits.
 */
export function averagePrecision(items: readonly Scored[]): number {
  let [seen, hits, sum] = [0, 0, 0];
  for (const { size, hits: own } of tiesOf(items)) {
    for (let i = 1; i <= size; i++) {
      const before = size === 1 ? 0 : ((i - 1) * (own - 1)) / (size - 1);
      sum += ((own / size) * (hits + 1 + before)) / (seen + i);
    }
    seen += size;
    hits += own;
  }
  return hits === 0 ? 0 : sum / hits;
}

/** A mean with the half width of its 95 % confidence interval; `n` values. */
export interface Mean {
  readonly mean: number;
  readonly half: number;
  readonly n: number;
}

/** Normal approximation over independent values: here one value a seed, since trials of a seed share a month. */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, half: Number.NaN, n };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = n < 2 ? 0 : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, half: 1.96 * Math.sqrt(variance / n), n };
}
