/**
 * Rarity: where a surprise stands among the days of past callers, 0-100. At 99 one day of one caller in a hundred has a call
 * as surprising. So it means the same on every cluster, and who calls ten thousand times is heard once.
 *
 * Sources: Hyndman & Frazier 2026, "Anomaly detection using surprisals" (arXiv 2603.09318): an empirical scale keeps the
 * order even where the model is wrong. Beyond its top an exponential tail goes on (Pickands 1975), as long as a short past
 * and what is usual on clusters together say.
 */

/** The most surprising call of one caller on one past day. */
export interface Heard {
  readonly caller: number;
  readonly bits: number;
}

/** The share of past days, from the top, that shapes the tail. */
const tailShare = 0.1;

/**
 * What the days of callers are like on any cluster: so many days of it are added to those of the past. Measured on simulated
 * months without an attack: a tenth of the days of callers are above `top` bits, by `mean` more; below they thin out evenly.
 */
const shipped = { days: 12, top: 25, mean: 14 } as const;

/** No share is smaller, so that rarity stays below 100. */
const leastShare = 1e-10;

/**
 * The rarity of a score, given the days of past callers: 100 x (1 - share of them at least as surprising), where the one caller
 * who says most is not asked: nobody can make all else look usual. Grows with the score beyond all that was and
 * never reaches 100.
 */
export function rarityScale(past: readonly Heard[]): (score: number) => number {
  const heard = withoutLoudest(past.toSorted((a, b) => b.bits - a.bits));
  const sorted = Float64Array.from(heard, ({ bits }) => bits).reverse();
  const { length } = sorted;
  const days = length + shipped.days;
  const atLeast = (score: number): number =>
    (length - below(sorted, score) + shipped.days * usualShare(score)) / days;
  const tailFrom = topOf(sorted, atLeast);
  const beyond = sorted.filter((score) => score > tailFrom);
  const prior = shipped.days * tailShare;
  const mean =
    (beyond.reduce((sum, score) => sum + score - tailFrom, 0) + prior * shipped.mean) /
    (beyond.length + prior);
  const inTail = atLeast(tailFrom);
  return (score) => {
    const share = score > tailFrom ? inTail * Math.exp(-(score - tailFrom) / mean) : atLeast(score);
    return 100 * (1 - Math.min(1, Math.max(leastShare, share)));
  };
}

/** The share of the shipped days that are at least so surprising, as far as their top. */
const usualShare = (score: number): number => tailShare ** Math.max(0, score / shipped.top);

/** The score that the share of the tail is above. */
function topOf(sorted: Float64Array, atLeast: (score: number) => number): number {
  let [from, to] = [0, Math.max(shipped.top, sorted.at(-1) ?? 0) + 10 * shipped.mean];
  for (let step = 0; step < 50; step += 1) {
    const middle = (from + to) / 2;
    if (atLeast(middle) > tailShare) from = middle;
    else to = middle;
  }
  return to;
}

/**
 * The days without those that make one caller the loudest from their place up: at each place of the order the caller with the
 * most days above it is left out. Flooding, junk and odd habits of one caller move nobody else's rarity.
 * @param past the most surprising first
 */
function withoutLoudest(past: readonly Heard[]): readonly Heard[] {
  const counts = new Map<number, number>();
  let most = 0;
  return past.filter(({ caller }) => {
    const count = (counts.get(caller) ?? 0) + 1;
    counts.set(caller, count);
    // As long as the loudest goes on alone, nothing is added to what the others say.
    const isLouder = count > most;
    most = Math.max(most, count);
    return !isLouder;
  });
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
