/**
 * Measures the product on variations of attacks, trial by trial. Knows measures; refuses to know how they are shown.
 * The attacks, months and clusters are those of `judge.ts`, so that variations can be compared one by one.
 */
import { type Severity, severities } from '../../../src/core/judge/severity.ts';
import { baselines } from '../baselines.ts';
import { type Prepared, quietDayBefore, type RankedDay } from '../history.ts';
import { achievedAt, averagePrecision, precisionAt, type Scored } from '../measures.ts';
import type { Size } from '../months.ts';
import { type About, plannedTrials, type WantedTrials } from '../plan.ts';
import { findingsOf, product, toldOf } from '../product.ts';
import type { Trial } from '../trial.ts';
import { hasOwnCalm, type Variation, type VariationName, variations } from './variation.ts';

/** What the product made of one attack, judged on its last day. */
export interface Varied extends About {
  readonly variation: VariationName;
  readonly ranking: string;
  readonly p10: number;
  /** Of what was possible: a day's part of a slow attack does not fill ten places. */
  readonly a10: number;
  readonly ap: number;
  /** Place of the attacker's finding on the last day, from 1; 0 = not told; `null` where a ranking has none. */
  readonly finding: number | null;
  /** The first day on which he was told, counted back from the last one; `null` = on none. */
  readonly toldDaysAgo: number | null;
  /** The gravest of his findings on any day. */
  readonly severity: Severity | null;
}

/** A cluster's day without an attack. */
export interface VariedCalm {
  /** The variation; with its days of history where they are few. */
  readonly kind: string;
  readonly seed: number;
  readonly size: Size;
  readonly findings: number;
  readonly grave: number;
}

export const isGrave = (severity: Severity | null): boolean => severity === 'high' || severity === 'critical';

/** The attacker's finding on a day: its place, how grave it is, and how many days were known. */
function told(day: RankedDay) {
  const ranked = product(day);
  const all = toldOf(ranked, day.history.day);
  const at = all.findIndex(({ calls }) => calls.some((call) => ranked.planted.has(call)));
  const severity: Severity | null = all[at]?.risk.severity ?? null;
  return { place: at + 1, severity, known: day.history.baseline.length };
}

const precision = (items: readonly Scored[]): Pick<Varied, 'p10' | 'a10' | 'ap'> => ({
  p10: precisionAt(items, 10),
  a10: achievedAt(items, 10),
  ap: averagePrecision(items),
});

/** What the product makes of a trial, over all its days. */
function ofProduct({ attacked, earlier }: Trial): Omit<Varied, keyof About | 'variation' | 'ranking'> {
  const days = [...earlier, attacked].map(told);
  const first = days.find(({ place }) => place > 0);
  const grades = days.map(({ severity }) => (severity === null ? -1 : severities.indexOf(severity)));
  return {
    ...precision(product(attacked).items),
    finding: days.at(-1)?.place ?? 0,
    toldDaysAgo: first === undefined ? null : attacked.history.baseline.length - first.known,
    severity: severities[Math.max(...grades)] ?? null,
  };
}

/** @param rankings base lines to measure beside the product, by name */
export function variedMonth(
  name: VariationName,
  month: Prepared,
  wanted: WantedTrials,
  rankings: readonly string[] = [],
): Varied[] {
  const { manner = {} }: Variation = variations[name];
  const plain = Object.entries(baselines).filter(([ranking]) => rankings.includes(ranking));
  const varied: Varied[] = [];
  for (const { about, trial } of plannedTrials(month, wanted, manner)) {
    varied.push({ ...about, variation: name, ranking: 'product', ...ofProduct(trial) });
    for (const [ranking, rank] of plain) {
      const none = { finding: null, toldDaysAgo: null, severity: null };
      varied.push({ ...about, variation: name, ranking, ...precision(rank([trial.attacked])), ...none });
    }
  }
  return varied;
}

/**
 * The last days of a month's clusters without an attack; nothing where they are those of another variation. A young cluster is
 * younger still on the days before; an upgrade takes the last day alone.
 */
export function variedCalm(name: VariationName, { month, quiet }: Prepared, days: number): VariedCalm[] {
  if (!hasOwnCalm(name)) return [];
  const { historyDays, setting }: Variation = variations[name];
  const length = setting?.upgraded === true ? 1 : Math.min(days, historyDays ?? days);
  return quiet.flatMap(({ history }) =>
    Array.from({ length }, (_, ago) => {
      const day = quietDayBefore(month, history, ago);
      const all = findingsOf([product(day)], day.history.day);
      const grave = all.filter(({ risk }) => isGrave(risk.severity)).length;
      const known = day.history.baseline.length;
      const kind = historyDays === undefined ? name : `${name}, day ${known + 1}`;
      return { kind, seed: month.seed, size: history.size, findings: all.length, grave };
    }),
  );
}
