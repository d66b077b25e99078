/**
 * The model of a cluster: learns its days, and scores the calls of a day by them. Surprise in bits, term by term.
 * Knows habits, breadth and news of one cluster; refuses to know what a score is used for.
 *
 * Formula: S = w s(action) + s(member) + ½ [s(namespace) + s(client IP) + s(agent) + s(breadth)] + N: w by how much the
 * action is what attackers do (`gravity.ts`), N what else was new of the same sitting, actor, caller or address
 * (`strands.ts`).
 */
import type { Day } from '../../count/day.ts';
import { membersOf } from '../families/members.ts';
import { type DayCalls, type FeatureName, featureNames, type KnownOf } from '../features.ts';
import type { SurpriseOptions } from '../options.ts';
import { breadthOf } from './breadth.ts';
import { mapped, type Scratch, scratch } from './columns.ts';
import { doneOf } from './done.ts';
import { type Habit, type Habits, habitsOf } from './habits.ts';

import { type Lifts, type StrandDays, strandsOf } from './strands.ts';

export const termNames = [...featureNames, 'breadth', 'member', 'news'] as const;
export type TermName = (typeof termNames)[number];

/** The calls of a day, scored: column by column, since there are many. Bits are weighted; a term left out is missing. */
export interface ScoredDay {
  readonly terms: ReadonlyMap<TermName, Float64Array>;
  /** Sums of the terms. */
  readonly totals: Float64Array;
  readonly lifts: Lifts;
}

export function modelOf(from: Day, options: SurpriseOptions) {
  const { weights, news } = options;
  const habits = new Map<FeatureName, Habits>();
  for (const name of featureNames) {
    if (weights[name] > 0) habits.set(name, habitsOf(from, options.halfLifeDays, options.backOff));
  }
  const breadth = breadthOf();
  const members = membersOf();
  const strands = strandsOf(from, news);
  const done = doneOf(breadth);
  const isKnown = ({ actor, action, learnt, namespace }: DayCalls, at: number): boolean =>
    done.isKnown(actor[at] ?? 0, action[at] ?? 0, namespace[at] ?? 0) ||
    done.isKnown(actor[at] ?? 0, learnt[at] ?? 0, namespace[at] ?? 0);

  /** Bits of a field for each call, unweighted; 0 where it is not looked at. */
  function bitsOf(name: FeatureName, calls: DayCalls, memory: Scratch): Float64Array {
    const column = memory.floats(`bits ${name}`, calls.length);
    const habit = habits.get(name);
    if (habit === undefined) return column;
    for (let at = 0; at < calls.length; at += 1) {
      const [actor, value] = [calls.actor[at] ?? 0, calls[name][at] ?? 0];
      const base = name === 'action' ? (options.unseenByGravity[calls.gravity[at] ?? 0] ?? 1) : 1;
      column[at] = habit.bits(actor, value, base);
      // Being refused may be a habit as well, and is never odder than the same allowed.
      const learnt = name === 'action' ? (calls.learnt[at] ?? value) : value;
      if (learnt !== value) column[at] = Math.min(column[at] ?? 0, habit.bits(actor, learnt, base));
    }
    return column;
  }

  function breadthsOf({ length, actor, learnt, breadth: wide }: DayCalls, memory: Scratch): Float64Array {
    const column = memory.floats('breadth', length);
    if (weights.breadth > 0)
      for (let at = 0; at < length; at += 1)
        column[at] = weights.breadth * breadth.bits(actor[at] ?? 0, learnt[at] ?? 0, wide[at] ?? 0);
    return column;
  }

  function membersBitsOf(calls: DayCalls, memory: Scratch): Float64Array {
    const column = memory.floats('member', calls.length);
    if (weights.member > 0)
      for (const at of calls.members.keys()) column[at] = weights.member * members.bits(calls, at);
    return column;
  }

  /** What of each call is news: of what was done by whom, and where from. */
  function stepsOf(
    calls: DayCalls,
    bits: Record<FeatureName | 'breadth' | 'member', Float64Array>,
    memory: Scratch,
  ) {
    const isNews = memory.integers('is news', calls.length);
    const worth = memory.floats('worth', calls.length);
    const beyondUsual = (sum: number): number => Math.max(0, sum - news.usualBits);
    for (let at = 0; at < calls.length; at += 1) {
      const [actor, action] = [calls.actor[at] ?? 0, calls.action[at] ?? 0];
      const ofMember = bits.member[at] ?? 0;
      if (ofMember <= news.usualBits && isKnown(calls, at)) continue;
      isNews[at] = 1;
      const gravity = calls.gravity[at] ?? 0;
      // What others do daily and this actor never did backs off to what they do: some of that is given back.
      const others = habits.get('action')?.ratio(actor, action) ?? 0;
      const sum = (bits.action[at] ?? 0) + (bits.breadth[at] ?? 0) + ofMember + news.othersWeight * others;
      worth[at] = (news.byGravity[gravity] ?? 1) * beyondUsual(sum);
    }
    const origin = (name: 'clientIp' | 'agent'): Float64Array =>
      mapped(
        bits[name],
        memory.floats(`origin ${name}`, calls.length),
        (own) => news.originWeight * beyondUsual(own),
      );
    return {
      seconds: calls.seconds,
      action: calls.action,
      namespace: calls.namespace,
      isNews,
      worth,
      address: origin('clientIp'),
      program: origin('agent'),
    };
  }

  function moveTo(day: Day): void {
    for (const habit of habits.values()) habit.moveTo(day);
    strands.moveTo(day);
  }

  return {
    /**
     * Scores a day by the days learnt so far.
     * @param memory where the columns of the answer are; given again, it holds the next answer
     */
    score(day: Day, calls: DayCalls, memory = scratch()): ScoredDay {
      moveTo(day);
      const bits = {
        action: bitsOf('action', calls, memory),
        namespace: bitsOf('namespace', calls, memory),
        clientIp: bitsOf('clientIp', calls, memory),
        agent: bitsOf('agent', calls, memory),
        breadth: breadthsOf(calls, memory),
        member: membersBitsOf(calls, memory),
      };
      const steps = stepsOf(calls, bits, memory);
      const terms = new Map<TermName, Float64Array>();
      // In their place: nothing asks for the bits any more.
      for (const name of habits.keys())
        terms.set(
          name,
          mapped(
            bits[name],
            bits[name],
            (own, at) =>
              weights[name] *
              own *
              (name === 'action' ? (options.actionByGravity[calls.gravity[at] ?? 0] ?? 1) : 1),
          ),
        );
      if (weights.breadth > 0) terms.set('breadth', bits.breadth);
      if (weights.member > 0) terms.set('member', bits.member);
      const lifts = strands.lifts(calls, steps, memory);
      if (news.weight > 0)
        terms.set(
          'news',
          mapped(lifts.bits, memory.floats('news', calls.length), (own) => news.weight * own),
        );
      const totals = memory.floats('total', calls.length);
      for (const column of terms.values())
        for (let at = 0; at < totals.length; at += 1) totals[at] = (totals[at] ?? 0) + (column[at] ?? 0);
      return { terms, totals, lifts };
    },
    /** Days must come in order. `strandDays` are the day's own, when it was scored. */
    learn(day: Day, calls: DayCalls, strandDays?: StrandDays): void {
      moveTo(day);
      for (const [name, habit] of habits) {
        const values = name === 'action' ? calls.learnt : calls[name];
        for (let at = 0; at < calls.length; at += 1)
          habit.learn(calls.actor[at] ?? 0, values[at] ?? 0, calls.caller[at] ?? 0);
      }
      done.learn(calls);
      members.learn(calls);
      strands.learn(calls, strandDays);
    },
    /** What is known of a call, as far as the term is counted. */
    habit(name: FeatureName, calls: KnownOf, at: number): Habit | null {
      const of = (value: number): Habit | null =>
        habits.get(name)?.of(calls.actor[at] ?? 0, value, calls.caller[at] ?? 0) ?? null;
      const [done, learnt] = [of(calls[name][at] ?? 0), name === 'action' ? of(calls.learnt[at] ?? 0) : null];
      return learnt !== null && learnt.ownDays > (done?.ownDays ?? 0) ? learnt : done;
    },
    /** The days before on which what adds up of a caller grew. */
    grown: strands.grown,
    /** How many there are that really call. */
    get actors(): number {
      return habits.get('action')?.callers ?? 0;
    },
  };
}
