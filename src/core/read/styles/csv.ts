/**
 * Tables as CSV, as Log Analytics exports them: quoted cells with quotes and newlines in them, commas or semicolons or tabs.
 * A row that is torn within quotes ends where another one begins. Knows cells; refuses to know what columns mean.
 * Source: RFC 4180.
 */
import { carriageReturn, comma, newline, quote, tab } from '../characters.ts';
import type { JsonObject } from '../json.ts';
import { type SoundRow, soundRow, writingOf } from './csv-sound.ts';

const semicolon = 0x3b;
const separators = [comma, semicolon, tab];
/** Columns without which a table holds no audit event. */
const telling = /(?:^|[",;\t])(?:log_s|RequestUri)(?:$|[",;\t\r])/;
const longestHead = 64 * 1024;

/** Whether a first line is the head of a table of audit events. */
export const isTableHead = (line: Uint8Array): boolean =>
  line.length <= longestHead && telling.test(Buffer.from(line).toString('latin1'));

/** A row in `[from, to)` of the file. */
export interface CsvRow {
  /** `null`: it is longer than what is held. */
  readonly row: JsonObject | null;
  readonly from: number;
  readonly to: number;
}

export interface CsvReader {
  readonly pending: number;
  /** The rows that end in the next bytes, the head aside; offsets are counted from the first byte pushed. */
  push(bytes: Uint8Array): CsvRow[];
  finish(): CsvRow[];
}

export function csvReader(longest: number): CsvReader {
  let separator = 0;
  let columns: readonly string[] | null = null;
  let held = Buffer.alloc(0);
  /** How far of what is held was looked at, and whether that ends within quotes. */
  let seen = 0;
  let quoted = false;
  let position = 0;
  let tooLong = 0;
  let inHand = soundRow(separator);
  /** From a line end within quotes on: the next row, should the one in hand be torn. */
  let next: { readonly row: SoundRow; start: number } | null = null;
  /** How the rows begin. */
  let writing = '';

  function row(bytes: Buffer, from: number): CsvRow[] {
    const to = from + bytes.length + tooLong;
    if (bytes.length + tooLong > longest) {
      tooLong = 0;
      return [{ row: null, from, to }];
    }
    const line = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
    if (!line.some((byte) => byte > 0x20 && byte !== separator)) return [];
    if (columns === null) {
      separator = separators.find((one) => line.includes(one)) ?? comma;
      columns = cellsOf(line.toString('utf8').replace(/^\ufeff/, ''), String.fromCharCode(separator));
      return [];
    }
    const cells = cellsOf(line.toString('utf8'), String.fromCharCode(separator));
    const named = columns.map((column, at): [string, unknown] => [column, cells[at] ?? '']);
    return [{ row: Object.fromEntries(named), from, to }];
  }

  /** @param bytes of a row, from where they are held */
  function learn(bytes: Buffer): void {
    if (columns !== null && tooLong === 0) writing ||= writingOf(bytes, separator);
  }

  /** Whether a sound row looks like one of this table. */
  function isOurs({ cells }: SoundRow, bytes: Buffer): boolean {
    return cells === columns?.length && writing !== '' && writingOf(bytes, separator) === writing;
  }

  /** Lets go of the first bytes that are held. */
  function drop(count: number): number {
    held = Buffer.from(held.subarray(count));
    if (next !== null) next.start -= count;
    return count;
  }

  return {
    get pending() {
      return held.length;
    },
    push(bytes) {
      const found: CsvRow[] = [];
      held = Buffer.concat([held, bytes]);
      let from = 0;
      const end = (at: number): void => {
        const dropped = tooLong;
        found.push(...row(held.subarray(from, at), position + from));
        position += dropped;
        from = at + 1;
        inHand = soundRow(separator);
      };
      for (let at = seen; at < held.length; at += 1) {
        const byte = held[at] ?? 0;
        if (byte === quote) quoted = !quoted;
        inHand.take(byte);
        const nextEnds = next?.row.take(byte) ?? false;
        if (next?.row.isSound === false) next = null;
        if (byte !== newline) continue;
        if (next !== null && nextEnds && isOurs(next.row, held.subarray(next.start, at))) {
          end(next.start - 1);
          end(at);
          [next, quoted] = [null, false];
        } else if (quoted) {
          if (nextEnds) next = null;
          if (columns === null) continue;
          learn(held.subarray(from, at));
          next ??= { row: soundRow(separator), start: at + 1 };
        } else if (next !== null && !nextEnds && !inHand.isSound) {
          // A quote that opens a cell of the next row has closed one of a torn row: this line end is within that cell.
          end(next.start - 1);
          [inHand, next, quoted] = [next.row, { row: soundRow(separator), start: at + 1 }, true];
        } else {
          end(at);
          next = null;
        }
      }
      position += from;
      drop(from);
      if (held.length > longest && next !== null) tooLong += drop(next.start - 1);
      if (held.length > longest) {
        learn(held);
        tooLong += drop(held.length);
        next = null;
      }
      seen = held.length;
      return found;
    },
    finish() {
      const isTorn = next?.row.take(newline) === true && isOurs(next.row, held.subarray(next.start));
      if (next === null || !isTorn) return held.length + tooLong > 0 ? row(held, position) : [];
      const { start } = next;
      const begin = position + tooLong + start;
      return [...row(held.subarray(0, start - 1), position), ...row(held.subarray(start), begin)];
    },
  };
}

/** Cells of a row; a quote within a quoted cell is written twice. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (line[at] === '"') {
      let from = at + 1;
      for (;;) {
        const end = line.indexOf('"', from);
        cell += line.slice(from, end < 0 ? line.length : end);
        at = end < 0 ? line.length : end + 1;
        if (line[at] !== '"') break;
        cell += '"';
        from = at + 1;
      }
    }
    const end = line.indexOf(separator, at);
    cells.push(cell + line.slice(at, end < 0 ? line.length : end));
    if (end < 0) return cells;
    at = end + 1;
  }
}
