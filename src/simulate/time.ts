/** Simulated time: microseconds since 1970, days counted from the first one. */

/** A day of the simulation. */
export interface Today {
  readonly day: number;
  /** Microseconds at its midnight, UTC. */
  readonly midnight: number;
  /** A share of the usual presence: 1 on a working day. */
  readonly presence: number;
}

/** In microseconds. */
export const hour = 3_600_000_000;
export const minute = 60_000_000;
