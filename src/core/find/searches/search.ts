/**
 * What a search is: it takes what was logged one by one, and gives rows in the end. Two readings of each: as Splunk's
 * search reads, to compare with it, and the sound one, which answers what that search was meant to answer.
 */
import type { CallEvent } from '../../read/call.ts';
import type { Act } from './act.ts';
import type { Memory } from './memory.ts';
import type { SearchName } from './names.ts';

/** `null` is missing. */
export type Cell = string | number | boolean | null | readonly string[];
export type SearchRow = Readonly<Record<string, Cell>>;

export interface Found {
  /** In the order in which they are shown. */
  readonly columns: readonly string[];
  /** The first of all rows, in order. */
  readonly rows: readonly SearchRow[];
  /** All rows, whatever the limit. */
  readonly total: number;
  /** What must be known to read the rows. */
  readonly notes: readonly string[];
}

export interface Tally<T> {
  add(one: T): void;
  found(limit: number): Found;
}

export interface Search {
  readonly name: SearchName;
  /** The detection of Splunk's that it is a reading of. */
  readonly splunk: { readonly id: string; readonly name: string };
  /** Rows that are given where nobody says how many; 0 = all. */
  readonly usualLimit: number;
  /** What the sound reading does otherwise than Splunk's search, each with its reason. */
  readonly differences: readonly string[];
  /** What the ledger cannot answer of it. */
  readonly notInLedger: readonly string[];
  /** Takes every event, whoever made it. */
  strict(memory: Memory): Tally<CallEvent>;
  sound(memory: Memory): Tally<Act>;
}

/** The most rows that are given, as of `rare`. */
export const maxRows = 50_000;
