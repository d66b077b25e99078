/** The product's own ranking, whole and with parts left out, in the form in which rankings are judged. */
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import { findings } from '../../src/core/find/told.ts';
import { judged, type RankedCall } from '../../src/core/judge/ranked-call.ts';
import { type SurpriseOptions, surpriseDefaults } from '../../src/core/rank/options.ts';
import { surpriseRanking } from '../../src/core/rank/surprise.ts';
import { settings } from '../../src/settings.ts';
import { type History, type RankedDay, unfolded } from './history.ts';
import type { Scored } from './measures.ts';

const { findingsPerDay } = settings;

/** A day of a cluster as the product ranks it. */
export interface ProductDay {
  /** All calls in order, with what is known of the attack; `key` is that of the pattern. */
  readonly items: readonly (Scored & {
    readonly key: string;
    readonly rarity: number;
    readonly bits: number;
  })[];
  /** The same, judged. */
  readonly calls: readonly RankedCall[];
  /** Of those, the attack's. */
  readonly planted: ReadonlySet<RankedCall>;
  /** The cluster has too little history. */
  readonly learning: boolean;
}

export type ProductRanking = (day: RankedDay) => ProductDay;

/** @param folded whether patterns are folded before they are ranked */
export function productWith(options: Partial<SurpriseOptions>, folded = true): ProductRanking {
  const known = new WeakMap<RankedDay, ProductDay>();
  const learnt = new WeakMap<History, ReturnType<typeof surpriseRanking>>();
  /** The history is the same for every attack that is tried on it: it is learnt once. */
  function rankingFor(history: History): ReturnType<typeof surpriseRanking> {
    const before = learnt.get(history);
    if (before !== undefined) return before;
    const baseline = folded ? history.baseline : history.unfoldedBaseline();
    const days = baseline.map((_, i) => addDays(history.day, i - baseline.length));
    const ranking = surpriseRanking({ day: history.day, days, options });
    baseline.forEach((rows, i) => {
      ranking.learn(addDays(history.day, i - baseline.length), rows);
    });
    learnt.set(history, ranking);
    return ranking;
  }
  return (day) => {
    const before = known.get(day);
    if (before !== undefined) return before;
    const patterns = folded ? day.patterns : unfolded(day.rows);
    const planted = folded ? day.attackPatterns : day.attackRows;
    const ranking = rankingFor(day.history).rank(patterns);
    const items = ranking.calls.map(({ row, rank, rarity, reasons }) => ({
      key: row.key,
      score: -rank,
      rarity,
      bits: [...reasons.terms.values()].reduce((sum, bits) => sum + bits, 0),
      isHit: planted.has(row.key),
    }));
    const { calls } = judged(ranking, day.history.cluster);
    // What is judged is masked, and stands in the order in which it was ranked.
    const hits = new Set(calls.filter((_, i) => planted.has(ranking.calls[i]?.row.key ?? '')));
    const ranked = { items, calls, planted: hits, learning: ranking.state === 'learning' };
    known.set(day, ranked);
    return ranked;
  };
}

/** All clusters' calls in one order: by rarity, which is what makes clusters comparable. */
export const together = (days: readonly ProductDay[]): Scored[] =>
  days.flatMap(({ items }) =>
    items.map(({ rarity, bits, isHit }) => ({ score: rarity + bits / 1e6, isHit })),
  );

/** The findings of a day over some clusters, as they are told; `minRisk` in place of the default. */
export const findingsOf = (
  days: readonly ProductDay[],
  day: RankedDay['history']['day'],
  minRisk?: number,
): readonly Finding[] =>
  findings(
    days.flatMap(({ calls }) => calls),
    // More than is told by default, to see how far down a finding is.
    {
      day,
      learning: days.every(({ learning }) => learning),
      budget: 1000,
      ...(minRisk === undefined ? {} : { minRisk }),
    },
  ).findings;

/** What is told of a cluster's day within the usual budget: an attacker may be crowded out of it. */
export const toldOf = ({ calls, learning }: ProductDay, day: Day): readonly Finding[] =>
  findings(calls, { day, learning, budget: findingsPerDay.read(findingsPerDay.fallback) }).findings;

/** The product as it is shipped. */
export const product = productWith({});

const { weights, news } = surpriseDefaults;

/** The whole, and the whole without one part. */
export const variants: Readonly<Record<string, ProductRanking>> = {
  product,
  'each call alone': productWith({ news: { ...news, weight: 0 } }),
  'one back-off for all': productWith({ backOff: 20 }),
  "without the actor's own rate": productWith({ news: { ...news, ownRatePrior: null } }),
  'without breadth': productWith({ weights: { ...weights, breadth: 0 } }),
  'place not in the sitting': productWith({ news: { ...news, originWeight: 0 } }),
  'without namespace': productWith({ weights: { ...weights, namespace: 0 } }),
  'without client IP': productWith({ weights: { ...weights, clientIp: 0 } }),
  'without agent': productWith({ weights: { ...weights, agent: 0 } }),
  'without folding': productWith({}, false),
  'without decay': productWith({ halfLifeDays: 1e6 }),
};

/** Variants that are measured in every month; the others in some. */
export const mainVariants: readonly string[] = ['product', 'each call alone'];
