/**
 * Files and stretches of them read, step by step: here or in a thread, the same steps. Knows readers; refuses to know what
 * becomes of what they find.
 */
import type { Totals } from '../../core/read/account.ts';
import { documentReader, linesReader } from '../../core/read/file-reader.ts';
import type { ReadWindow } from '../../core/read/gate/window.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import type { EventAt, LogReader, PresenceAt } from '../../core/read/reader.ts';
import { UnreadableError } from '../../errors.ts';
import { cannotBeRead, cutOff, piecesOf } from '../files/file-bytes.ts';
import { openInto } from '../files/open-into.ts';
import { headChars } from '../files/understood.ts';
import type { Stretch } from './stretch.ts';

/** In the order of the file. Each log is found in, then read; members of an archive follow one another. */
export type Step =
  | {
      readonly kind: 'found';
      /** Of an archive, `null` where there is none. */
      readonly member: string | null;
      readonly found: readonly (EventAt | PresenceAt)[];
    }
  | {
      readonly kind: 'read';
      readonly member: string | null;
      /** First characters, where it is read from its first byte. */
      readonly head: string;
      readonly totals: Totals;
      /** Byte behind the last one read, where it is a stretch; `null`: the log has no more. */
      readonly to: number | null;
      /** Its end could not be read. */
      readonly broken: boolean;
    };

export interface ReadingOptions {
  readonly read: ReadOptions;
  readonly window: ReadWindow;
  /** Told how many bytes were read from disk. */
  readonly onBytes: (bytes: number) => void;
}

/** @throws UnreadableError behind the steps of what could be read */
export const stepsOf = (stretch: Stretch, options: ReadingOptions): AsyncGenerator<Step> =>
  stretch.ends === null ? wholeFile(stretch, options) : lines(stretch, stretch.ends, options);

/** A log that is being read. */
function openLog(member: string | null, reader: LogReader) {
  let head = '';
  const foundIn = (found: Generator<EventAt | PresenceAt>): Step[] => {
    const all = [...found];
    return all.length === 0 ? [] : [{ kind: 'found', member, found: all }];
  };
  return {
    member,
    push(bytes: Uint8Array): Step[] {
      if (head.length < headChars) head += Buffer.from(bytes.subarray(0, headChars)).toString('latin1');
      return foundIn(reader.push(bytes));
    },
    finish: (broken = false): Step[] => [
      ...foundIn(reader.finish()),
      { kind: 'read', member, head, totals: reader.totals(), to: null, broken },
    ],
    /** Ends here, unless a record goes on. */
    pause: (to: number): Step | null =>
      reader.goesOn ? null : { kind: 'read', member, head, totals: reader.totals(), to, broken: false },
  };
}

async function* wholeFile(
  { path, size }: Stretch,
  { read, window, onBytes }: ReadingOptions,
): AsyncGenerator<Step> {
  let log: ReturnType<typeof openLog> | null = null;
  try {
    for await (const { member, bytes } of piecesOf(path, onBytes, { window: window.bytes, size })) {
      if (log === null || member !== log.member) {
        if (log !== null) yield* log.finish();
        log = openLog(member, documentReader(read, window));
      }
      yield* log.push(bytes);
    }
    log ??= openLog(null, documentReader(read, window));
  } catch (error) {
    if (log !== null) yield* log.finish(true);
    throw error;
  }
  yield* log.finish();
}

async function* lines(
  { path, from, size }: Stretch,
  ends: readonly number[],
  { read, window, onBytes }: ReadingOptions,
): AsyncGenerator<Step> {
  const log = openLog(null, from === 0 ? documentReader(read, window) : linesReader(read, from, window));
  try {
    const file = await openInto(path, size);
    try {
      let at = from;
      for (const end of [...ends, Number.POSITIVE_INFINITY]) {
        while (at < end) {
          const length = Math.min(window.bytes.length, end - at);
          const got = await file.read(window.bytes.subarray(0, length), at);
          if (got === 0) break;
          onBytes(got);
          at += got;
          yield* log.push(window.bytes.subarray(0, got));
        }
        if (at < Math.min(end, size ?? 0)) throw cutOff(path);
        if (at < end) break;
        const paused = log.pause(at);
        if (paused !== null) return yield paused;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    yield* log.finish(true);
    throw error instanceof UnreadableError ? error : cannotBeRead(path, error);
  }
  yield* log.finish();
}
