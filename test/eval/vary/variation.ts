/**
 * Harder ways of the same attacks, and harder clusters. Knows what differs from what is simulated by default.
 * Refuses to know any ranking.
 */
import type { Pace } from '../../../src/simulate/attacks/pace.ts';
import { lastOf, type Prepared, prepared } from '../history.ts';
import { type Clients, type Month, monthOf } from '../months.ts';

export interface Variation {
  readonly pace?: Pace;
  /** Days of history that the cluster has; all when left out. */
  readonly historyDays?: number;
  /** Callers other than the cluster's own parts share one address. */
  readonly behindNat?: boolean;
}

export const variations = {
  /** As simulated: two attacks in three typed, a month of history. */
  none: {},
  slow: { pace: 'patient' },
  spread: { pace: 'spread' },
  script: { pace: 'scripted' },
  young: { historyDays: 3 },
  'private-link': { behindNat: true },
} as const satisfies Readonly<Record<string, Variation>>;

export type VariationName = keyof typeof variations;
export const variationNames = Object.keys(variations) as VariationName[];

/** A variation in which the days without an attack are those of another one has no calm of its own. */
export const hasOwnCalm = (name: VariationName): boolean => {
  const { historyDays, behindNat }: Variation = variations[name];
  return name === 'none' || historyDays !== undefined || behindNat === true;
};

/** The months of one seed that variations are tried on: made when asked for, and shared where they are the same. */
export function monthsOf(seed: number, clients: Clients): (variation: Variation) => Prepared {
  const made = new Map<string, Prepared>();
  const orMake = (key: string, make: () => Prepared): Prepared => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  return ({ behindNat = false, historyDays }) => {
    const whole = orMake(`${behindNat}`, () => prepared(monthOf(seed, clients, { behindNat })));
    if (historyDays === undefined) return whole;
    return orMake(`${behindNat} ${historyDays}`, () => young(whole, historyDays));
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
