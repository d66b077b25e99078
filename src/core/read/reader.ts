/**
 * Bytes in chunks of any size, turned into events and exact counts: a source finds the records, and here they become
 * events and are entered. Knows who goes first; refuses to know what the bytes look like.
 */
import type { Account, Totals } from './account.ts';
import type { CallEvent, Presence, Reading } from './call.ts';

export interface EventAt {
  readonly event: CallEvent;
  /** First byte of its line. */
  readonly offset: number;
  /** Byte after its newline. */
  readonly end: number;
}

/** Where an identity of the machinery called from, told once a reader; the first line that shows it. */
export interface PresenceAt {
  readonly presence: Presence;
  readonly offset: number;
  readonly end: number;
}

/** A record in `[offset, end)` of its file, and what was read of it. */
export interface RecordAt {
  readonly reading: Reading;
  readonly offset: number;
  readonly end: number;
}

/** Finds the records of one style of file. It enters itself what needs no reading: lines passed over, bytes between records. */
export interface RecordSource {
  /** Bytes held of an unfinished record. */
  readonly pending: number;
  /** Whether a record has begun that other lines go on with: who begins to read behind it reads something else. */
  readonly goesOn: boolean;
  /** Finds the records that end in the next bytes. The chunk may be used again once the generator has ended. */
  push(chunk: Uint8Array): Generator<RecordAt>;
  /** Finds the last record, though its end is missing. */
  finish(): Generator<RecordAt>;
}

export interface LogReader {
  /**
   * While nothing is in hand, `lines` = events yielded + sum of `skipped`. When `push` yields something, all numbers
   * are those of the lines before it; they include it once the caller pulls on. A caller that stops at an event and
   * wants to go on later makes a new reader at `end`.
   */
  totals(): Totals;
  /** Bytes held of an unfinished line. */
  readonly pending: number;
  /** Whether a record has begun that other lines go on with: another reader cannot go on here. */
  readonly goesOn: boolean;
  /** Reads the next bytes. The chunk may be used again once the generator has ended. */
  push(chunk: Uint8Array): Generator<EventAt | PresenceAt>;
  /** Reads the last line though its newline is missing. */
  finish(): Generator<EventAt | PresenceAt>;
}

const mostPresences = 10_000;

export function readerOf(source: RecordSource, account: Account): LogReader {
  const present = new Set<string>();

  /** Whoever makes up identities costs some repeats, and no memory. */
  function isNews({ resourceId, user, ip, day }: Presence): boolean {
    const key = JSON.stringify([resourceId, user, ip, day]);
    if (present.has(key)) return false;
    if (present.size === mostPresences) present.clear();
    present.add(key);
    return true;
  }

  function* events(records: Generator<RecordAt>): Generator<EventAt | PresenceAt> {
    for (const { reading, offset, end } of records) {
      if (reading.ok) yield { event: reading.event, offset, end };
      else if (reading.presence !== null && isNews(reading.presence))
        yield { presence: reading.presence, offset, end };
      account.enter(reading, end);
    }
  }

  return {
    totals: account.totals,
    get pending() {
      return source.pending;
    },
    get goesOn() {
      return source.goesOn;
    },
    push: (chunk) => events(source.push(chunk)),
    finish: () => events(source.finish()),
  };
}
