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

/** The 0.975 quantile of Student's t, for so many degrees of freedom; beyond four by Cornish and Fisher's expansion. */
function studentT(degrees: number): number {
  const exact = [Number.NaN, 12.706, 4.303, 3.182, 2.776][degrees];
  const z = 1.959964;
  return exact ?? z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}

/** Over independent values by Student's t: one value a seed, since trials of a seed share a month, or one a pair of people. */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, half: Number.NaN, n };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, half: 0, n };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, half: studentT(n - 1) * Math.sqrt(variance / n), n };
}
