/**
 * The longest run of whole lines whose counts fit one transaction (DESIGN 5).
 * Knows how events add up to rows; refuses to know where rows are kept.
 */
import type { Call, CallEvent, Presence } from '../read/call.ts';
import type { EventAt, PresenceAt } from '../read/reader.ts';
import { type Budget, type Room, roomIn } from './budget.ts';
import type { Cursor } from './cursor.ts';
import { type Day, dayOfTime } from './day.ts';
import { charsAdded, charsOf, copyOf, evidenceOf, newRow, presenceRow } from './growing-row.ts';
import { patternRowKey, presenceKey, type Row, rowKey } from './row.ts';
import { count, cursorAfter, noTally, type Progress } from './tally.ts';

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
  const tally = noTally();
  const { budget } = limits;
  // Most segments have no new row.
  let made: Room | null = null;
  const room = (): Room => {
    made ??= roomIn(budget, rows.values());
    return made;
  };
  let fresh = 0;
  let chars = 0;

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
      count(row, event, evidence, tally);
      return true;
    },

    close: (progress, sealed, written) => ({
      cursor: cursorAfter(cursor, from, progress, tally, { rows: rows.size + fresh, sealed, written }),
      rows: [...touched.values()],
    }),
  };
  return builder;
}
