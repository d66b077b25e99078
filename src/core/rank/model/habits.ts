/**
 * Habits: which actor showed which value of a field on how many days, older days counting less.
 * Knows days, decay and chances; refuses to know what the values mean. Presence, not volume: a value counts
 * once for an actor and day, so repeated and duplicated events change nothing.
 */
import { addDays, type Day, daysBetween } from '../../count/day.ts';
import { fairSum } from '../fair/sum.ts';
import { numberedPairs } from './numbers.ts';

/** What is known of one actor and one value of a field. */
export interface Habit {
  /** Days on which the actor showed the value. */
  readonly ownDays: number;
  /** Days of the actor, each counted once per value shown. */
  readonly actorDays: number;
  /** Other callers that ever showed the value. */
  readonly others: number;
  /** Some of them, the first to show it first. */
  readonly neighbours: readonly number[];
  /** The first day on which anybody showed the value; `null`: never. */
  readonly firstSeen: Day | null;
  /** The first day on which the actor did anything at all; `null`: never. */
  readonly actorFirstSeen: Day | null;
}

/** Neighbours that are named; the rest are counted. */
const maxNeighbours = 3;

/**
 * Values of a caller and day that the whole cluster is judged by. Beyond them a day is a flood, and anybody can make one:
 * it must not teach that new things are usual.
 */
const mostShown = 100;

/** Sums by number: of days, and of 2^(day / half-life), so that adding a day never touches the older ones. */
const tallies = () => ({
  days: [] as number[],
  scaled: [] as number[],
  /** The last day. */
  last: [] as number[],
  since: [] as number[],
});

/** @param from the day that weights are measured from; no day lies before it */
export function habitsOf(from: Day, halfLifeDays: number, backOff: 'varied' | number) {
  const ofActor = { ...tallies(), values: [] as number[] };
  const ofValue = { ...tallies(), callers: [] as number[], names: [] as number[][], by: [] as number[] };
  const ofPair = tallies();
  const pairs = numberedPairs();
  /** What the cluster was shown by those who really call, whomever they called as. */
  const shown = numberedPairs();
  const ofShown = { last: [] as number[], scaled: [] as number[] };
  const ofCaller = { last: [] as number[], today: [] as number[], scaled: [] as number[] };
  const all = { days: 0, scaled: 0 };
  let callers = 0;
  /** Values seen of one caller on one day only: of one caller alone, not more than one for each day. */
  const once = fairSum();
  const learnt = { days: 0, last: -1 };
  let today = 0;
  /** The weight of today, and what scaled weights are divided by to be those of today. */
  let scale = 1;

  /**
   * Share of a value among all that anybody shows. A value never seen gets the mass of the unseen as a whole:
   * where new things come up every day, one more says little. Source: Good 1953, unseen mass = seen once / all.
   * @param base what part of that mass such a value has
   */
  function share(value: number, base: number): number {
    const unseen = (once.total(learnt.days) + 0.5) / (all.days + 1);
    return (ofValue.days[value] ?? 0) === 0
      ? unseen * base
      : ((1 - unseen) * (ofValue.scaled[value] ?? 0)) / all.scaled;
  }

  function count(tally: ReturnType<typeof tallies>, at: number): void {
    if (tally.days[at] === undefined) tally.since[at] = today;
    tally.days[at] = (tally.days[at] ?? 0) + 1;
    tally.scaled[at] = (tally.scaled[at] ?? 0) + scale;
    tally.last[at] = today;
  }

  /** Whether the cluster is to learn a value of a caller: once a day, whomever he calls as, and not of a flood. */
  function isHeard(caller: number, pair: number): boolean {
    if (ofShown.last[pair] === today) return false;
    if (learnt.last !== today) learnt.days += 1;
    learnt.last = today;
    if (ofCaller.last[caller] === undefined) callers += 1;
    const values = ofCaller.last[caller] === today ? (ofCaller.today[caller] ?? 0) + 1 : 1;
    ofCaller.today[caller] = values;
    ofCaller.last[caller] = today;
    return values <= mostShown;
  }

  function learnOfAll(caller: number, value: number, actor: number): void {
    const pair = shown.add(caller, value);
    if (!isHeard(caller, pair)) return;
    if (ofShown.last[pair] === undefined) {
      ofValue.callers[value] = (ofValue.callers[value] ?? 0) + 1;
      ofValue.names[value] ??= [];
      const names = ofValue.names[value] ?? [];
      if (names.length <= maxNeighbours) names.push(actor);
    }
    ofShown.last[pair] = today;
    const days = ofValue.days[value] ?? 0;
    if (days === 0) {
      ofValue.by[value] = caller;
      once.add(caller, 1);
    } else if (days === 1) once.add(ofValue.by[value] ?? 0, -1);
    count(ofValue, value);
    ofShown.scaled[pair] = (ofShown.scaled[pair] ?? 0) + scale;
    ofCaller.scaled[caller] = (ofCaller.scaled[caller] ?? 0) + scale;
    all.days += 1;
    all.scaled += scale;
  }

  function scaledOf(actor: number, value: number): number {
    const pair = pairs.find(actor, value);
    return pair < 0 ? 0 : (ofPair.scaled[pair] ?? 0);
  }

  /** `-log2 p(x|g)`, `p(x|g) = (n(g,x) + L p(x)) / (n(g) + L)`: the actor's own habits, backed off to the cluster's. */
  function bits(actor: number, value: number, base = 1): number {
    const strength = backOff === 'varied' ? Math.max(1, ofActor.values[actor] ?? 0) : backOff;
    const own = scaledOf(actor, value) / scale;
    const ofAll = (ofActor.scaled[actor] ?? 0) / scale;
    return -Math.log2((own + strength * share(value, base)) / (ofAll + strength));
  }

  return {
    /** Habits are now those on this day, before it is learnt. Days must come in order. */
    moveTo(day: Day): void {
      today = daysBetween(from, day);
      scale = 2 ** (today / halfLifeDays);
    },
    /** @param caller who really calls */
    learn(actor: number, value: number, caller = actor): void {
      const pair = pairs.add(actor, value);
      if (ofPair.last[pair] === today) return;
      if (ofPair.days[pair] === undefined) ofActor.values[actor] = (ofActor.values[actor] ?? 0) + 1;
      count(ofPair, pair);
      count(ofActor, actor);
      learnOfAll(caller, value, actor);
    },
    bits,
    /** How much likelier it is of the others than of the actor that they show the value, in bits; 0 where it is not. */
    ratio(actor: number, value: number, base = 1, caller = actor): number {
      const pair = shown.find(caller, value);
      const others = (ofValue.scaled[value] ?? 0) - (ofShown.scaled[pair] ?? 0);
      const ofOthers = all.scaled - (ofCaller.scaled[caller] ?? 0);
      return others <= 0 || ofOthers <= 0
        ? 0
        : Math.max(0, Math.log2(others / ofOthers) + bits(actor, value, base));
    },
    of(actor: number, value: number, caller = actor): Habit {
      const pair = pairs.find(actor, value);
      const since = ofValue.since[value];
      const actorSince = ofActor.since[actor];
      return {
        ownDays: ofPair.days[pair] ?? 0,
        actorDays: ofActor.days[actor] ?? 0,
        others:
          (ofValue.callers[value] ?? 0) - (ofShown.last[shown.find(caller, value)] === undefined ? 0 : 1),
        neighbours: (ofValue.names[value] ?? []).filter((name) => name !== actor).slice(0, maxNeighbours),
        firstSeen: since === undefined ? null : addDays(from, since),
        actorFirstSeen: actorSince === undefined ? null : addDays(from, actorSince),
      };
    },
    /** How many there are that really call. */
    get callers(): number {
      return callers;
    },
  };
}

export type Habits = ReturnType<typeof habitsOf>;
