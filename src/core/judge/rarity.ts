/**
 * Rarity: where a surprise stands among those of past days, 0-100. So it means the same on every cluster.
 * Source: Hyndman & Frazier 2026, "Anomaly detection using surprisals" (arXiv 2603.09318): the order holds even where
 * the model is wrong, since the scale is empirical.
 */

/** What is above all that was ever seen is at least this rare, however short the past: a quiet cluster hides nobody. */
const unseen = 99;

/** The rarity of a score, given the scores of past calls. Without past it is the middle: nothing is known. */
export function rarityScale(past: readonly number[]): (score: number) => number {
  const sorted = Float64Array.from(past).sort();
  return (score) => {
    const [below, upTo] = [countBelow(sorted, score, false), countBelow(sorted, score, true)];
    const rarity = (100 * ((below + upTo) / 2 + 0.5)) / (sorted.length + 1);
    return sorted.length > 0 && below === sorted.length ? Math.max(unseen, rarity) : rarity;
  };
}

/** How many are less than the score, or with `orEqual` at most it. */
function countBelow(sorted: Float64Array, score: number, orEqual: boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const value = sorted[middle] ?? 0;
    if (value < score || (orEqual && value === score)) from = middle + 1;
    else to = middle;
  }
  return from;
}
