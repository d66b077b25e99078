/**
 * Habits: which actor showed which value of a field on how many days, older days counting less.
 * Knows days, decay and chances; refuses to know what the values mean. Presence, not volume: a value counts
 * once for an actor and day, so repeated and duplicated events change nothing.
 */
import { addDays, type Day, daysBetween } from '../count/day.ts';
import { fairSum } from './fair/sum.ts';

/** What is known of one actor and one value of a field. */
export interface Habit {
  /** Days on which the actor showed the value. */
  readonly ownDays: number;
  /** Days of the actor, each counted once per value shown. */
  readonly actorDays: number;
  /** Other callers that ever showed the value. */
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

interface Actor extends Tally {
  readonly values: Map<string, Tally>;
  readonly since: number;
}

/** What the cluster was shown by one caller, whomever he called as. */
interface Shown {
  /** By value, the last day on which he showed it. */
  readonly values: Map<string, number>;
  last: number;
  /** Values shown on the last day. */
  today: number;
}

/**
 * Values of a caller and day that the whole cluster is judged by. Beyond them a day is a flood, and anybody can make one:
 * it must not teach that new things are usual.
 */
const mostShown = 100;

interface Value extends Tally {
  /** Callers that ever showed it. */
  callers: number;
  /** The first to show it: one more than are named, since one of them may be who is asked about. */
  readonly names: string[];
  readonly since: number;
  /** The first to show it. */
  readonly by: string;
}

const nothing = (): Tally => ({ days: 0, scaled: 0, last: -1 });

/** @param from the day that weights are measured from; no day lies before it */
export function habitsOf(from: Day, halfLifeDays: number, backOff: 'varied' | number) {
  const actors = new Map<string, Actor>();
  const values = new Map<string, Value>();
  const callers = new Map<string, Shown>();
  const all = nothing();
  /** Values seen of one caller on one day only: of one caller alone, not more than one for each day. */
  const once = fairSum();
  let learntDays = 0;
  let lastLearnt = -1;
  let today = 0;
  /** The weight of today, and what scaled weights are divided by to be those of today. */
  let scale = 1;

  /**
   * Share of a value among all that anybody shows. A value never seen gets the mass of the unseen as a whole:
   * where new things come up every day, one more says little. Source: Good 1953, unseen mass = seen once / all.
   */
  function share(value: Value | undefined): number {
    const unseen = (once.total(learntDays) + 0.5) / (all.days + 1);
    return value === undefined ? unseen : ((1 - unseen) * value.scaled) / all.scaled;
  }

  function count(tally: Tally): void {
    tally.days += 1;
    tally.scaled += scale;
  }

  function show(caller: string, value: string, actor: string): void {
    const shown = orMake(callers, caller, () => ({ values: new Map<string, number>(), last: -1, today: 0 }));
    const before = shown.values.get(value);
    if (before === today) return;
    if (lastLearnt !== today) learntDays += 1;
    lastLearnt = today;
    shown.today = shown.last === today ? shown.today + 1 : 1;
    shown.last = today;
    if (shown.today > mostShown) return;
    shown.values.set(value, today);
    const ofValue = orMake(values, value, () => ({
      ...nothing(),
      callers: 0,
      names: [],
      since: today,
      by: caller,
    }));
    if (before === undefined) {
      ofValue.callers += 1;
      if (ofValue.names.length <= maxNeighbours) ofValue.names.push(actor);
    }
    if (ofValue.days === 0) once.add(caller, 1);
    else if (ofValue.days === 1) once.add(ofValue.by, -1);
    count(ofValue);
    count(all);
  }

  return {
    /** Habits are now those on this day, before it is learnt. Days must come in order. */
    moveTo(day: Day): void {
      today = daysBetween(from, day);
      scale = 2 ** (today / halfLifeDays);
    },
    /** @param caller who really calls: the cluster learns a value of him once a day, whomever he calls as */
    learn(actor: string, value: string, caller = actor): void {
      const mine = orMake(actors, actor, () => ({
        ...nothing(),
        values: new Map<string, Tally>(),
        since: today,
      }));
      const pair = orMake(mine.values, value, nothing);
      if (pair.last === today) return;
      pair.last = today;
      count(pair);
      count(mine);
      show(caller, value, actor);
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
    of(actor: string, value: string, caller = actor): Habit {
      const mine = actors.get(actor);
      const pair = mine?.values.get(value);
      const ofAll = values.get(value);
      return {
        ownDays: pair?.days ?? 0,
        actorDays: mine?.days ?? 0,
        others: (ofAll?.callers ?? 0) - (callers.get(caller)?.values.has(value) === true ? 1 : 0),
        neighbours: (ofAll?.names ?? []).filter((name) => name !== actor).slice(0, maxNeighbours),
        firstSeen: ofAll === undefined ? null : addDays(from, ofAll.since),
        actorFirstSeen: mine === undefined ? null : addDays(from, mine.since),
      };
    },
    /** How many there are that really call. */
    get callers(): number {
      return callers.size;
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
