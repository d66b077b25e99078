/**
 * Bytes of a log blob, in chunks of any size, turned into events and exact counts.
 * Knows lines: 0x0A ends one, whatever stands before it. Refuses to know what is in them.
 */
import { account, nonePassed, type Totals } from './account.ts';
import type { CallEvent } from './call.ts';
import { bomBytes, newline } from './characters.ts';
import type { ReadOptions } from './options.ts';
import { readCandidate, readLine, textIn } from './record.ts';
import { maxLineBytes, type ReadWindow, surveyor } from './survey.ts';
import { growingLine } from './unfinished.ts';
import { itemsIn } from './wrapper.ts';

export interface EventAt {
  readonly event: CallEvent;
  /** First byte of its line. */
  readonly offset: number;
  /** Byte after its newline. */
  readonly end: number;
}

/**
 * While no event is in hand, `lines` = events yielded + sum of `skipped`. When `push` yields an event, all numbers
 * are those of the lines before it; they include it once the caller pulls on. A caller that stops at an event and
 * wants to go on later makes a new reader at `end`.
 */
export interface LogReader extends Totals {
  /** Bytes held of an unfinished line. */
  readonly pending: number;
  /** Reads the next bytes. The chunk may be used again once the generator has ended. */
  push(chunk: Uint8Array): Generator<EventAt>;
  /** Reads the last line though its newline is missing. */
  finish(): Generator<EventAt>;
}

/**
 * Reads JSON Lines.
 * @param offset where in the blob the first chunk begins: the start of a line
 */
export const logReader = (options: ReadOptions, offset = 0, window?: ReadWindow): LogReader =>
  lineReader(options, offset, false, window);

/** @param wrappers whether a line `{"records":[…]}` counts as its records */
export function lineReader(
  options: ReadOptions,
  offset: number,
  wrappers: boolean,
  window?: ReadWindow,
): LogReader {
  const totals = account(offset);
  const survey = surveyor(options.agents, wrappers, window);
  const tail = growingLine();
  /** Bytes of an unfinished line that is too long and was let go. */
  let dropped = 0;

  /**
   * Reads the whole lines of bytes that begin with a line.
   * @param missing 1 where the last newline is not in the file
   * @returns where what is left begins
   */
  function* wholeLines(bytes: Uint8Array, missing = 0): Generator<EventAt, number> {
    const start = totals.end;
    const bom = bomBytes(bytes, start);
    const { finds, passed, end } = survey(bytes, bom);
    for (const find of finds) {
      const offset = start + find.from;
      const next = start + find.to + 1 - missing;
      const from = offset === 0 ? bom : find.from;
      totals.pass(find.passed, offset);
      if (find.isWrapper) {
        yield* records(bytes.subarray(from, find.to), start + from, next);
      } else {
        const reading = readCandidate(textIn(bytes, from, find.to), options);
        if (reading.ok) yield { event: reading.event, offset, end: next };
        totals.enter(reading, next);
      }
    }
    if (end > 0) totals.pass(passed, start + end - missing);
    return end;
  }

  /** A wrapper: its records, each entered as a line of its own. */
  function* records(line: Uint8Array, offset: number, next: number): Generator<EventAt> {
    for (const { from, to } of itemsIn(line)) {
      const reading = readLine(line.subarray(from, to), options);
      if (reading.ok) yield { event: reading.event, offset: offset + from, end: offset + to };
      totals.enter(reading, offset + to);
    }
    totals.goTo(next);
  }

  /** Reads the line that is held, now that its end is known. */
  function* heldLine(end: Uint8Array, missing = 0): Generator<EventAt> {
    const length = dropped + tail.length + end.length;
    if (length - 1 > maxLineBytes) {
      totals.pass({ ...nonePassed(), 'too-long': 1 }, totals.end + length - missing);
    } else {
      tail.add(end);
      yield* wholeLines(tail.bytes(), missing);
    }
    tail.clear();
    dropped = 0;
  }

  function hold(piece: Uint8Array): void {
    if (dropped + tail.length + piece.length <= maxLineBytes) {
      tail.add(piece);
    } else {
      dropped += tail.length + piece.length;
      tail.clear();
    }
  }

  return {
    get end() {
      return totals.end;
    },
    get lines() {
      return totals.lines;
    },
    skipped: totals.skipped,
    get salvaged() {
      return totals.salvaged;
    },
    get pending() {
      return tail.length;
    },
    *push(chunk) {
      let rest = chunk;
      if (dropped + tail.length > 0) {
        const at = chunk.indexOf(newline);
        if (at < 0) return hold(chunk);
        yield* heldLine(chunk.subarray(0, at + 1));
        rest = chunk.subarray(at + 1);
      }
      const read = yield* wholeLines(rest);
      hold(rest.subarray(read));
    },
    *finish() {
      if (dropped + tail.length > 0) yield* heldLine(Uint8Array.of(newline), 1);
    },
  };
}
