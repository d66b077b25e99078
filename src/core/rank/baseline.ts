/** The numbers a call was judged by: what the days before know of it. Refuses to know what follows from them. */
import type { Day } from '../count/day.ts';
import { type FeatureName, featureNames } from './features.ts';
import type { Habit } from './model/habits.ts';

/** What a day is judged against. */
export interface Baseline {
  readonly days: number;
  /** Everybody who called on those days. */
  readonly actors: number;
}

/** What is known of one actor and one value of a field, others by name. */
export interface NamedHabit extends Omit<Habit, 'neighbours'> {
  readonly neighbours: readonly string[];
}

/** What the baseline knows of one field of a call. */
export interface Known {
  /** Days on which the actor showed this value. */
  readonly ownDays: number;
  /** Other actors that ever did. */
  readonly others: number;
  /** The first of them, by name. */
  readonly neighbours: readonly string[];
  /** The first day on which anybody showed it; `null`: nobody ever did. */
  readonly firstSeen: Day | null;
}

/** The numbers a call was judged by. */
export interface CallBaseline {
  /** Days with calls. */
  readonly days: number;
  /** Everybody who called on them. */
  readonly actors: number;
  /** The first of these days on which the actor called; `null`: a newcomer. */
  readonly actorFirstSeen: Day | null;
  /** By field, as `bits`; a field that is not looked at is missing. */
  readonly known: Readonly<Record<string, Known>>;
}

/** @param habit `null` for a field that is not counted */
export function callBaseline(
  habit: (name: FeatureName) => NamedHabit | null,
  { days, actors }: Baseline,
): CallBaseline {
  const known: Record<string, Known> = {};
  for (const name of featureNames) {
    const found = habit(name);
    if (found === null) continue;
    const { ownDays, others, neighbours, firstSeen } = found;
    known[name] = { ownDays, others, neighbours, firstSeen };
  }
  return { days, actors, actorFirstSeen: habit('action')?.actorFirstSeen ?? null, known };
}
