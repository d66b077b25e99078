/** Days as they were folded, so that a baseline need not be folded again. Refuses to know how they are folded. */
import type { Day } from '../../core/count/day.ts';
import type { PatternRow } from '../../core/rank/pattern-row.ts';
import type { Cluster } from '../../core/read/path.ts';

/** From where the callers of a day came. */
export interface Crowd {
  /** Callers with an address. */
  readonly callers: number;
  readonly addresses: number;
  /** How many of the callers were at the address that most of them were at. */
  readonly together: number;
}

/** A day's patterns, folded from the ledger: nothing here that could not be made again. */
export interface Days {
  /** What each kept day in `[from, to]` was folded from. */
  fingerprints(cluster: Cluster, from: Day, to: Day): Promise<ReadonlyMap<Day, string>>;
  /**
   * Makes `patterns` those of the day. The fingerprint is written last, and not at all where another fold came between.
   * An empty one says that the day is to be folded again.
   */
  save(
    cluster: Cluster,
    day: Day,
    fingerprint: string,
    patterns: readonly PatternRow[],
    crowd?: Crowd,
  ): Promise<void>;
  /** Where the callers of each kept day in `[from, to]` came from, where that was noted. */
  crowds(cluster: Cluster, from: Day, to: Day): Promise<ReadonlyMap<Day, Crowd>>;
  /** Notes that the day was ranked, as it was folded from `fingerprint`. A new fold changes nothing of it. No harm for a day that is not kept. */
  ranked(cluster: Cluster, day: Day, fingerprint: string, spread?: readonly number[]): Promise<void>;
  /** How its calls were spread over rarity (`spreadOf`), of each day in `[from, to]` of which that was noted when it was ranked. */
  spreads(cluster: Cluster, from: Day, to: Day): Promise<ReadonlyMap<Day, readonly number[]>>;
  /** What each kept day in `[from, to]` was last ranked from, perhaps before its last fold; none where it was not. */
  rankedFrom(cluster: Cluster, from: Day, to: Day): Promise<ReadonlyMap<Day, string>>;
  /**
   * Patterns of a kept day, one after the other: there may be many, in any order. None where it is not kept.
   * @throws DamagedDayError where one cannot be read
   */
  load(cluster: Cluster, day: Day): AsyncIterable<PatternRow>;
  /** Forgets the days before. Stops at the deadline; the rest goes next time. @returns how many went */
  forget(cluster: Cluster, before: Day, deadline: Date): Promise<number>;
}
