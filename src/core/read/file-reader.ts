/**
 * What the command line reads beyond JSON Lines: documents over several lines, `{"records":[…]}`, lists of records.
 * And tables as CSV. Decides by the first bytes which of them a file is, so that JSON Lines take the fast way.
 */
import { type Account, openAccount } from './account.ts';
import { bomBytes } from './characters.ts';
import { skip } from './event.ts';
import type { ReadWindow } from './gate/window.ts';
import { lineSource } from './log-reader.ts';
import type { ReadOptions } from './options.ts';
import { type LogReader, type RecordAt, type RecordSource, readerOf } from './reader.ts';
import { readItem, readUnpacked } from './record.ts';
import { maxLineBytes } from './sift/survey.ts';
import { type CsvRow, csvReader } from './styles/csv.ts';
import { mayTell, type Style, styleOf } from './styles/documents.ts';
import { itemScanner } from './styles/item-scanner.ts';
import { unpack } from './styles/unpack.ts';
import { growingLine } from './unfinished.ts';

/** Reads a file of either style. A record of a wrapper or list counts as a line, at its own first byte. */
export function documentReader(options: ReadOptions, window?: ReadWindow): LogReader {
  const account = openAccount(0);
  return readerOf(fileSource(options, account, window), account);
}

/**
 * Reads lines of a file of JSON Lines, as {@link documentReader} reads all of it.
 * @param from where the first chunk begins: the start of a line, not in a record that began before it
 */
export function linesReader(options: ReadOptions, from: number, window?: ReadWindow): LogReader {
  const account = openAccount(from);
  return readerOf(lineSource(options, account, true, window), account);
}

function fileSource(options: ReadOptions, account: Account, window?: ReadWindow): RecordSource {
  const held = growingLine();
  let chosen: RecordSource | null = null;

  function* choose(style: Style, head: Uint8Array): Generator<RecordAt> {
    if (style === 'lines') chosen = lineSource(options, account, true, window);
    else chosen = style === 'table' ? tableSource(options) : itemSource(options, account);
    yield* chosen.push(head);
    held.clear();
  }

  return {
    get pending() {
      return chosen?.pending ?? held.length;
    },
    get goesOn() {
      return chosen?.goesOn ?? held.length > 0;
    },
    *push(chunk) {
      if (chosen !== null) return yield* chosen.push(chunk);
      // The first bytes of most files tell, and need not be copied: they may lie where the sieve reads.
      const isFirst = held.length === 0;
      if (!isFirst) held.add(chunk);
      const head = isFirst ? chunk : held.bytes();
      const style = mayTell(chunk, head.length) ? styleOf(head, bomBytes(head, 0)) : null;
      if (style !== null) yield* choose(style, head);
      else if (isFirst) held.add(chunk);
    },
    *finish() {
      if (chosen === null) {
        const head = held.bytes();
        yield* choose(styleOf(head, bomBytes(head, 0), true) ?? 'lines', head);
      }
      if (chosen !== null) yield* chosen.finish();
    },
  };
}

/** Reads the rows of a table as CSV; its head is no line. */
function tableSource(options: ReadOptions): RecordSource {
  const table = csvReader(maxLineBytes);

  function* records(rows: readonly CsvRow[]): Generator<RecordAt> {
    for (const { row, from, to } of rows) {
      const readings =
        row === null ? [skip('too-long')] : unpack(row).map((one) => readUnpacked(one, options));
      for (const reading of readings) yield { reading, offset: from, end: to };
    }
  }

  return {
    get pending() {
      return table.pending;
    },
    goesOn: true,
    push: (chunk) => records(table.push(chunk)),
    finish: () => records(table.finish()),
  };
}

/** Reads documents one after another, and the members of lists. */
function itemSource(options: ReadOptions, account: Account): RecordSource {
  const scanner = itemScanner();
  const held = growingLine();
  /** Bytes of the item in hand, held or let go. */
  let length = 0;
  let position = 0;

  function* item(bytes: Uint8Array, end: number, packed: boolean): Generator<RecordAt> {
    const offset = end - length;
    const readings = length > maxLineBytes ? [skip('too-long')] : readItem(bytes, packed, options);
    for (const reading of readings) yield { reading, offset, end };
    held.clear();
    length = 0;
  }

  return {
    get pending() {
      return held.length;
    },
    goesOn: true,
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
          account.goTo(start + from);
        } else if (piece.ends && !joined) {
          yield* item(bytes, start + from, piece.packed);
        } else {
          if (length <= maxLineBytes) held.add(bytes);
          else held.clear();
          if (piece.ends) yield* item(held.bytes(), start + from, piece.packed);
        }
      }
      if (length === 0) account.goTo(position);
    },
    *finish() {
      if (length > 0) yield* item(held.bytes(), position, false);
    },
  };
}
