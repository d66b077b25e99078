/**
 * The exact account of a reader: each record that is not blank is an event or a skip with its reason.
 * Knows numbers; refuses to know bytes.
 */
import {
  noSkips,
  type Original,
  type Reading,
  type SkipCounts,
  type SkipReason,
  skipReasons,
} from './call.ts';

/** Why a line needs no parsing: its bytes tell. */
const passReasons = [
  'not-kubectl',
  'not-json',
  'too-long',
  'machinery',
] as const satisfies readonly SkipReason[];
/** Lines that need no parsing, none of them blank, by the reason of their skip. */
export type Passed = Record<(typeof passReasons)[number], number>;

export const nonePassed = (): Passed => ({ 'not-kubectl': 0, 'not-json': 0, 'too-long': 0, machinery: 0 });

/** What a reader has read since it began. */
export interface Totals {
  /** Byte after the last whole line read. */
  readonly end: number;
  /** Lines that are not blank. */
  readonly lines: number;
  readonly skipped: Readonly<SkipCounts>;
  /** Events read from cut records. */
  readonly salvaged: number;
  /** What the same bytes had come to if only kubectl was read: `rare` tells that, whatever is read. */
  readonly original: { readonly lines: number; readonly skipped: Readonly<SkipCounts> };
}

export function addSkips(a: Readonly<SkipCounts>, b: Readonly<SkipCounts>): SkipCounts {
  const sum = noSkips();
  for (const reason of skipReasons) sum[reason] = a[reason] + b[reason];
  return sum;
}

/** Of two stretches of the same bytes, the second behind the first. */
export const sumTotals = (a: Totals, b: Totals): Totals => ({
  end: b.end,
  lines: a.lines + b.lines,
  skipped: addSkips(a.skipped, b.skipped),
  salvaged: a.salvaged + b.salvaged,
  original: {
    lines: a.original.lines + b.original.lines,
    skipped: addSkips(a.original.skipped, b.original.skipped),
  },
});

export interface Account {
  /** As in the totals. */
  readonly end: number;
  /** A copy of the numbers as they are now. */
  totals(): Totals;
  /** Enters a record that ends at `end`. */
  enter(reading: Reading, end: number): void;
  /** Enters a line that is one where only kubectl is read, and none as it is read. */
  enterOriginal(reason: SkipReason): void;
  /** Enters records that need no parsing; the last ends at `end`. */
  pass(passed: Passed, end: number): void;
  /** Goes on to `end` over bytes that hold no record. */
  goTo(end: number): void;
}

/** @param start byte at which reading begins */
export function openAccount(start: number): Account {
  const skipped = noSkips();
  let end = start;
  let lines = 0;
  let salvaged = 0;
  const original = { lines: 0, skipped: noSkips() };

  function enterOriginal(reason: Original, count = 1): void {
    if (reason === 'beside') return;
    original.lines += count;
    if (reason !== null) original.skipped[reason] += count;
  }

  return {
    get end() {
      return end;
    },
    totals: () => ({
      end,
      lines,
      skipped: { ...skipped },
      salvaged,
      original: { lines: original.lines, skipped: { ...original.skipped } },
    }),
    enter(reading, next) {
      if (!reading.ok) skipped[reading.reason] += 1;
      else if (reading.event.salvaged) salvaged += 1;
      lines += 1;
      enterOriginal(reading.original);
      end = next;
    },
    enterOriginal,
    pass(passed, next) {
      for (const reason of passReasons) {
        skipped[reason] += passed[reason];
        lines += passed[reason];
        enterOriginal(reason === 'machinery' ? 'not-kubectl' : reason, passed[reason]);
      }
      end = next;
    },
    goTo(next) {
      end = next;
    },
  };
}
