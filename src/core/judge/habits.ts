/**
 * Habits: which actor showed which value of a field on how many days, older days counting less.
 * Knows days and decay; refuses to know what the values mean. Presence, not volume: a value counts
 * once for an actor and day, so repeated and duplicated events change nothing.
 */
import { type Day, daysBetween } from '../count/day.ts';

/** How often something was seen: whole days, and days of which older ones count less. */
export interface Seen {
  readonly days: number;
  readonly weight: number;
}

interface Tally {
  days: number;
  /** Sum of 2^(day / half-life): scaled so that adding a day never touches the older ones. */
  scaled: number;
  last: number;
}

const never: Seen = { days: 0, weight: 0 };

/** What a field's habits say of one actor and value. */
export interface Habit {
  /** The actor with the value. */
  readonly own: Seen;
  /** All actors' days with the value. */
  readonly value: Seen;
  /** All the actor's days, summed over values. */
  readonly actor: Seen;
  readonly all: Seen;
  /** Actors that ever showed the value, the one asked about left out. */
  readonly others: number;
  /** Different values ever seen. */
  readonly values: number;
}

/** @param from the day that weights are measured from; no day lies before it */
export function habitsOf(from: Day, halfLifeDays: number) {
  const own = new Map<string, Map<string, Tally>>();
  const values = new Map<string, Tally & { actors: number }>();
  const actors = new Map<string, Tally>();
  const all: Tally = { days: 0, scaled: 0, last: -1 };
  let now = 0;

  const indexOf = (day: Day): number => daysBetween(from, day);
  const add = (tally: Tally, weight: number): void => {
    tally.days += 1;
    tally.scaled += weight;
  };
  const seen = (tally: Tally | undefined): Seen =>
    tally === undefined ? never : { days: tally.days, weight: tally.scaled * 2 ** (-now / halfLifeDays) };

  return {
    /** Days must come in order. */
    learn(day: Day, actor: string, value: string): void {
      const index = indexOf(day);
      const weight = 2 ** (index / halfLifeDays);
      const mine = orMake(own, actor, () => new Map<string, Tally>());
      const known = mine.get(value);
      if (known?.last === index) return;
      const ofValue = orMake(values, value, () => ({ ...nothing(), actors: 0 }));
      if (known === undefined) ofValue.actors += 1;
      const pair = orMake(mine, value, nothing);
      pair.last = index;
      for (const tally of [pair, ofValue, orMake(actors, actor, nothing), all]) add(tally, weight);
    },
    /** From now on weights are those on this day. */
    moveTo(day: Day): void {
      now = indexOf(day);
    },
    of(actor: string, value: string): Habit {
      const pair = own.get(actor)?.get(value);
      const ofValue = values.get(value);
      return {
        own: seen(pair),
        value: seen(ofValue),
        actor: seen(actors.get(actor)),
        all: seen(all),
        others: (ofValue?.actors ?? 0) - (pair === undefined ? 0 : 1),
        values: values.size,
      };
    },
    get actors(): number {
      return actors.size;
    },
  };
}

export type Habits = ReturnType<typeof habitsOf>;

const nothing = (): Tally => ({ days: 0, scaled: 0, last: -1 });

function orMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
