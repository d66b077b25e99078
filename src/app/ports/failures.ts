/** What failed last time, so that it is not tried all day, and can be told. Refuses to know how it is tried again. */
import type { Day } from '../../core/count/day.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';

/** A log blob that could not be counted, or a day that could not be ranked. */
export interface KeptFailure {
  readonly cluster: Cluster;
  /** The hour of the blob, or the day. */
  readonly when: Hour | Day;
  /** Name of the log blob; `null` where a day could not be ranked. */
  readonly blob: string | null;
  /** HTTP status of the store, `null` where it did not answer or the cause is another. */
  readonly status: number | null;
  /** The cause in one word: `BlobArchived`, `AuthorizationFailure`, … */
  readonly code: string;
  /** How often, pauses in between. */
  readonly failures: number;
  /** When it first failed, and before when it is not asked for again; ISO 8601. */
  readonly since: string;
  readonly again: string;
}

/** What a failure is of. */
export type FailureKey = Pick<KeptFailure, 'cluster' | 'when' | 'blob'>;

export interface Failures {
  find(key: FailureKey): Promise<KeptFailure | null>;
  /** Those whose hour or day lies in the days `[from, to]`, of all clusters; all without. In the order of their hours. */
  list(from?: Day, to?: Day): Promise<KeptFailure[]>;
  /** Replaces what was kept of the same blob or day. */
  save(failure: KeptFailure): Promise<void>;
  /** No harm where there is none. */
  remove(key: FailureKey): Promise<void>;
}
