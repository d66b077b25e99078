/**
 * The model of a cluster: learns its days, and scores the calls of a day by them. Surprise in bits, term by term.
 * Knows habits, breadth and sittings of one cluster; refuses to know what a score is used for.
 *
 * Formula: S = s(action) + s(member) + ½ [s(namespace) + s(client IP) + s(agent) + s(breadth)] + (N - N̄), the last being
 * what was new in the call's sitting beyond what usually is in the actor's.
 */
import type { Day } from '../count/day.ts';
import { breadthOf } from './breadth.ts';
import { membersOf } from './families/members.ts';
import { type Featured, type FeatureName, featureNames } from './features.ts';
import { type Habit, type Habits, habitsOf, noTexts, noTextsBy, orMake } from './habits.ts';
import { noveltyOf, noveltyRates, type Step } from './novelty.ts';
import type { SurpriseOptions } from './options.ts';
import { sittingsOf } from './sitting.ts';

export const termNames = [...featureNames, 'breadth', 'member', 'sitting'] as const;
export type TermName = (typeof termNames)[number];

/** The calls of a day, scored: column by column, since there are many. Bits are weighted; a term left out is missing. */
export interface ScoredDay {
  readonly calls: readonly Featured[];
  readonly terms: ReadonlyMap<TermName, Float64Array>;
  /** Sums of the terms. */
  readonly totals: Float64Array;
  /** Pieces of news in the sitting of each call. */
  readonly pieces: Uint32Array;
  /** What was new in each sitting, in bits: to be learnt with the day. */
  readonly novelty: readonly (readonly [actor: string, bits: number, caller?: string])[];
}

export function modelOf(from: Day, options: SurpriseOptions) {
  const { weights } = options;
  const habits = new Map<FeatureName, Habits>();
  for (const name of featureNames) {
    if (weights[name] > 0) habits.set(name, habitsOf(from, options.halfLifeDays, options.backOff));
  }
  const breadth = breadthOf();
  const members = membersOf();
  const rates = noveltyRates(options.sitting.ownRatePrior);
  /** What each actor did, and in which namespaces. */
  const done = new Map<string, Map<string, Set<string>>>();
  const isNews = ({ actor, action, namespace }: Featured): boolean =>
    done.get(actor)?.get(action)?.has(namespace) !== true;

  /** What else was new in the sitting of each call, and how much in each sitting. */
  function context(calls: readonly Featured[], alone: ReadonlyMap<TermName, Float64Array>) {
    const bitsOf = (name: Exclude<TermName, 'sitting'>, at: number): number =>
      (alone.get(name)?.[at] ?? 0) / (name === 'breadth' ? 1 : weights[name] || 1);
    const stepAt = (at: number): Step => {
      const call = calls[at];
      const ofMember = bitsOf('member', at);
      const isNew = call !== undefined && (isNews(call) || ofMember > options.sitting.usualBits);
      return {
        action: call?.action ?? '',
        namespace: call?.namespace ?? '',
        news: isNew ? bitsOf('action', at) + bitsOf('breadth', at) + ofMember : null,
        origin: [bitsOf('clientIp', at), bitsOf('agent', at)],
      };
    };
    const column = new Float64Array(calls.length);
    const piecesOf = new Uint32Array(calls.length);
    const novelty = sittingsOf(calls, options.sitting).map((sitting) => {
      const { bits, pieces } = noveltyOf(sitting, stepAt, options.sitting);
      const beyond = Math.max(0, bits - rates.of(sitting.actor));
      for (const at of sitting.commands.flat()) {
        column[at] = options.sitting.weight * beyond;
        piecesOf[at] = pieces;
      }
      return [sitting.actor, bits, calls[sitting.commands[0]?.[0] ?? 0]?.caller ?? sitting.actor] as const;
    });
    return { column, pieces: piecesOf, novelty };
  }

  return {
    /** Scores a day by the days learnt so far. */
    score(day: Day, calls: readonly Featured[]): ScoredDay {
      for (const habit of habits.values()) habit.moveTo(day);
      const terms = new Map<TermName, Float64Array>();
      for (const [name, habit] of habits)
        terms.set(
          name,
          Float64Array.from(calls, (call) => weights[name] * habit.bits(call.actor, call[name])),
        );
      const broad = (call: Featured): number =>
        weights.breadth * breadth.bits(call.actor, call.action, call.breadth);
      if (weights.breadth > 0) terms.set('breadth', Float64Array.from(calls, broad));
      if (weights.member > 0)
        terms.set(
          'member',
          Float64Array.from(calls, (call) => weights.member * members.bits(call)),
        );
      const { column, pieces, novelty } = context(calls, terms);
      if (options.sitting.weight > 0) terms.set('sitting', column);
      const totals = Float64Array.from(calls, (_, at) =>
        [...terms.values()].reduce((sum, bits) => sum + (bits[at] ?? 0), 0),
      );
      return { calls, terms, totals, pieces, novelty };
    },
    /** Days must come in order. `novelty` is the day's own, when it was scored. */
    learn(day: Day, calls: readonly Featured[], novelty: ScoredDay['novelty'] = []): void {
      for (const habit of habits.values()) habit.moveTo(day);
      const [learnt, byCallers] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
      for (const call of calls) {
        for (const [name, habit] of habits) habit.learn(call.actor, call[name], call.caller);
        orMake(orMake(done, call.actor, noTextsBy), call.action, noTexts).add(call.namespace);
        const actions = orMake(learnt, call.actor, noTexts);
        if (call.breadth > 0 && !actions.has(call.action)) {
          actions.add(call.action);
          const taught = orMake(byCallers, call.caller, noTexts);
          breadth.learn(call.actor, call.action, call.breadth, taught.has(call.action) ? null : taught.size);
          taught.add(call.action);
        }
      }
      members.learn(calls);
      for (const [actor, bits, caller] of novelty) rates.learn(actor, bits, caller);
    },
    /** What is known of a call, as far as the term is counted. */
    habit: (name: FeatureName, call: Featured): Habit | null =>
      habits.get(name)?.of(call.actor, call[name], call.caller) ?? null,
    get actors(): number {
      return habits.get('action')?.callers ?? 0;
    },
  };
}
