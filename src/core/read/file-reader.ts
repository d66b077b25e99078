/**
 * What the command line reads beyond JSON Lines: documents over several lines, `{"records":[…]}`, lists of records.
 * Decides by the first bytes which of the two a file is, so that JSON Lines take the fast way.
 */
import { account } from './account.ts';
import { bomBytes } from './characters.ts';
import { skip } from './event.ts';
import { itemScanner } from './item-scanner.ts';
import { type EventAt, type LogReader, lineReader } from './log-reader.ts';
import type { ReadOptions } from './options.ts';
import { readLine } from './record.ts';
import { mayTell, type Style, styleOf } from './styles/documents.ts';
import { maxLineBytes, type ReadWindow } from './survey.ts';
import { growingLine } from './unfinished.ts';

/** Reads a file of either style. A record of a wrapper or list counts as a line, at its own first byte. */
export function documentReader(options: ReadOptions, window?: ReadWindow): LogReader {
  const head = growingLine();
  let chosen: LogReader | null = null;

  function* choose(style: Style): Generator<EventAt> {
    chosen = style === 'lines' ? lineReader(options, 0, true, window) : itemReader(options);
    yield* chosen.push(head.bytes());
    head.clear();
  }

  return {
    get end() {
      return chosen?.end ?? 0;
    },
    get lines() {
      return chosen?.lines ?? 0;
    },
    get skipped() {
      return chosen?.skipped ?? nothingYet.skipped;
    },
    get salvaged() {
      return chosen?.salvaged ?? 0;
    },
    get pending() {
      return chosen?.pending ?? head.length;
    },
    *push(chunk) {
      if (chosen !== null) return yield* chosen.push(chunk);
      head.add(chunk);
      if (!mayTell(chunk, head.length)) return;
      const style = styleOf(head.bytes(), bomBytes(head.bytes(), 0));
      if (style !== null) yield* choose(style);
    },
    *finish() {
      if (chosen === null) yield* choose(styleOf(head.bytes(), bomBytes(head.bytes(), 0)) ?? 'lines');
      if (chosen !== null) yield* chosen.finish();
    },
  };
}

const nothingYet = account(0);

/** Reads documents one after another, and the members of lists. */
function itemReader(options: ReadOptions): LogReader {
  const totals = account(0);
  const scanner = itemScanner();
  const held = growingLine();
  /** Bytes of the item in hand, held or let go. */
  let length = 0;
  let position = 0;

  function* item(bytes: Uint8Array, end: number): Generator<EventAt> {
    const reading = length > maxLineBytes ? skip('too-long') : readLine(bytes, options);
    if (reading.ok) yield { event: reading.event, offset: end - length, end };
    totals.enter(reading, end);
    held.clear();
    length = 0;
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
      return held.length;
    },
    *push(chunk) {
      const start = position;
      position += chunk.length;
      let from = bomBytes(chunk, start);
      for (let piece = scanner.next(chunk, from); piece !== null; piece = scanner.next(chunk, from)) {
        const bytes = chunk.subarray(piece.from, piece.to);
        from = piece.to;
        const joined = length > 0;
        length += bytes.length;
        if (!piece.counts) {
          held.clear();
          length = 0;
          totals.goTo(start + from);
        } else if (piece.ends && !joined) {
          yield* item(bytes, start + from);
        } else {
          if (length <= maxLineBytes) held.add(bytes);
          else held.clear();
          if (piece.ends) yield* item(held.bytes(), start + from);
        }
      }
      if (length === 0) totals.goTo(position);
    },
    *finish() {
      if (length > 0) yield* item(held.bytes(), position);
    },
  };
}
