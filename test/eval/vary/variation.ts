/**
 * Harder ways of the same attacks, and harder clusters. Knows what differs from what is simulated by default.
 * Refuses to know any ranking.
 */
import { lastOf, type Prepared, prepared } from '../history.ts';
import { type Clients, type Month, monthOf, type Setting } from '../months.ts';
import type { Manner } from '../trial.ts';

export interface Variation {
  /** How the attack is done. */
  readonly manner?: Manner;
  /** Days of history that the cluster has; all when left out. */
  readonly historyDays?: number;
  /** What is not as usual in the cluster. */
  readonly setting?: Setting;
}

export const variations = {
  /** As simulated: two attacks in three typed, a month of history. */
  none: {},
  slow: { manner: { pace: 'patient' } },
  spread: { manner: { pace: 'spread' } },
  script: { manner: { pace: 'scripted' } },
  young: { historyDays: 3 },
  'second-day': { historyDays: 1 },
  'private-link': { setting: { behindNat: true } },
  noise: { setting: { noise: true } },
  upgrade: { setting: { upgraded: true } },
  'many-names': { manner: { guise: 'impersonated' } },
  'many-accounts': { manner: { guise: 'accounts' } },
  flood: { manner: { junk: 'flood' } },
  decoys: { manner: { junk: 'decoys' } },
  poison: { manner: { junk: 'poison' } },
} as const satisfies Readonly<Record<string, Variation>>;

export type VariationName = keyof typeof variations;
export const variationNames = Object.keys(variations) as VariationName[];

/** A variation in which the days without an attack are those of another one has no calm of its own. */
export const hasOwnCalm = (name: VariationName): boolean => {
  const { historyDays, setting }: Variation = variations[name];
  return name === 'none' || historyDays !== undefined || setting !== undefined;
};

/** The months of one seed that variations are tried on: made when asked for, and shared where they are the same.
 * @param everywhere what is not as usual in any of them */
export function monthsOf(
  seed: number,
  clients: Clients,
  everywhere: Setting = {},
): (variation: Variation) => Prepared {
  const made = new Map<string, Prepared>();
  const orMake = (key: string, make: () => Prepared): Prepared => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  return ({ setting = {}, historyDays }) => {
    const all = { ...everywhere, ...setting };
    const key = JSON.stringify(all);
    const whole = orMake(key, () => prepared(monthOf(seed, clients, all)));
    if (historyDays === undefined) return whole;
    return orMake(`${key} ${historyDays}`, () => young(whole, historyDays));
  };
}

/** The same days of clusters that were not seen before. */
const young = (
  { month, quiet }: Prepared,
  historyDays: number,
): { month: Month; quiet: Prepared['quiet'] } => ({
  month,
  quiet: quiet.map((day) => ({ ...day, history: lastOf(day.history, historyDays) })),
});
