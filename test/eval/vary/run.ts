/** `npm run eval -- --variation`: month by month, and what came of it. Progress goes to standard error. */
import type { Clients } from '../months.ts';
import type { WantedTrials } from '../plan.ts';
import { variedCalmTable, variedTable } from './table.ts';
import { monthsOf, type VariationName, variationNames } from './variation.ts';
import { type Varied, type VariedCalm, variedBy } from './varied.ts';

export interface WantedMonths {
  readonly first: number;
  readonly seeds: number;
  readonly clients: Clients;
  readonly attacks: WantedTrials;
  /** Days without an attack that are looked at in each month and cluster. */
  readonly calmDays: number;
}

/** @throws RangeError for a name that is no variation's */
export function vary(
  wanted: readonly string[],
  { first, seeds, clients, attacks, calmDays }: WantedMonths,
): void {
  const names = wanted.includes('all') ? variationNames : wanted.map(known);
  const varied: Varied[] = [];
  const calm: VariedCalm[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    const start = performance.now();
    const month = variedBy(names, monthsOf(seed, clients), attacks, calmDays);
    varied.push(...month.varied);
    calm.push(...month.calm);
    console.error(`month ${seed - first + 1} of ${seeds}: ${Math.round(performance.now() - start)} ms`);
  }
  console.log(variedTable(varied));
  if (calm.length > 0) console.log(`\n${variedCalmTable(calm)}`);
}

function known(name: string): VariationName {
  const found = variationNames.find((one) => one === name);
  if (found === undefined)
    throw new RangeError(`no variation of that name; there are ${variationNames.join()}`);
  return found;
}
