/** What is not told on purpose: who said so, and what it hid. Refuses to know what a suppression hides. */
import type { Day } from '../../core/count/day.ts';
import type { HiddenCalls } from '../../core/find/suppressions/hidden.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import type { Expected } from '../../core/find/version.ts';
import type { Cluster } from '../../core/read/path.ts';

export interface KeptSuppression {
  readonly suppression: Suppression;
  /** Digest of what it says: another one means it has changed. */
  readonly version: string;
}

export interface Suppressions {
  /** Those that can be read, ordered by id. */
  list(): Promise<KeptSuppression[]>;
  /** Ids of those that cannot be read, and hide nothing until they are set again. They can be taken away. Ordered. */
  damaged(): Promise<string[]>;
  /** @throws DamagedError where it is there and cannot be read */
  find(id: string): Promise<KeptSuppression | null>;
  /**
   * @param expected what is to be replaced; whatever is there, or nothing, where not given
   * @returns what is kept now, and whether it is the first of its id
   * @throws ConflictError where another version is there, or somebody else was first
   */
  put(suppression: Suppression, expected?: Expected): Promise<KeptSuppression & { readonly isNew: boolean }>;
  /** @returns whether it was there. @throws ConflictError as `put` */
  remove(id: string, expected?: Expected): Promise<boolean>;
  /** Makes `hidden` what was hidden of the cluster's day. */
  saveHidden(day: Day, cluster: Cluster, hidden: readonly HiddenCalls[]): Promise<void>;
  /**
   * One entry a cluster and suppression, ordered by id; those since removed too. Of one that is damaged the id and the
   * number of calls are left.
   */
  hiddenOn(day: Day): Promise<HiddenCalls[]>;
  /** How many calls each hid, on every day that it hid one. */
  hits(): Promise<{ readonly id: string; readonly day: Day; readonly hits: number }[]>;
  /** Forgets what was hidden on the days before. Stops at the deadline. @returns how many days went */
  forget(before: Day, deadline: Date): Promise<number>;
}
