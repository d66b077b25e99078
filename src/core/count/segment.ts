/**
 * The longest run of whole lines whose counts fit one transaction (DESIGN 5).
 * Knows how events add up to rows; refuses to know where rows are kept.
 */
import { addSkips } from '../read/account.ts';
import type { Call, CallEvent, Presence } from '../read/call.ts';
import type { EventAt, PresenceAt } from '../read/reader.ts';
import { type Budget, type Room, roomIn } from './budget.ts';
import type { Cursor } from './cursor.ts';
import { type Day, dayOfTime } from './day.ts';
import { addEvent, charsAdded, charsOf, copyOf, evidenceOf, newRow, presenceRow } from './growing-row.ts';
import { type Evidence, patternRowKey, presenceKey, type Row, rowKey } from './row.ts';

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
  readonly original: Pick<Cursor['original'], 'lines' | 'skipped'>;
}

interface Counts {
  events: number;
  requests: number;
  /** Of them, kubectl's. */
  original: { events: number; requests: number };
  duplicates: number;
  folded: number;
}

export interface SegmentBuilder {
  /** Counts what a reader found. @returns false, and counts nothing, when it fits no more. The first one always fits. */
  take(found: EventAt | PresenceAt): boolean;
  /** Counts an event. */
  add(event: CallEvent, offset: number): boolean;
  /**
   * The segment up to where the reader stands; its numbers are those since `from`.
   * @param written when the blob was last appended to, where the reader has seen all of it
   */
  close(progress: Progress, sealed: boolean, written?: Date): Segment;
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
  const counts: Counts = {
    events: 0,
    requests: 0,
    original: { events: 0, requests: 0 },
    duplicates: 0,
    folded: 0,
  };
  const { budget } = limits;
  // Most segments have no new row.
  let made: Room | null = null;
  const room = (): Room => {
    made ??= roomIn(budget, rows.values());
    return made;
  };
  let fresh = 0;
  let lastDay = cursor.lastDay;
  let chars = 0;
  /** Of the newest event, ms since 1970. */
  let newest = Number.NEGATIVE_INFINITY;

  const keyOf = ({ client }: CallEvent, call: Call, day: Day | null): string =>
    client === 'kubectl' ? rowKey(call, day) : patternRowKey(budget.patternOf(call), day);

  /** That an identity was there, once a day. */
  function note(presence: Presence): boolean {
    const key = presenceKey(presence);
    if (rows.has(key) || touched.has(key)) return true;
    const row = presenceRow(key, presence);
    // Beyond its share nobody needs to be told where an identity was.
    if (!room().hasPresence(row.call)) return true;
    if (touched.size >= limits.rows) return false;
    const more = charsOf(row);
    if (touched.size > 0 && chars + more > limits.chars) return false;
    fresh++;
    room().take(row);
    chars += more;
    touched.set(key, row);
    return true;
  }

  const builder: SegmentBuilder = {
    take: (found) => ('event' in found ? builder.add(found.event, found.offset) : note(found.presence)),

    add(event, offset) {
      const day = dayOfTime(event.time);
      let call = event.call;
      let key = keyOf(event, call, day);
      if (!rows.has(key) && !touched.has(key)) {
        call = room().fitted({ ...event, folded: false });
        if (call !== event.call) key = keyOf(event, call, day);
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
        if (known === undefined) {
          fresh++;
          room().take(row);
        }
        touched.set(key, row);
      }
      chars += more;
      count(row, event, evidence, counts);
      lastDay = later(lastDay, day);
      const at = Date.parse(event.time ?? '');
      if (at > newest) newest = at;
      return true;
    },

    close(progress, sealed, written) {
      const { original } = cursor;
      return {
        cursor: {
          ...cursor,
          bytes: progress.end,
          lines: cursor.lines + progress.lines - from.lines,
          skipped: difference(addSkips(cursor.skipped, progress.skipped), from.skipped),
          salvaged: cursor.salvaged + progress.salvaged - from.salvaged,
          events: cursor.events + counts.events,
          requests: cursor.requests + counts.requests,
          original: {
            lines: original.lines + progress.original.lines - from.original.lines,
            skipped: difference(addSkips(original.skipped, progress.original.skipped), from.original.skipped),
            events: original.events + counts.original.events,
            requests: original.requests + counts.original.requests,
          },
          duplicates: cursor.duplicates + counts.duplicates,
          folded: cursor.folded + counts.folded,
          rows: rows.size + fresh,
          lastDay,
          sealed,
          written: written?.toISOString() ?? cursor.written,
          delay: lesser(cursor.delay, written === undefined ? null : secondsFrom(newest, written)),
        },
        rows: [...touched.values()],
      };
    },
  };
  return builder;
}

/** Whole seconds; `null` where there is no event. What happens after it is written is a clock that goes wrong. */
const secondsFrom = (event: number, written: Date): number | null =>
  Number.isFinite(event) ? Math.max(0, Math.round((written.getTime() - event) / 1_000)) : null;

const lesser = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);

const later = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other > one) ? other : one;

function count(row: Row, event: CallEvent, evidence: Evidence, counts: Counts): void {
  counts.events++;
  if (event.isRequest) counts.requests++;
  if (event.client === 'kubectl') {
    counts.original.events++;
    if (event.isRequest) counts.original.requests++;
  }
  if (!addEvent(row, event, evidence)) counts.duplicates++;
  else if (row.folded) counts.folded++;
}

function difference(a: Cursor['skipped'], b: Cursor['skipped']): Cursor['skipped'] {
  const result = { ...a };
  for (const reason of Object.keys(result) as (keyof typeof result)[]) result[reason] = a[reason] - b[reason];
  return result;
}
