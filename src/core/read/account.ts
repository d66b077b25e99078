/**
 * The exact account of a reader: each record that is not blank is an event or a skip with its reason.
 * Knows numbers; refuses to know bytes.
 */
import { noSkips, type Reading, type SkipCounts, skipReasons } from './call.ts';
import type { EventAt } from './log-reader.ts';

export interface Totals {
  /** Byte after the last whole line read. */
  readonly end: number;
  /** Lines that are not blank, so far. */
  readonly lines: number;
  readonly skipped: Readonly<SkipCounts>;
  /** Events read from cut records, so far. */
  readonly salvaged: number;
}

export interface Account extends Totals {
  /** Enters the record that lies at `offset` up to `end`. An event is in hand until the caller pulls on. */
  enter(reading: Reading, offset: number, end: number): Generator<EventAt>;
  /** Enters records that are skipped; the last ends at `end`. */
  skip(counts: Readonly<Partial<SkipCounts>>, end: number): void;
}

/** @param start byte at which reading begins */
export function account(start: number): Account {
  const skipped = noSkips();
  let end = start;
  let lines = 0;
  let salvaged = 0;
  return {
    get end() {
      return end;
    },
    get lines() {
      return lines;
    },
    skipped,
    get salvaged() {
      return salvaged;
    },
    *enter(reading, offset, next) {
      if (reading.ok) {
        yield { event: reading.event, offset, end: next };
        if (reading.event.salvaged) salvaged += 1;
      } else {
        skipped[reading.reason] += 1;
      }
      lines += 1;
      end = next;
    },
    skip(counts, next) {
      for (const reason of skipReasons) {
        const count = counts[reason] ?? 0;
        skipped[reason] += count;
        lines += count;
      }
      end = next;
    },
  };
}
