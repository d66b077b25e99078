/** Judges every ranking on the trials of one month. Knows measures; refuses to know how results are shown. */
import type { Finding } from '../../src/core/find/finding.ts';
import { type Loudness, loudness } from '../../src/simulate/attacks/scenario.ts';
import { scenarios } from '../../src/simulate/attacks/scenarios.ts';
import type { ClientName } from '../../src/simulate/clients/clients.ts';
import { baselines } from './baselines.ts';
import { achievedAt, precisionAt, type Scored } from './measures.ts';
import { type Size, sizes } from './months.ts';
import {
  findingsOf,
  mainVariants,
  type ProductDay,
  type ProductRanking,
  together,
  variants,
} from './product.ts';
import { heldOut } from './split.ts';
import { type Prepared, type RankedDay, type Trial, trialOf } from './trial.ts';

export interface Judgement {
  readonly seed: number;
  readonly size: Size;
  readonly scenario: string;
  readonly split: 'tuning' | 'held-out';
  readonly loudness: Loudness;
  readonly ranking: string;
  /** The attacker's program. */
  readonly client: Client;
  /** Whose credentials were used. */
  readonly victim: string;
  readonly pace: Trial['pace'];
  /** Patterns that the attack made or took part in. */
  readonly planted: number;
  /** Precision among the first 10 and 20 calls of the attacked cluster, and of all three clusters together. */
  readonly p10: number;
  readonly p20: number;
  readonly a10: number;
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

export type Client = 'kubectl' | ClientName;

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
  'p10' | 'p20' | 'a10' | 'company10' | 'company20' | 'finding' | 'companyFinding' | 'findingAt' | 'severity'
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

export interface Wanted {
  /** Part of a scenario's id; all when empty. */
  readonly only: string;
  /** Names of rankings; all when empty. */
  readonly rankings: readonly string[];
  readonly split: string;
  /** Programs that each attack is tried with. With others than kubectl the product alone is measured. */
  readonly clients: readonly Client[];
  /** Of how many attacks one is tried in a month, by turns. */
  readonly oneIn: number;
  /** Whether variants of the product are measured beside it. */
  readonly ablate: boolean;
}

/** All judgements of a month. */
export function judgeMonth({ month, quiet }: Prepared, wanted: Wanted): Judgement[] {
  const { seed } = month;
  const judgements: Judgement[] = [];
  const isWanted = (name: string): boolean =>
    wanted.rankings.length === 0
      ? wanted.ablate || name in baselines || mainVariants.includes(name)
      : wanted.rankings.includes(name);
  scenarios.forEach((scenario, i) => {
    const split = heldOut.includes(scenario.id) ? 'held-out' : 'tuning';
    if (!scenario.id.includes(wanted.only) || !split.includes(wanted.split)) return;
    if ((seed + i) % wanted.oneIn !== 0) return;
    loudness.forEach((kind, j) => {
      // Every size by turns; where nobody in a cluster fits, the next one.
      const order = sizes.map((_, k) => sizes[(seed + i + j + k) % sizes.length] ?? 'large');
      for (const client of wanted.clients) {
        const program = client === 'kubectl' ? undefined : client;
        const found = firstOf(order, (size) => {
          const trial = trialOf(month, quiet, size, scenario, kind, program);
          return trial === null ? null : { size, trial };
        });
        if (found === null) return;
        const { size, trial } = found;
        const about = {
          seed,
          size,
          scenario: scenario.id,
          split,
          loudness: kind,
          client,
          victim: trial.victim,
          pace: trial.pace,
          planted: trial.attacked.attackPatterns.size,
        } as const;
        judgements.push(
          ...judgedBy((name) => isWanted(name) && (client === 'kubectl' || name === 'product'), trial).map(
            (measures) => ({ ...about, ...measures }),
          ),
        );
      }
    });
  });
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

function firstOf<T, R>(things: readonly T[], make: (thing: T) => R | null): R | null {
  for (const thing of things) {
    const made = make(thing);
    if (made !== null) return made;
  }
  return null;
}
