/** Which attacks are tried on a month: every scenario and form by turns in clusters of every size. Refuses to know any ranking. */
import { type Loudness, loudness } from '../../src/simulate/attacks/scenario.ts';
import { scenarios } from '../../src/simulate/attacks/scenarios.ts';
import type { ClientName } from '../../src/simulate/clients/clients.ts';
import type { Prepared } from './history.ts';
import { type Size, sizes } from './months.ts';
import { heldOut } from './split.ts';
import { type Manner, type Trial, trialOf } from './trial.ts';

export type Client = 'kubectl' | ClientName;
export type Split = 'tuning' | 'held-out';

export interface WantedTrials {
  /** Part of a scenario's id; all when empty. */
  readonly only: string;
  readonly split: string;
  /** Programs that each attack is tried with. */
  readonly clients: readonly Client[];
  /** Of how many attacks one is tried in a month, by turns. */
  readonly oneIn: number;
}

/** What is known of a trial without ranking it. */
export interface About {
  readonly seed: number;
  readonly size: Size;
  readonly scenario: string;
  readonly split: Split;
  readonly loudness: Loudness;
  /** The attacker's program. */
  readonly client: Client;
  /** Patterns that the attack made or took part in, on the last day. */
  readonly planted: number;
}

export interface PlannedTrial {
  readonly about: About;
  readonly trial: Trial;
}

/** One trial after the other: each is big. */
export function* plannedTrials(
  prepared: Prepared,
  wanted: WantedTrials,
  manner: Manner = {},
): Generator<PlannedTrial> {
  const { seed } = prepared.month;
  for (const [i, scenario] of scenarios.entries()) {
    const split = heldOut.includes(scenario.id) ? 'held-out' : 'tuning';
    if (!scenario.id.includes(wanted.only) || !split.includes(wanted.split)) continue;
    if ((seed + i) % wanted.oneIn !== 0) continue;
    for (const [j, kind] of loudness.entries()) {
      // Every size by turns; where nobody in a cluster fits, the next one.
      const order = sizes.map((_, k) => sizes[(seed + i + j + k) % sizes.length] ?? 'large');
      for (const client of wanted.clients) {
        const how = client === 'kubectl' ? manner : { ...manner, client };
        const found = firstOf(order, (size) => {
          const trial = trialOf(prepared, size, scenario, kind, how);
          return trial === null ? null : { size, trial };
        });
        if (found === null) break;
        const { size, trial } = found;
        const planted = trial.attacked.attackPatterns.size;
        yield {
          about: { seed, size, scenario: scenario.id, split, loudness: kind, client, planted },
          trial,
        };
      }
    }
  }
}

function firstOf<T, R>(things: readonly T[], make: (thing: T) => R | null): R | null {
  for (const thing of things) {
    const made = make(thing);
    if (made !== null) return made;
  }
  return null;
}
