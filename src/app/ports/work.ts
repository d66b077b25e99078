/** How findings are worked, kept apart from what is found. Refuses to know what a finding says. */
import type { Day } from '../../core/count/day.ts';
import type { WorkEntry, WorkState } from '../../core/find/work/work.ts';

/** Which finding, and its day. */
export interface Worked {
  readonly finding: string;
  readonly day: Day;
}

export interface Work {
  /** {@link untouched} where nobody has. */
  find(which: Worked): Promise<WorkState>;
  /** Every entry, the first of them first. */
  history(which: Worked): Promise<WorkEntry[]>;
  /** How the findings of a day stand, by id: those that somebody has touched. */
  ofDay(day: Day): Promise<ReadonlyMap<string, WorkState>>;
  /**
   * Adds an entry behind all others; none is ever changed. Where somebody else is first, it is decided anew.
   * @param decide what to add to that state, `null` for nothing; what it throws goes up
   * @param expected numbers of changes, at one of which it must stand; whatever it stands at where not given
   * @returns how it stands then
   * @throws ConflictError where it stands at another number, or too many others are first
   */
  add(
    which: Worked,
    decide: (state: WorkState) => WorkEntry | null,
    expected?: readonly number[],
  ): Promise<WorkState>;
  /** Forgets that of findings of the days before. Stops at the deadline. @returns how many days went */
  forget(before: Day, deadline: Date): Promise<number>;
}
