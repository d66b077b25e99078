/**
 * The longest run of whole lines whose counts fit one transaction (DESIGN 5).
 * Knows how events add up to rows; refuses to know where rows are kept.
 */

import { appliedTogether } from '../read/bodies/together.ts';
import type { CallEvent } from '../read/call.ts';
import { nothingSaid, saidTogether } from '../read/said.ts';
import { asciiJson, tidy } from './bounded.ts';
import { type Budget, withinBudget } from './budget.ts';
import { addSkips, type Cursor } from './cursor.ts';
import { type Day, dayOfTime } from './day.ts';
import { type Evidence, evidencePerRow, identityOf, type Row, type RowKind, rowKey } from './row.ts';

/** What is to be written together: the cursor, and the absolute values of the rows that were touched. */
export interface Segment {
  readonly cursor: Cursor;
  readonly rows: readonly Row[];
}

export interface SegmentLimits {
  /** Rows of one transaction. */
  readonly rows: number;
  /** Characters of one transaction: its rows as JSON, with `rowChars` for each. */
  readonly chars: number;
  readonly budget: Budget;
}

/** What a reader has seen since it began. */
export interface Progress {
  readonly end: number;
  readonly lines: number;
  readonly skipped: Cursor['skipped'];
  readonly salvaged: number;
}

interface Counts {
  events: number;
  requests: number;
  duplicates: number;
  folded: number;
}

export interface SegmentBuilder {
  /** Counts an event. @returns false, and counts nothing, when it fits no more. The first one always fits. */
  add(event: CallEvent, offset: number): boolean;
  /** The segment up to where the reader stands; its numbers are those since `from`. */
  close(progress: Progress, sealed: boolean): Segment;
}

/**
 * @param cursor what is committed already
 * @param from the reader's progress at that moment
 * @param rows the committed rows; not changed
 */
export function segmentAfter(
  cursor: Cursor,
  from: Progress,
  rows: ReadonlyMap<string, Row>,
  limits: SegmentLimits,
): SegmentBuilder {
  const touched = new Map<string, Row>();
  const counts: Counts = { events: 0, requests: 0, duplicates: 0, folded: 0 };
  let fresh = 0;
  let lastDay = cursor.lastDay;
  let chars = 0;

  return {
    add(event, offset) {
      const day = dayOfTime(event.time);
      let call = event.call;
      let key = rowKey(call, day);
      if (!rows.has(key) && !touched.has(key)) {
        call = withinBudget(call, rows.size + fresh, limits.budget);
        if (call !== event.call) key = rowKey(call, day);
      }
      const known = touched.get(key) ?? rows.get(key);
      const row =
        touched.get(key) ??
        (known === undefined ? newRow(key, event.client, day, call, call !== event.call) : copyOf(known));
      const evidence = evidenceOf(event, offset);
      const more = (touched.has(key) ? 0 : charsOf(row)) + charsAdded(row, evidence, event);
      if (touched.size > 0 && chars + more > limits.chars) return false;
      if (!touched.has(key)) {
        if (touched.size >= limits.rows) return false;
        if (known === undefined) fresh++;
        touched.set(key, row);
      }
      chars += more;
      count(row, event, evidence, counts);
      lastDay = later(lastDay, day);
      return true;
    },

    close(progress, sealed) {
      return {
        cursor: {
          ...cursor,
          bytes: progress.end,
          lines: cursor.lines + progress.lines - from.lines,
          skipped: difference(addSkips(cursor.skipped, progress.skipped), from.skipped),
          salvaged: cursor.salvaged + progress.salvaged - from.salvaged,
          events: cursor.events + counts.events,
          requests: cursor.requests + counts.requests,
          duplicates: cursor.duplicates + counts.duplicates,
          folded: cursor.folded + counts.folded,
          rows: rows.size + fresh,
          lastDay,
          sealed,
        },
        rows: [...touched.values()],
      };
    },
  };
}

const later = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other > one) ? other : one;

const evidenceOf = (event: CallEvent, offset: number): Evidence => ({
  auditID: event.auditID === null ? null : tidy(event.auditID, 256),
  received: event.received === null ? null : tidy(event.received, 100),
  time: event.time,
  stage: event.stage === null ? null : tidy(event.stage, 100),
  isRequest: event.isRequest,
  offset,
});

function count(row: Row, event: CallEvent, evidence: Evidence, counts: Counts): void {
  counts.events++;
  if (event.isRequest) counts.requests++;
  const identity = identityOf(evidence);
  if (identity !== null && row.evidence.some((seen) => identityOf(seen) === identity)) {
    counts.duplicates++;
    return;
  }
  if (row.folded) counts.folded++;
  row.events++;
  if (event.isRequest) row.requests++;
  if (event.time !== null) {
    if (row.firstSeen === null || event.time < row.firstSeen) row.firstSeen = event.time;
    if (row.lastSeen === null || event.time > row.lastSeen) row.lastSeen = event.time;
  }
  row.said = row.events > 1 ? saidTogether(row.said, event.said) : event.said;
  row.applied = appliedTogether(row.applied, event.applied);
  if (row.evidence.length < evidencePerRow) row.evidence.push(evidence);
}

const newRow = (key: string, client: RowKind, day: Row['day'], call: Row['call'], folded: boolean): Row => ({
  key,
  client,
  day,
  call,
  events: 0,
  requests: 0,
  firstSeen: null,
  lastSeen: null,
  evidence: [],
  said: nothingSaid,
  applied: null,
  folded,
});

const copyOf = (row: Row): Row => ({ ...row, evidence: [...row.evidence] });

/** Keys, names, times and counts of a row, and its headers in a transaction. */
const rowChars = 1_000;

/** A row as it is written. Whoever is logged chooses its texts: it is weighed, not guessed. */
const charsOf = ({ call, evidence, said, applied }: Row): number =>
  rowChars + [call, evidence, said, applied].reduce<number>((sum, part) => sum + asciiJson(part).length, 0);

/** What an event adds to its row, from above. */
const charsAdded = (row: Row, evidence: Evidence, { said, applied }: CallEvent): number =>
  (row.evidence.length < evidencePerRow ? asciiJson(evidence).length + 1 : 0) +
  (saidTogether(row.said, said) === row.said ? 0 : asciiJson(said).length) +
  appliedChars(row.applied, appliedTogether(row.applied, applied));

const appliedChars = (before: Row['applied'], after: Row['applied']): number =>
  after === before ? 0 : asciiJson(after).length;

function difference(a: Cursor['skipped'], b: Cursor['skipped']): Cursor['skipped'] {
  const result = { ...a };
  for (const reason of Object.keys(result) as (keyof typeof result)[]) result[reason] = a[reason] - b[reason];
  return result;
}
