/**
 * Bytes of a log blob, in chunks of any size, turned into events and exact counts.
 * Knows lines: 0x0A ends one, whatever stands before it. Refuses to know what is in them.
 */
import { type Account, nonePassed, openAccount } from './account.ts';
import type { Reading } from './call.ts';
import { bomBytes, newline } from './characters.ts';
import { skip } from './event.ts';
import { type ReadWindow, windowFor } from './gate/window.ts';
import type { ReadOptions } from './options.ts';
import { type LogReader, type RecordAt, type RecordSource, readerOf } from './reader.ts';
import { besideGlance, readCandidate, readItem, readOpened, readUnpacked, textIn } from './record.ts';
import { type Glance, glance } from './sift/glance.ts';
import { type Find, maxLineBytes, surveyor } from './sift/survey.ts';
import { oddLines } from './styles/odd-lines.ts';
import type { Unpacked } from './styles/unpack.ts';
import { itemsIn } from './styles/wrapper.ts';
import { growingLine } from './unfinished.ts';

/**
 * Reads JSON Lines.
 * @param offset where in the blob the first chunk begins: the start of a line
 */
export function logReader(options: ReadOptions, offset = 0, window?: ReadWindow): LogReader {
  const account = openAccount(offset);
  return readerOf(lineSource(options, account, false, window), account);
}

/**
 * @param account begins where the first chunk does: at the start of a line
 * @param loose whether a line `{"records":[…]}` counts as its records, and what stands around records is taken off
 */
export function lineSource(
  options: ReadOptions,
  account: Account,
  loose: boolean,
  window?: ReadWindow,
): RecordSource {
  const own = window ?? windowFor(options);
  const survey = surveyor(options, loose, own);
  const odd = oddLines(maxLineBytes);
  const tail = growingLine();
  /** Bytes of an unfinished line that is too long and was let go. */
  let dropped = 0;

  /**
   * Reads the whole lines of bytes that begin with a line, and holds what is left.
   * @param missing 1 where the last newline is not in the file
   */
  function* wholeLines(bytes: Uint8Array, missing = 0): Generator<RecordAt> {
    const start = account.end;
    const bom = bomBytes(bytes, start);
    const { finds, passed, end } = survey(bytes, bom);
    for (const find of finds) {
      const offset = start + find.from;
      const next = start + find.to + 1 - missing;
      const from = offset === 0 ? bom : find.from;
      account.pass(find.passed, offset);
      if (find.kind === 'wrapper') {
        yield* records(bytes.subarray(from, find.to), start + from, next);
        continue;
      }
      const quick = find.kind === 'odd' ? null : opened(bytes, from, find.to);
      if (quick !== null) {
        yield { reading: besideGlance(quick, find.original), offset, end: next };
        continue;
      }
      const text = textIn(bytes, from, find.to);
      const reading = find.kind === 'odd' ? null : settled(readCandidate(text, options), find, bytes, from);
      if (reading !== null && !(loose && !reading.ok && reading.reason === 'not-json')) {
        yield { reading, offset, end: next };
        continue;
      }
      const held = odd.read(text);
      if (held === null) account.pass({ ...nonePassed(), 'too-long': 1 }, next);
      else for (const one of inOneLine(held, find.original)) yield { reading: one, offset, end: next };
      account.goTo(next);
    }
    if (end > 0) account.pass(passed, start + end - missing);
    hold(bytes.subarray(end));
  }

  /** What reading all of a line gives, where its record is as nearly all are. */
  function opened(bytes: Uint8Array, from: number, to: number): Reading | null {
    const record = own.frames.open(bytes, from, to);
    return record === null ? null : readOpened(record, options);
  }

  /** A candidate that is no JSON has the reason of a glance, so that it does not matter what was learnt by then. */
  function settled(reading: Reading, { to, original }: Find, bytes: Uint8Array, from: number): Reading {
    const isProven =
      !reading.ok &&
      reading.reason === 'not-json' &&
      options.clients === 'interactive' &&
      glance(bytes.subarray(from, to), options).seen === 'machinery';
    return besideGlance(isProven ? skip('machinery') : reading, original);
  }

  /** The records of a line that may be a single one where only kubectl is read. */
  function inOneLine(held: readonly Unpacked[], original: Glance): Reading[] {
    const readings = held.map((one) => readUnpacked(one, options));
    if (original === 'candidate' || original === 'not-json') return readings;
    if (readings.length === 0) account.enterOriginal(original);
    return readings.map((reading, at) => ({ ...reading, original: at === 0 ? original : 'beside' }));
  }

  /** A wrapper: its records, each entered as a line of its own. */
  function* records(line: Uint8Array, offset: number, next: number): Generator<RecordAt> {
    for (const { from, to, packed } of itemsIn(line))
      for (const reading of readItem(line.subarray(from, to), packed, options))
        yield { reading, offset: offset + from, end: offset + to };
    account.goTo(next);
  }

  /** Reads the line that is held, now that its end is known. */
  function* heldLine(end: Uint8Array, missing = 0): Generator<RecordAt> {
    const length = dropped + tail.length + end.length;
    if (length - 1 > maxLineBytes) {
      account.pass({ ...nonePassed(), 'too-long': 1 }, account.end + length - missing);
    } else {
      tail.add(end);
      yield* wholeLines(tail.bytes(), missing);
    }
    tail.clear();
    dropped = 0;
  }

  /** Reads bytes that go on with the line that is held. */
  function* joined(chunk: Uint8Array): Generator<RecordAt> {
    const at = chunk.indexOf(newline);
    if (at < 0) return hold(chunk);
    yield* heldLine(chunk.subarray(0, at + 1));
    yield* wholeLines(chunk.subarray(at + 1));
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
    get pending() {
      return tail.length;
    },
    get goesOn() {
      return dropped + tail.length > 0 || odd.goesOn;
    },
    // Each generator on the way of an event costs time: where nothing is held there is one.
    push: (chunk) => (dropped + tail.length > 0 ? joined(chunk) : wholeLines(chunk)),
    *finish() {
      if (dropped + tail.length > 0) yield* heldLine(Uint8Array.of(newline), 1);
      for (const one of odd.finish())
        yield { reading: readUnpacked(one, options), offset: account.end, end: account.end };
    },
  };
}
