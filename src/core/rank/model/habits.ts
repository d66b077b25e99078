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
  const ofValue = { ...tallies(), callers: [] as number[], by: [] as number[], names: [] as number[][] };
  /** What the cluster was shown by a caller, whomever he called as: his last day, and values on it. */
  const ofCaller = { last: [] as number[], shown: [] as number[] };
  /** Actors with their values, and callers with theirs; `shown`: the last day on which the cluster learnt it of the caller. */
  const ofPair = { ...tallies(), shown: [] as number[] };
  const pairs = numberedPairs();
  const all = { days: 0, scaled: 0 };
  /** Each day as one text, whoever asks for it. */
  const dayTexts: Day[] = [];
  const dayAt = (at: number): Day => {
    dayTexts[at] ??= addDays(from, at);
    return dayTexts[at];
  };
  let callers = 0;
  /** Values seen of one caller on one day only: of one caller alone not more than one for each day. */
  const once = fairSum();
  let learntDays = 0;
  let lastLearnt = -1;
  let today = 0;
  /** The weight of today, and what scaled weights are divided by to be those of today. */
  let scale = 1;

  /**
   * Share of a value among all that anybody shows. A value never seen gets the mass of the unseen as a whole:
   * where new things come up every day, one more says little. Source: Good 1953, unseen mass = seen once / all.
   * @param base what part of that mass such a value has
   */
  function share(value: number, base: number): number {
    const unseen = (once.total(learntDays) + 0.5) / (all.days + 1);
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

  /** The cluster learns a value of who really calls once a day. */
  function show(caller: number, value: number, pair: number, actor: number): void {
    const before = ofPair.shown[pair];
    if (before === today) return;
    if (lastLearnt !== today) learntDays += 1;
    lastLearnt = today;
    if (ofCaller.last[caller] === undefined) callers += 1;
    const shown = ofCaller.last[caller] === today ? (ofCaller.shown[caller] ?? 0) + 1 : 1;
    ofCaller.last[caller] = today;
    ofCaller.shown[caller] = shown;
    if (shown > mostShown) return;
    ofPair.shown[pair] = today;
    if (before === undefined) {
      ofValue.callers[value] = (ofValue.callers[value] ?? 0) + 1;
      ofValue.names[value] ??= [];
      const names = ofValue.names[value] ?? [];
      if (names.length <= maxNeighbours) names.push(actor);
    }
    const days = ofValue.days[value] ?? 0;
    if (days === 0) {
      ofValue.by[value] = caller;
      once.add(caller, 1);
    } else if (days === 1) once.add(ofValue.by[value] ?? 0, -1);
    count(ofValue, value);
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
      show(caller, value, caller === actor ? pair : pairs.add(caller, value), actor);
    },
    bits,
    /** How much likelier it is of the others than of the actor that they show the value, in bits; 0 where it is not. */
    ratio(actor: number, value: number, base = 1): number {
      const own = scaledOf(actor, value);
      const others = (ofValue.scaled[value] ?? 0) - own;
      const ofOthers = all.scaled - (ofActor.scaled[actor] ?? 0);
      return others <= 0 || ofOthers <= 0
        ? 0
        : Math.max(0, Math.log2(others / ofOthers) + bits(actor, value, base));
    },
    of(actor: number, value: number, caller = actor): Habit {
      const pair = pairs.find(actor, value);
      const isShown = ofPair.shown[pairs.find(caller, value)] !== undefined;
      const since = ofValue.since[value];
      const actorSince = ofActor.since[actor];
      return {
        ownDays: ofPair.days[pair] ?? 0,
        actorDays: ofActor.days[actor] ?? 0,
        others: (ofValue.callers[value] ?? 0) - (isShown ? 1 : 0),
        neighbours: (ofValue.names[value] ?? []).filter((name) => name !== actor).slice(0, maxNeighbours),
        firstSeen: since === undefined ? null : dayAt(since),
        actorFirstSeen: actorSince === undefined ? null : dayAt(actorSince),
      };
    },
    /** How many there are that really call. */
    get callers(): number {
      return callers;
    },
  };
}

export type Habits = ReturnType<typeof habitsOf>;
