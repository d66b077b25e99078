/**
 * Rarity: where a surprise stands among those of past days, 0-100. So it means the same on every cluster.
 * Source: Hyndman & Frazier 2026, "Anomaly detection using surprisals" (arXiv 2603.09318): an empirical scale keeps the
 * order even where the model is wrong. Beyond the most surprising that ever was, an exponential tail goes on.
 */

/** What is above all that was ever seen is at least this rare, however short the past: a quiet cluster hides nobody. */
const unseen = 99;

/** The share of past scores, from the top, that shapes the tail. */
const tailShare = 0.01;

/** No share is smaller, so that rarity stays below 100. */
const leastShare = 1e-10;

/**
 * The rarity of a score, given the scores of past calls: 100 x (1 - share of past calls at least as surprising).
 * Grows with the score beyond all that was and never reaches 100, so it orders calls of different clusters too.
 * Without a past it is the middle: nothing is known.
 */
export function rarityScale(past: readonly number[]): (score: number) => number {
  const sorted = Float64Array.from(past).sort();
  const { length } = sorted;
  if (length === 0) return () => 50;
  const most = sorted[length - 1] ?? 0;
  // At least the most surprising of all is in the tail, however few there are.
  const tailFrom = sorted[Math.min(Math.ceil(length * (1 - tailShare)), length - 1) - 1] ?? 0;
  const beyond = sorted.filter((score) => score > tailFrom);
  const inTail = Math.max(beyond.length, 0.5) / length;
  // Where the top scores are all the same they tell no scale: then it is that of the scores themselves.
  const excess = beyond.reduce((sum, score) => sum + score - tailFrom, 0);
  const meanExcess = beyond.length > 0 ? excess / beyond.length : Math.max(most, 1);
  return (score) => {
    const share =
      score > tailFrom
        ? inTail * Math.exp(-(score - tailFrom) / meanExcess)
        : // A past of one call is all tail: then nothing below the tail is rarer than what is in it.
          Math.max((length - below(sorted, score)) / (length + 1), length === 1 ? inTail : 0);
    const rarity = 100 * (1 - Math.min(1, Math.max(leastShare, share)));
    return score > most ? Math.max(unseen, rarity) : rarity;
  };
}

/** How many are less than the score. */
function below(sorted: Float64Array, score: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < score) from = middle + 1;
    else to = middle;
  }
  return from;
}
