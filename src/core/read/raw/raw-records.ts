/**
 * Records together with the bytes they were read of: a reader says where a record lies, and here its bytes are still held.
 * Knows bytes; refuses to know which records are wanted.
 */
import type { CallEvent } from '../call.ts';
import type { EventAt, LogReader, PresenceAt } from '../reader.ts';

export interface RawRecord {
  readonly event: CallEvent;
  /** First byte of its line, from the start of the log. */
  readonly offset: number;
  /** As they stand in the log, newline included; to be copied before the next record is asked for. */
  readonly bytes: Uint8Array;
}

export interface RawReader {
  push(chunk: Uint8Array): Generator<RawRecord>;
  /** The last record, though its newline is missing; one that is still being written is none to a reader. */
  finish(): Generator<RawRecord>;
}

/** @param start where in the log the first chunk begins, as `reader` was told */
export function rawRecords(reader: LogReader, start = 0): RawReader {
  let held: Uint8Array = new Uint8Array();
  /** Of the first byte that is held. */
  let from = start;

  function* records(found: Generator<EventAt | PresenceAt>): Generator<RawRecord> {
    for (const one of found)
      if ('event' in one && one.offset >= from)
        yield {
          event: one.event,
          offset: one.offset,
          bytes: held.subarray(one.offset - from, one.end - from),
        };
  }

  return {
    *push(chunk) {
      const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      held = all;
      yield* records(reader.push(chunk));
      const { pending } = reader;
      // Copied: the chunk may be used again. What is too long for the reader is not held here either.
      held = pending === 0 ? new Uint8Array() : Uint8Array.from(all.subarray(all.length - pending));
      from += all.length - held.length;
    },
    *finish() {
      yield* records(reader.finish());
    },
  };
}

const bom = '\ufeff';

/**
 * The record as a line of JSON Lines, its newline included: as it stands in the log wherever it is JSON there. Of what is no
 * JSON by itself (rows of tables, records within texts) it is the event that was read.
 */
export function jsonLine({ event, bytes }: RawRecord): {
  readonly line: Buffer;
  readonly isAsLogged: boolean;
} {
  const text = Buffer.from(bytes).toString('utf8');
  if (isObject(text)) {
    const head = text.startsWith(bom) ? Buffer.byteLength(bom) : 0;
    const body = Buffer.from(bytes.subarray(head));
    return { line: oneLine(body), isAsLogged: true };
  }
  return { line: Buffer.from(`${JSON.stringify(event.logged?.event ?? null)}\n`), isAsLogged: false };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.startsWith(bom) ? text.slice(1) : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Between the members of JSON a newline is a blank, and within a text there is none. */
function oneLine(json: Buffer): Buffer {
  let end = json.length;
  while (end > 0 && (json[end - 1] ?? 0) <= 0x20) end -= 1;
  const inner = json.subarray(0, end);
  if (!inner.includes(0x0a) && !inner.includes(0x0d))
    return json.at(-1) === 0x0a ? json : Buffer.concat([json, Buffer.from('\n')]);
  return Buffer.concat([
    Buffer.from(inner.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte))),
    Buffer.from('\n'),
  ]);
}
