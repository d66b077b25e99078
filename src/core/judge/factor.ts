/** What a risk factor is, and what of a call it may look at. Refuses to know how rare a call is. */

import type { SeenBefore } from '../rank/past.ts';
import type { PatternRow } from '../rank/pattern-row.ts';
import type { Amounts } from './amounts.ts';
import type { TechniqueId } from './attack.ts';

/** A risk factor that applied. */
export interface AppliedFactor {
  readonly id: string;
  readonly weight: number;
  readonly why: string;
  readonly innocent: string;
  readonly next: string;
}

/** A call of a day, and what only its history and the rest of its day tell. */
export interface JudgedCall extends PatternRow, SeenBefore {
  /** The actor has a history and never came from this client IP in it. */
  readonly ipIsNew: boolean;
  /** Nobody who has a history ever came from this client IP. */
  readonly ipIsUnknown: boolean;
  /** Nobody in the cluster did it in the days before, machinery aside; it is one of the actions that attackers take. */
  readonly isFirst: boolean;
  /** The actor, who keeps to few places, was never at this one. */
  readonly isElsewhere: boolean;
  /** The actor has no history, where others have one. */
  readonly isNewcomer: boolean;
  /** What its caller did in all on the day. */
  readonly inAll: Amounts;
}

export interface Factor extends AppliedFactor {
  readonly techniques: readonly TechniqueId[];
  /** It is told of a grave call however rare that is: nobody does this here, or ever should. */
  readonly tells?: true;
  readonly when: (call: JudgedCall) => boolean;
}
