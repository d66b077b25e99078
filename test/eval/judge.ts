/** Judges every ranking on the trials of one month. Knows measures; refuses to know how results are shown. */
import type { Finding } from '../../src/core/find/finding.ts';
import { baselines } from './baselines.ts';
import type { Prepared, RankedDay } from './history.ts';
import { achievedAt, averagePrecision, precisionAt, type Scored } from './measures.ts';
import { type About, plannedTrials, type WantedTrials } from './plan.ts';
import {
  findingsOf,
  mainVariants,
  type ProductDay,
  type ProductRanking,
  together,
  variants,
} from './product.ts';
import type { Trial } from './trial.ts';

export interface Judgement extends About {
  readonly ranking: string;
  /** Whose credentials were used. */
  readonly victim: string;
  readonly pace: Trial['pace'];
  /** Precision among the first 10 and 20 calls of the attacked cluster, and of all three clusters together. */
  readonly p10: number;
  readonly p20: number;
  readonly a10: number;
  readonly ap: number;
  readonly company10: number;
  readonly company20: number;
  /** Place of the attacker's finding in its cluster and among all, from 1; 0 = not told; `null` where a ranking has none. */
  readonly finding: number | null;
  readonly companyFinding: number | null;
  /** As `finding`, were findings told from each of the thresholds on. */
  readonly findingAt: readonly number[];
  /** Of the attacker's finding in its cluster; `null` where none is told. */
  readonly severity: Severity | null;
}

type Severity = Finding['risk']['severity'];

/** Whether a finding is among the first `k` that are told; `NaN` where a ranking has no findings. */
export const isAmong = (finding: number | null, k: number): number =>
  finding === null ? Number.NaN : finding > 0 && finding <= k ? 1 : 0;

/** Risks from which a finding could be told. */
export const thresholds = [15, 18, 21, 25, 30] as const;

/** The attacker's finding, and its place among all that are told; from 1, 0 = not told. */
function attackersFinding(
  days: readonly ProductDay[],
  attacked: ProductDay,
  day: RankedDay,
  minRisk?: number,
): { readonly place: number; readonly finding: Finding | undefined } {
  const told = findingsOf(days, day.history.day, minRisk);
  const at = told.findIndex((finding) => finding.calls.some((call) => attacked.planted.has(call)));
  return { place: at + 1, finding: told[at] };
}

type Measured = Pick<
  Judgement,
  | 'p10'
  | 'p20'
  | 'a10'
  | 'ap'
  | 'company10'
  | 'company20'
  | 'finding'
  | 'companyFinding'
  | 'findingAt'
  | 'severity'
>;

const measured = (
  own: readonly Scored[],
  company: readonly Scored[],
  places: readonly [number | null, number | null],
  findingAt: readonly number[] = [],
  severity: Severity | null = null,
): Measured => ({
  p10: precisionAt(own, 10),
  p20: precisionAt(own, 20),
  a10: achievedAt(own, 10),
  ap: averagePrecision(own),
  company10: precisionAt(company, 10),
  company20: precisionAt(company, 20),
  finding: places[0],
  companyFinding: places[1],
  findingAt,
  severity,
});

function ofProduct(rank: ProductRanking, { attacked, days }: Trial): Measured {
  const ranked = days.map(rank);
  const own = rank(attacked);
  const { place, finding } = attackersFinding([own], own, attacked);
  const places = [place, attackersFinding(ranked, own, attacked).place] as const;
  const findingAt = thresholds.map((minRisk) => attackersFinding([own], own, attacked, minRisk).place);
  return measured(own.items, together(ranked), places, findingAt, finding?.risk.severity ?? null);
}

export interface Wanted extends WantedTrials {
  /** Names of rankings; all when empty. */
  readonly rankings: readonly string[];
  /** Whether variants of the product are measured beside it. */
  readonly ablate: boolean;
}

/** All judgements of a month. */
export function judgeMonth(prepared: Prepared, wanted: Wanted): Judgement[] {
  const isWanted = (name: string): boolean =>
    wanted.rankings.length === 0
      ? wanted.ablate || name in baselines || mainVariants.includes(name)
      : wanted.rankings.includes(name);
  const judgements: Judgement[] = [];
  for (const { about, trial } of plannedTrials(prepared, wanted)) {
    const { victim, pace } = trial;
    // With other programs than kubectl the product alone is measured.
    const isOwn = about.client === 'kubectl';
    const measured = judgedBy((name) => isWanted(name) && (isOwn || name === 'product'), trial);
    judgements.push(...measured.map((measures) => ({ ...about, victim, pace, ...measures })));
  }
  return judgements;
}

/** What each of the wanted rankings makes of a trial. */
function judgedBy(
  isWanted: (name: string) => boolean,
  trial: Trial,
): (Measured & { readonly ranking: string })[] {
  const plain = Object.entries(baselines).filter(([name]) => isWanted(name));
  const products = Object.entries(variants).filter(([name]) => isWanted(name));
  return [
    ...plain.map(([ranking, rank]) => ({
      ranking,
      ...measured(rank([trial.attacked]), rank(trial.days), [null, null]),
    })),
    ...products.map(([ranking, rank]) => ({ ranking, ...ofProduct(rank, trial) })),
  ];
}
