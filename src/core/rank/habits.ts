/**
 * Habits: which actor showed which value of a field on how many days, older days counting less.
 * Knows days, decay and chances; refuses to know what the values mean. Presence, not volume: a value counts
 * once for an actor and day, so repeated and duplicated events change nothing.
 */
import { addDays, type Day, daysBetween } from '../count/day.ts';

/** What is known of one actor and one value of a field. */
export interface Habit {
  /** Days on which the actor showed the value. */
  readonly ownDays: number;
  /** Days of the actor, each counted once per value shown. */
  readonly actorDays: number;
  /** Other actors that ever showed the value. */
  readonly others: number;
  /** Some of them, the first to show it first. */
  readonly neighbours: readonly string[];
  /** The first day on which anybody showed the value; `null`: never. */
  readonly firstSeen: Day | null;
  /** The first day on which the actor did anything at all; `null`: never. */
  readonly actorFirstSeen: Day | null;
}

/** Neighbours that are named; the rest are counted. */
const maxNeighbours = 3;

interface Tally {
  days: number;
  /** Sum of 2^(day / half-life): scaled so that adding a day never touches the older ones. */
  scaled: number;
  last: number;
}

interface Pair extends Tally {
  /** It is known to the cluster. */
  isCounted: boolean;
}

interface Actor extends Tally {
  readonly values: Map<string, Pair>;
  readonly since: number;
  /** Values shown on the last day. */
  shown: number;
}

/**
 * Values of an actor and day that the whole cluster is judged by. Beyond them a day is a flood, and anybody can make one:
 * it must not teach that new things are usual.
 */
const mostShown = 100;

interface Value extends Tally {
  actors: number;
  /** The first to show it: one more than are named, since one of them may be who is asked about. */
  readonly names: string[];
  readonly since: number;
}

const nothing = (): Tally => ({ days: 0, scaled: 0, last: -1 });

/** @param from the day that weights are measured from; no day lies before it */
export function habitsOf(from: Day, halfLifeDays: number, backOff: 'varied' | number) {
  const actors = new Map<string, Actor>();
  const values = new Map<string, Value>();
  const all = nothing();
  /** Values seen for one actor on one day only. */
  let once = 0;
  let today = 0;
  /** The weight of today, and what scaled weights are divided by to be those of today. */
  let scale = 1;

  /**
   * Share of a value among all that anybody shows. A value never seen gets the mass of the unseen as a whole:
   * where new things come up every day, one more says little. Source: Good 1953, unseen mass = seen once / all.
   */
  function share(value: Value | undefined): number {
    const unseen = (once + 0.5) / (all.days + 1);
    return value === undefined ? unseen : ((1 - unseen) * value.scaled) / all.scaled;
  }

  function count(tally: Tally): void {
    tally.days += 1;
    tally.scaled += scale;
  }

  return {
    /** Habits are now those on this day, before it is learnt. Days must come in order. */
    moveTo(day: Day): void {
      today = daysBetween(from, day);
      scale = 2 ** (today / halfLifeDays);
    },
    learn(actor: string, value: string): void {
      const mine = orMake(actors, actor, () => ({
        ...nothing(),
        values: new Map<string, Pair>(),
        since: today,
        shown: 0,
      }));
      const pair = orMake(mine.values, value, () => ({ ...nothing(), isCounted: false }));
      if (pair.last === today) return;
      mine.shown = mine.last === today ? mine.shown + 1 : 1;
      pair.last = today;
      mine.last = today;
      count(pair);
      count(mine);
      if (mine.shown > mostShown) return;
      const ofValue = orMake(values, value, () => ({ ...nothing(), actors: 0, names: [], since: today }));
      if (!pair.isCounted) {
        pair.isCounted = true;
        ofValue.actors += 1;
        if (ofValue.names.length <= maxNeighbours) ofValue.names.push(actor);
      }
      if (ofValue.days === 0) once += 1;
      else if (ofValue.days === 1) once -= 1;
      count(ofValue);
      count(all);
    },
    /** `-log2 p(x|g)`, `p(x|g) = (n(g,x) + L p(x)) / (n(g) + L)`: the actor's own habits, backed off to the cluster's. */
    bits(actor: string, value: string): number {
      const mine = actors.get(actor);
      const strength = backOff === 'varied' ? Math.max(1, mine?.values.size ?? 0) : backOff;
      const own = (mine?.values.get(value)?.scaled ?? 0) / scale;
      return -Math.log2(
        (own + strength * share(values.get(value))) / ((mine?.scaled ?? 0) / scale + strength),
      );
    },
    of(actor: string, value: string): Habit {
      const mine = actors.get(actor);
      const pair = mine?.values.get(value);
      const ofAll = values.get(value);
      return {
        ownDays: pair?.days ?? 0,
        actorDays: mine?.days ?? 0,
        others: (ofAll?.actors ?? 0) - (pair?.isCounted === true ? 1 : 0),
        neighbours: (ofAll?.names ?? []).filter((name) => name !== actor).slice(0, maxNeighbours),
        firstSeen: ofAll === undefined ? null : addDays(from, ofAll.since),
        actorFirstSeen: mine === undefined ? null : addDays(from, mine.since),
      };
    },
    get actors(): number {
      return actors.size;
    },
  };
}

export type Habits = ReturnType<typeof habitsOf>;

export function orMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

export const noTexts = (): Set<string> => new Set();
export const noTextsBy = (): Map<string, Set<string>> => new Map();
