/**
 * What the events of a segment come to, and the cursor that says so.
 * Knows numbers alone; refuses to know which rows fit and what they hold.
 */
import { addSkips } from '../read/account.ts';
import type { CallEvent } from '../read/call.ts';
import type { Cursor } from './cursor.ts';
import type { Day } from './day.ts';
import { addEvent } from './growing-row.ts';
import type { Evidence, Row } from './row.ts';

/** What a reader has seen since it began. */
export interface Progress {
  readonly end: number;
  readonly lines: number;
  readonly skipped: Cursor['skipped'];
  readonly salvaged: number;
  readonly original: Pick<Cursor['original'], 'lines' | 'skipped'>;
}

/** Of the events of one segment. */
export interface Tally {
  events: number;
  requests: number;
  /** Of them, kubectl's. */
  original: { events: number; requests: number };
  duplicates: number;
  folded: number;
  lastDay: Day | null;
  /** Of the newest event, ms since 1970. */
  newest: number;
}

export const noTally = (): Tally => ({
  events: 0,
  requests: 0,
  original: { events: 0, requests: 0 },
  duplicates: 0,
  folded: 0,
  lastDay: null,
  newest: Number.NEGATIVE_INFINITY,
});

/** Adds an event to its row, and to the tally. */
export function count(row: Row, event: CallEvent, evidence: Evidence, tally: Tally): void {
  tally.events++;
  if (event.isRequest) tally.requests++;
  if (event.client === 'kubectl') {
    tally.original.events++;
    if (event.isRequest) tally.original.requests++;
  }
  if (!addEvent(row, event, evidence)) tally.duplicates++;
  else if (row.folded) tally.folded++;
  tally.lastDay = later(tally.lastDay, row.day);
  const at = Date.parse(event.time ?? '');
  if (at > tally.newest) tally.newest = at;
}

/**
 * @param cursor what was committed before
 * @param from the reader's progress at that moment
 * @param now its progress at the end of the segment
 */
export function cursorAfter(
  cursor: Cursor,
  from: Progress,
  now: Progress,
  tally: Tally,
  { rows, sealed, written }: { rows: number; sealed: boolean; written: Date | undefined },
): Cursor {
  const { original } = cursor;
  return {
    ...cursor,
    bytes: now.end,
    lines: cursor.lines + now.lines - from.lines,
    skipped: difference(addSkips(cursor.skipped, now.skipped), from.skipped),
    salvaged: cursor.salvaged + now.salvaged - from.salvaged,
    events: cursor.events + tally.events,
    requests: cursor.requests + tally.requests,
    original: {
      lines: original.lines + now.original.lines - from.original.lines,
      skipped: difference(addSkips(original.skipped, now.original.skipped), from.original.skipped),
      events: original.events + tally.original.events,
      requests: original.requests + tally.original.requests,
    },
    duplicates: cursor.duplicates + tally.duplicates,
    folded: cursor.folded + tally.folded,
    rows,
    lastDay: later(cursor.lastDay, tally.lastDay),
    sealed,
    written: written?.toISOString() ?? cursor.written,
    delay: lesser(cursor.delay, written === undefined ? null : secondsFrom(tally.newest, written)),
  };
}

/** Whole seconds; `null` where there is no event. What happens after it is written is a clock that goes wrong. */
const secondsFrom = (event: number, written: Date): number | null =>
  Number.isFinite(event) ? Math.max(0, Math.round((written.getTime() - event) / 1_000)) : null;

const lesser = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);

const later = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other > one) ? other : one;

function difference(a: Cursor['skipped'], b: Cursor['skipped']): Cursor['skipped'] {
  const result = { ...a };
  for (const reason of Object.keys(result) as (keyof typeof result)[]) result[reason] = a[reason] - b[reason];
  return result;
}
