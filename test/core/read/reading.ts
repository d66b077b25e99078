/** Reads bytes through a reader and keeps what came out. */
import type { Totals } from '../../../src/core/read/account.ts';
import type { ReadWindow } from '../../../src/core/read/gate/window.ts';
import type { EventAt, LogReader, PresenceAt } from '../../../src/core/read/reader.ts';

/** What a reader says of itself. */
export interface State extends Totals {
  readonly pending: number;
}

export const stateOf = (reader: LogReader): State => ({ ...reader.totals(), pending: reader.pending });

export interface Read {
  readonly events: readonly EventAt[];
  readonly presences: readonly PresenceAt[];
  readonly reader: State;
}

/** Pushes all chunks, then reads the last line. Holds the account at every event. */
export function readAll(reader: LogReader, chunks: Iterable<Uint8Array>): Read {
  const events: EventAt[] = [];
  const presences: PresenceAt[] = [];
  const hold = (count: number): void => {
    const { lines, skipped, original } = reader.totals();
    if (sumOf(skipped) + count !== lines) throw new Error('lines are not events and skips');
    const kubectl = events.slice(0, count).filter(({ event }) => event.client === 'kubectl').length;
    if (sumOf(original.skipped) + kubectl !== original.lines)
      throw new Error('lines of kubectl alone are not its events and skips');
  };
  const take = (all: Iterable<EventAt | PresenceAt>): void => {
    for (const found of all) {
      if ('event' in found) events.push(found);
      else presences.push(found);
      hold('event' in found ? events.length - 1 : events.length);
    }
    hold(events.length);
  };
  for (const chunk of chunks) take(reader.push(chunk));
  take(reader.finish());
  return { events, presences, reader: stateOf(reader) };
}

export const total = (found: Iterable<EventAt | PresenceAt>): number => [...found].length;

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

const sumOf = (skipped: Totals['skipped']): number =>
  Object.values(skipped).reduce((sum, count) => sum + count, 0);
