/**
 * Who made more different calls than are looked at one by one. Knows counts by caller; refuses to know what was called.
 */
import { orMake } from '../maps.ts';

/** A caller whose calls are too many. */
export interface Crowd {
  readonly caller: string;
  /** Different calls of the day. */
  readonly different: number;
  /** Those of them that stand in no ranking. */
  readonly unlisted: number;
  /** Events that were counted with others, since a log held too many that differ. */
  readonly folded: number;
  /** Ranks of the first of his calls in the ranking. */
  readonly ranks: readonly number[];
}

/** Of long calls a few are shortened where they are counted; a flood is of another size. */
const leastFolded = 100;

const mostRanks = 50;

/** A call, as far as it counts for its caller's crowd. */
export interface Counted {
  readonly caller: string;
  readonly folded: number;
  /** `null`: it is not in the ranking. */
  readonly rank: number | null;
}

/** Those with the most calls first. */
export function crowdsOf(calls: Iterable<Counted>): Crowd[] {
  const crowds = new Map<string, { different: number; unlisted: number; folded: number; ranks: number[] }>();
  for (const { caller, folded, rank } of calls) {
    const crowd = orMake(crowds, caller, () => ({ different: 0, unlisted: 0, folded: 0, ranks: [] }));
    crowd.different += 1;
    crowd.folded += folded;
    if (rank === null) crowd.unlisted += 1;
    else crowd.ranks.push(rank);
  }
  return [...crowds]
    .filter(([, { unlisted, folded }]) => unlisted > 0 || folded >= leastFolded)
    .map(([caller, { ranks, ...counts }]) => ({
      caller,
      ...counts,
      ranks: ranks.sort((a, b) => a - b).slice(0, mostRanks),
    }))
    .sort((a, b) => b.unlisted + b.folded - a.unlisted - a.folded || (a.caller < b.caller ? -1 : 1));
}
