/** `npm run eval -- --variation`: what is wanted of which, month by month. */
import type { WantedTrials } from '../plan.ts';
import { type monthsOf, type VariationName, variationNames, variations } from './variation.ts';
import { type Varied, type VariedCalm, variedCalm, variedMonth } from './varied.ts';

/** What of a variation is tried. */
export interface WantedVariation {
  readonly name: VariationName;
  readonly attacks: WantedTrials;
  /** Rankings to measure beside the product. */
  readonly rankings: readonly string[];
  /** Days without an attack that are looked at in each month and cluster. */
  readonly calmDays: number;
}

export interface VariedResults {
  readonly varied: readonly Varied[];
  readonly variedCalm: readonly VariedCalm[];
}

/** All that is wanted of a month, made from the months of one seed. */
export const varyMonth = (
  wanted: readonly WantedVariation[],
  months: ReturnType<typeof monthsOf>,
): VariedResults => ({
  varied: wanted.flatMap(({ name, attacks, rankings }) =>
    variedMonth(name, months(variations[name]), attacks, rankings),
  ),
  variedCalm: wanted.flatMap(({ name, calmDays }) => variedCalm(name, months(variations[name]), calmDays)),
});

/** @throws RangeError for a name that is no variation's */
export const variationsNamed = (names: readonly string[]): readonly VariationName[] =>
  names.includes('all') ? variationNames : names.map(known);

function known(name: string): VariationName {
  const found = variationNames.find((one) => one === name);
  if (found === undefined)
    throw new RangeError(`no variation of that name; there are ${variationNames.join()}`);
  return found;
}
