/** `npm run eval -- --variation`: month by month, and what came of it. Progress goes to standard error. */
import type { Clients, Setting } from '../months.ts';
import type { WantedTrials } from '../plan.ts';
import { severityTable } from './severity.ts';
import { variedCalmTable, variedTable } from './table.ts';
import { monthsOf, type VariationName, variationNames } from './variation.ts';
import { type Varied, type VariedCalm, variedBy } from './varied.ts';

export interface WantedMonths {
  readonly first: number;
  readonly seeds: number;
  readonly clients: Clients;
  readonly setting: Setting;
  readonly attacks: WantedTrials;
  /** Rankings to measure beside the product. */
  readonly rankings: readonly string[];
  /** Days without an attack that are looked at in each month and cluster. */
  readonly calmDays: number;
  /** Whether it is shown how severity varies. */
  readonly severity: boolean;
}

/** @throws RangeError for a name that is no variation's */
export function vary(wanted: readonly string[], about: WantedMonths): void {
  const { first, seeds, clients, setting } = about;
  const names = wanted.includes('all') ? variationNames : wanted.map(known);
  const varied: Varied[] = [];
  const calm: VariedCalm[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    const start = performance.now();
    const month = variedBy(names, monthsOf(seed, clients, setting), about);
    varied.push(...month.varied);
    calm.push(...month.calm);
    console.error(`month ${seed - first + 1} of ${seeds}: ${Math.round(performance.now() - start)} ms`);
  }
  console.log(variedTable(varied));
  if (calm.length > 0) console.log(`\n${variedCalmTable(calm)}`);
  if (!about.severity) return;
  for (const [name, own] of Map.groupBy(varied, ({ variation }) => variation))
    console.log(`\nSeverity of the same attack over months, ${name}:\n${severityTable(own)}`);
}

function known(name: string): VariationName {
  const found = variationNames.find((one) => one === name);
  if (found === undefined)
    throw new RangeError(`no variation of that name; there are ${variationNames.join()}`);
  return found;
}
