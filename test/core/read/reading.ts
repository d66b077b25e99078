/** Reads bytes through a reader and keeps what came out. */
import type { EventAt, LogReader } from '../../../src/core/read/log-reader.ts';
import type { ReadWindow } from '../../../src/core/read/survey.ts';

export interface Read {
  readonly events: readonly EventAt[];
  readonly reader: Omit<LogReader, 'push' | 'finish'>;
}

/** Pushes all chunks, then reads the last line. Holds the account at every event. */
export function readAll(reader: LogReader, chunks: Iterable<Uint8Array>): Read {
  const events: EventAt[] = [];
  const take = (found: Iterable<EventAt>): void => {
    for (const event of found) {
      events.push(event);
      if (counted(reader) + events.length - 1 !== reader.lines)
        throw new Error('lines are not events and skips');
    }
    if (counted(reader) + events.length !== reader.lines) throw new Error('lines are not events and skips');
  };
  for (const chunk of chunks) take(reader.push(chunk));
  take(reader.finish());
  const { end, lines, skipped, salvaged, pending } = reader;
  return { events, reader: { end, lines, skipped: { ...skipped }, salvaged, pending } };
}

export const total = (found: Iterable<EventAt>): number => [...found].length;

export function* inChunks(data: Uint8Array, size: number): Generator<Uint8Array> {
  for (let from = 0; from < data.length; from += size) yield data.subarray(from, from + size);
}

/** The same chunks, each by way of the window: gone when the next is asked for. */
export function* throughWindow({ bytes }: ReadWindow, chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (const piece of inChunks(chunk, bytes.length)) {
      bytes.set(piece);
      yield bytes.subarray(0, piece.length);
    }
  }
}

const counted = (reader: LogReader): number =>
  Object.values(reader.skipped).reduce((sum, count) => sum + count, 0);
