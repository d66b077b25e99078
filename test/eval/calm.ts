/**
 * Days without an attack, and logs with repeats: what the product says when there is nothing to say.
 * Refuses to know how results are shown.
 */
import type { Finding } from '../../src/core/find/finding.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { dayOf, type MonthDay, type Prepared } from './history.ts';
import { thresholds } from './judge.ts';
import { attackIn, type Size } from './months.ts';
import { findingsOf, product } from './product.ts';

/** Rarities above which the share of benign calls is looked at. */
export const levels = [50, 75, 90, 95, 98, 99, 99.5, 99.9] as const;

/** What a day without an attack looks like in one cluster. */
export interface Calm {
  readonly seed: number;
  readonly size: Size;
  readonly weekend: boolean;
  readonly calls: number;
  /** Calls above each of the levels. */
  readonly above: readonly number[];
  readonly findings: number;
  /** Findings, were they told from each of the thresholds on. */
  readonly findingsAt: readonly number[];
  readonly bands: Readonly<Record<Finding['risk']['severity'], number>>;
}

/** What repeats in the log did to the order of an attacked day. */
export interface Repeats {
  readonly seed: number;
  readonly share: number;
  /** Calls that stand at another place than without repeats. */
  readonly moved: number;
  readonly calls: number;
}

function calmOf(seed: number, day: MonthDay): Calm {
  const { items } = product(day);
  const told = findingsOf([product(day)], day.history.day);
  const bands = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const { risk } of told) bands[risk.severity]++;
  return {
    seed,
    size: day.history.size,
    weekend: new Date(day.history.day).getUTCDay() % 6 === 0,
    calls: items.length,
    above: levels.map((level) => items.filter(({ rarity }) => rarity > level).length),
    findings: told.length,
    findingsAt: thresholds.map((minRisk) => findingsOf([product(day)], day.history.day, minRisk).length),
    bands,
  };
}

const shares = [0.05, 0.5] as const;

/** Days without an attack in each cluster of a month, and where asked for one attacked day with repeats. */
export function calmMonth(
  { month, quiet }: Prepared,
  withRepeats: boolean,
): {
  readonly calm: Calm[];
  readonly repeats: Repeats[];
} {
  const { seed } = month;
  const calm = quiet.map((day) => calmOf(seed, day));
  const [cluster, history] = [month.clusters[1], quiet[1]?.history];
  if (!withRepeats || cluster === undefined || history === undefined) return { calm, repeats: [] };
  const attack = attackIn(month, cluster.world, {
    scenario: scenarioNamed('dump-secrets'),
    loudness: 'quiet',
  });
  const orderWith = (repeats?: (n: number) => number): string[] =>
    product(dayOf(month, history, attack, repeats)).items.map(({ key }) => key);
  const plain = orderWith();
  const repeats = shares.map((share) => {
    const random = randomFrom(`repeats ${seed} ${share}`);
    const order = orderWith(() => (random.chance(share) ? 2 : 1));
    return { seed, share, calls: plain.length, moved: plain.filter((call, i) => call !== order[i]).length };
  });
  return { calm, repeats };
}
