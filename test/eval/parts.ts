/** Parts of an evaluation: what each makes of the months of a seed, and all of them over some seeds. Refuses to know how results are shown. */
import { calmMonth } from './calm.ts';
import { judgeMonth, type Wanted } from './judge.ts';
import type { Clients, Setting } from './months.ts';
import type { WantedTrials } from './plan.ts';
import { joined, type Results } from './report/results.ts';
import { varyMonth, type WantedVariation } from './vary/run.ts';
import { monthsOf, type VariationName } from './vary/variation.ts';

export interface WantedMonths {
  readonly first: number;
  readonly seeds: number;
  readonly clients: Clients;
  /** What is not as usual in any of them. */
  readonly setting: Setting;
}

/** @param at place of the seed among those wanted, from 0 */
export type Part = (months: ReturnType<typeof monthsOf>, at: number) => Partial<Results>;

/** All parts of all months. Progress goes to standard error. */
export function overMonths(
  { first, seeds, clients, setting }: WantedMonths,
  parts: readonly Part[],
): Results {
  const found: Partial<Results>[] = [];
  for (let at = 0; at < seeds; at++) {
    const start = performance.now();
    const months = monthsOf(first + at, clients, setting);
    found.push(...parts.map((part) => part(months, at)));
    console.error(`month ${at + 1} of ${seeds}: ${Math.round(performance.now() - start)} ms`);
  }
  return joined(found);
}

/**
 * Rankings compared on attacks as they are simulated. With the product alone nothing else is measured.
 * @param every variants of the product are measured in every n-th month only; 0: never
 */
export const judgedPart =
  (wanted: Omit<Wanted, 'ablate'>, every: number): Part =>
  (months, at) => {
    const month = months({});
    const judgements = judgeMonth(month, { ...wanted, ablate: every > 0 && at % every === 0 });
    const all = wanted.rankings.length === 0;
    return all || wanted.rankings.includes('product')
      ? { judgements, ...calmMonth(month, all) }
      : { judgements };
  };

/** The product on harder ways of the same attacks. */
export const variedPart =
  (wanted: readonly WantedVariation[]): Part =>
  (months) =>
    varyMonth(wanted, months);

/** Of how many attacks one is tried in a month, where everything is measured: what takes long is tried less often. */
const oneIn: Readonly<Record<VariationName, number>> = {
  none: 3,
  slow: 8,
  spread: 8,
  script: 8,
  young: 8,
  'second-day': 12,
  'private-link': 8,
  noise: 8,
  upgrade: 8,
  'many-names': 8,
  'many-accounts': 8,
  flood: 20,
  decoys: 8,
  poison: 20,
};

/** Everything, in a measure that twenty-five months of it take about half an hour on one core. */
export function wholeParts(attacks: WantedTrials): Part[] {
  const others = ['k9s', 'curl', 'python', 'go', 'helm', 'kubelet'] as const;
  const programs: Part = (months) => ({
    judgements: judgeMonth(months({}), {
      ...attacks,
      oneIn: 12,
      clients: others,
      rankings: ['product'],
      ablate: false,
    }),
  });
  const names = Object.keys(oneIn) as VariationName[];
  return [
    judgedPart({ ...attacks, oneIn: 4, rankings: [] }, 10),
    programs,
    variedPart(
      names.map((name) => ({
        name,
        attacks: { ...attacks, oneIn: oneIn[name] },
        rankings: ['raw rare', 'first seen', 'new terms'],
        calmDays: name === 'none' || name === 'young' ? 3 : 1,
      })),
    ),
  ];
}
