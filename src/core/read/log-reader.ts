/**
 * Bytes of a log blob, in chunks of any size, turned into events and exact counts.
 * Knows lines: 0x0A ends one, whatever stands before it. Refuses to know what is in them.
 */
import { account, type Totals } from './account.ts';
import type { CallEvent } from './call.ts';
import { skip } from './event.ts';
import { isSpace } from './glance.ts';
import { growingLine } from './growing-line.ts';
import type { ReadOptions } from './options.ts';
import { readRecord } from './record.ts';
import { isWrapper, itemsIn } from './wrapper.ts';

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

/** A longer line is skipped as `too-long`, and not held in memory. */
export const maxLineBytes = 8 * 1024 * 1024;

const newline = 0x0a;
const nothing = new Uint8Array(0);

/**
 * Reads JSON Lines.
 * @param offset where in the blob the first chunk begins: the start of a line
 */
export const logReader = (options: ReadOptions, offset = 0): LogReader => lineReader(options, offset, false);

/** @param wrappers whether a line `{"records":[…]}` counts as its records */
export function lineReader(options: ReadOptions, offset: number, wrappers: boolean): LogReader {
  const totals = account(offset);
  const tail = growingLine();
  /** Bytes of an unfinished line that is too long and was let go. */
  let dropped = 0;

  function* line(bytes: Uint8Array, next: number): Generator<EventAt> {
    const start = totals.end;
    const whole = start === 0 ? withoutMark(bytes) : bytes;
    if (whole.every(isSpace)) return totals.pass(next);
    if (!wrappers || !isWrapper(whole)) return yield* totals.enter(readRecord(whole, options), start, next);
    const shift = start + bytes.length - whole.length;
    for (const { from, to } of itemsIn(whole)) {
      yield* totals.enter(readRecord(whole.subarray(from, to), options), shift + from, shift + to);
    }
    totals.pass(next);
  }

  function* lastPiece(piece: Uint8Array, newlineBytes: number): Generator<EventAt> {
    const length = dropped + tail.length + piece.length;
    const next = totals.end + length + newlineBytes;
    if (length > maxLineBytes) {
      yield* totals.enter(skip('too-long'), totals.end, next);
    } else if (tail.length === 0) {
      yield* line(piece, next);
    } else {
      tail.add(piece);
      yield* line(tail.bytes(), next);
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
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        yield* lastPiece(chunk.subarray(from, at), 1);
        from = at + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
    },
    *finish() {
      if (dropped + tail.length > 0) yield* lastPiece(nothing, 0);
    },
  };
}

/** A byte order mark may stand at the beginning of a blob, and nowhere else. */
export const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
