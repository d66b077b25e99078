/** How far a log blob is counted, and what became of every line of it. */
import { addSkips } from '../read/account.ts';
import { noSkips, type SkipCounts, skipReasons } from '../read/call.ts';
import type { Day } from './day.ts';

/** What the same lines come to if only kubectl is read, as the original does: `rare` tells that, whatever is read. */
export interface OriginalAccount {
  readonly lines: number;
  readonly skipped: Readonly<SkipCounts>;
  readonly events: number;
  readonly requests: number;
}

const noOriginal = (): OriginalAccount => ({ lines: 0, skipped: noSkips(), events: 0, requests: 0 });

export interface Cursor {
  /** Bytes counted: the offset of the next line. */
  readonly bytes: number;
  /** Creation time of the blob, which tells one generation from the next; `''` where the store did not say. */
  readonly created: string;
  /** 0 for the first blob of that name; one more for each replacement. */
  readonly generation: number;
  /** Lines that are not blank; always `events + sum(skipped)`. */
  readonly lines: number;
  readonly skipped: Readonly<SkipCounts>;
  /** Events read, those that turned out to be duplicates among them. */
  readonly events: number;
  readonly requests: number;
  readonly original: OriginalAccount;
  /** Events whose identity was there already, and which no row counts again. */
  readonly duplicates: number;
  /** Events read from records that were cut. */
  readonly salvaged: number;
  /** Distinct rows. */
  readonly rows: number;
  /** The last day of an event; `null` where none has one. */
  readonly lastDay: Day | null;
  /** Events whose row was folded by the cardinality budget. */
  readonly folded: number;
  /** Quiet for long enough that its last line counts without a newline. */
  readonly sealed: boolean;
  /** Time of the last append that is counted whole, ISO 8601; `null` where none was noted. */
  readonly written: string | null;
  /**
   * Seconds from an event to the append that brought it, of the newest event of each look; the least there was. So long
   * Azure takes at least. `null` where no event came with a look.
   */
  readonly delay: number | null;
}

/**
 * Which of two blobs of one name is the older, by their creation times: below 0 the first, above 0 the second. Where one
 * is not known nothing is said: their lengths are all there is to tell them by.
 */
export const byCreation = (a: string, b: string): number =>
  a === '' || b === '' || a === b ? 0 : a < b ? -1 : 1;

/** Whether all bytes that a blob had when we looked are counted. */
export const hasAllOf = (
  cursor: Pick<Cursor, 'created' | 'bytes'>,
  blob: { readonly created: string; readonly length: number },
): boolean => byCreation(cursor.created, blob.created) === 0 && cursor.bytes === blob.length;

export const startOf = (created: string, generation: number): Cursor => ({
  bytes: 0,
  created,
  generation,
  lines: 0,
  skipped: noSkips(),
  events: 0,
  requests: 0,
  original: noOriginal(),
  duplicates: 0,
  salvaged: 0,
  rows: 0,
  lastDay: null,
  folded: 0,
  sealed: false,
  written: null,
  delay: null,
});

/** The numbers that add up over blobs. */
export interface Accounts {
  readonly lines: number;
  readonly events: number;
  readonly requests: number;
  readonly original: OriginalAccount;
  readonly duplicates: number;
  readonly salvaged: number;
  readonly folded: number;
  readonly skipped: Readonly<SkipCounts>;
}

export function sumAccounts(parts: Iterable<Accounts>): Accounts {
  const sum = {
    lines: 0,
    events: 0,
    requests: 0,
    original: noOriginal(),
    duplicates: 0,
    salvaged: 0,
    folded: 0,
    skipped: noSkips(),
  };
  for (const part of parts) {
    sum.lines += part.lines;
    sum.events += part.events;
    sum.requests += part.requests;
    sum.original = addOriginal(sum.original, part.original);
    sum.duplicates += part.duplicates;
    sum.salvaged += part.salvaged;
    sum.folded += part.folded;
    sum.skipped = addSkips(sum.skipped, part.skipped);
  }
  return sum;
}

const addOriginal = (a: OriginalAccount, b: OriginalAccount): OriginalAccount => ({
  lines: a.lines + b.lines,
  skipped: addSkips(a.skipped, b.skipped),
  events: a.events + b.events,
  requests: a.requests + b.requests,
});

/** The reasons that occurred, for JSON. */
export const skipsSeen = (skipped: Readonly<SkipCounts>): Partial<SkipCounts> =>
  Object.fromEntries(
    skipReasons.filter((reason) => skipped[reason] > 0).map((reason) => [reason, skipped[reason]]),
  );
