/** Calls that a finding is of and does not hold. Refuses to know which these are. */
import type { RankedCall } from '../judge/ranked-call.ts';

export interface Held {
  readonly calls: readonly RankedCall[];
  /** Rare calls there were besides these, which stand in the ranking of the day; where there are any. */
  readonly leftOut?: number;
}

/** How many rare calls a finding is of, those included that it does not hold. */
export const callCount = ({ calls, leftOut = 0 }: Held): number => calls.length + leftOut;

/** The same with some of its calls. */
export function withCalls(all: Held, calls: readonly RankedCall[]): Held {
  const leftOut = callCount(all) - calls.length;
  return leftOut === 0 ? { calls } : { calls, leftOut };
}
