/** What an attack is: a goal, and the requests that lead to it. Refuses to know who attacks, and when. */

import type { Identity, Step } from '../request.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * How much it shows: `loud` comes from a new address with a new agent; `quiet` uses the usual machine of the person it
 * robbed; `living` does that too, and only things that others in the cluster do every day.
 */
export const loudness = ['loud', 'quiet', 'living'] as const;
export type Loudness = (typeof loudness)[number];

/** Steps in order; `as` is the identity that they assume by impersonation. */
export interface Scenario {
  readonly id: string;
  /** ATT&CK technique, version 19.2. */
  readonly technique: string;
  readonly steps?: (around: Surroundings) => readonly Step[];
  /** The same goal by what others do every day. */
  readonly living?: (around: Surroundings) => readonly Step[];
  readonly as?: Identity;
  /** Done without any credentials. */
  readonly anonymous?: boolean;
}
