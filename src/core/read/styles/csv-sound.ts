/**
 * Whether bytes are a sound row of a table: how a table goes on behind a row that was torn within quotes. By the letter of
 * RFC 4180; rows that are not torn are read with more patience.
 */
import { carriageReturn, newline, quote } from '../characters.ts';

export interface SoundRow {
  /** Cells so far, the one in hand among them. */
  readonly cells: number;
  readonly isSound: boolean;
  /** Takes the next byte. @returns whether the row ends with it */
  take(byte: number): boolean;
}

/** A row from its first byte on. What is not sound never ends. */
export function soundRow(separator: number): SoundRow {
  let state: 'start' | 'plain' | 'quoted' | 'closed' | 'unsound' = 'start';
  let cells = 1;
  return {
    get cells() {
      return cells;
    },
    get isSound() {
      return state !== 'unsound';
    },
    take(byte) {
      if (state === 'quoted') {
        if (byte === quote) state = 'closed';
      } else if (byte === quote) {
        if (state === 'start' || state === 'closed') state = 'quoted';
        else state = 'unsound';
      } else if (state !== 'unsound') {
        if (byte === newline) return true;
        if (byte === separator) {
          cells += 1;
          state = 'start';
        } else if (state === 'start') state = 'plain';
        else if (state === 'closed' && byte !== carriageReturn) state = 'unsound';
      }
      return false;
    },
  };
}

/** How a row begins, by the first three marks of its first cell: a time is `w-w`, one of the portal `"w/`. */
export function writingOf(row: Uint8Array, separator: number): string {
  const isQuoted = row[0] === quote;
  const end = row.indexOf(isQuoted ? quote : separator, 1);
  const cell = Buffer.from(row.subarray(0, Math.min(end < 0 ? row.length : end, 64))).toString('latin1');
  return cell.replace(/[a-z\d]+/gi, 'w').slice(0, 3);
}
