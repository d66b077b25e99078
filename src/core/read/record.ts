/**
 * A diagnostic log record: finds the audit event inside its envelope.
 * Knows the envelopes of AKS; refuses to know what an event means.
 */
import type { Reading } from './call.ts';
import { readEvent, type Surroundings, skip } from './event.ts';
import type { Opened } from './gate/frames.ts';
import { type JsonObject, objectOf, parseJson, textOf } from './json.ts';
import type { ReadOptions } from './options.ts';
import { salvage } from './salvage.ts';
import { type Glance, glance } from './sift/glance.ts';
import type { RecordParts } from './styles/table-row.ts';
import { type Unpacked, unpack } from './styles/unpack.ts';

/**
 * Reads one line by parsing all of it. A line that gives no event and whose bytes cannot hold one has the reason
 * that a glance gives; only candidates have the others.
 * @param line without its newline; UTF-8, invalid bytes become U+FFFD
 */
export function readRecord(line: Uint8Array, options: ReadOptions): Reading {
  const { seen, original } = glance(line, options);
  const reading = besideGlance(readCandidate(textIn(line), options), original);
  if (reading.ok || seen === 'candidate') return reading;
  return seen === 'machinery' && reading.reason === seen
    ? reading
    : { ...skip(seen), original: reading.original };
}

/** Reads the same of one line, and parses it only if a glance cannot tell. */
export function readLine(line: Uint8Array, options: ReadOptions): Reading {
  const { seen, original } = glance(line, options);
  if (seen === 'not-json' || seen === 'not-kubectl') return skip(seen);
  const reading = besideGlance(readCandidate(textIn(line), options), original);
  // Of the machinery only a presence is of interest.
  return reading.ok || seen === 'candidate' || reading.reason === seen
    ? reading
    : { ...skip(seen), original: reading.original };
}

/** The glance of a reader of kubectl alone goes ahead of what parsing tells of the same line. */
export const besideGlance = (reading: Reading, original: Glance): Reading =>
  original === 'candidate' || reading.original === null ? reading : { ...reading, original };

/** Reads a member of a list or one of several documents; `packed`: it may hold records rather than be one. */
export function readItem(bytes: Uint8Array, packed: boolean, options: ReadOptions): Reading[] {
  if (!packed) return [readLine(bytes, options)];
  const value = parseJson(textIn(bytes));
  return value === undefined ? [skip('not-json')] : unpack(value).map((one) => readUnpacked(one, options));
}

/** Decodes some of the bytes where they lie. Invalid UTF-8 becomes U+FFFD. */
export const textIn = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');

/** Reads a line whose glance is known to be `candidate`. */
export const readCandidate = (text: string, options: ReadOptions): Reading =>
  readValue(parseJson(text), options);

/** Reads a record, or an event without an envelope, that was parsed already. */
export function readValue(value: unknown, options: ReadOptions): Reading {
  const record = objectOf(value);
  if (record === null) return skip('not-json');
  if (options.plain && isPlainEvent(record)) {
    const around = { resourceId: null, time: null, pod: null, log: record, cut: false, whole: true };
    return readEvent(record, around, options);
  }
  if (record.category !== options.category) return skip('other-category');
  const properties = objectOf(record.properties);
  return readLog(
    {
      resourceId: textOf(record.resourceId),
      time: textOf(record.time),
      pod: textOf(properties?.pod),
      log: properties?.log,
    },
    options,
  );
}

/** Reads a record that was opened without parsing it; `null` where its event is not whole. */
export function readOpened({ resourceId, time, pod, log }: Opened, options: ReadOptions): Reading | null {
  const event = objectOf(parseJson(log));
  return event === null
    ? null
    : readEvent(event, { resourceId, time, pod, log, cut: false, whole: true }, options);
}

/** Reads what was taken out of a message, an export or a row of a table. */
export function readUnpacked(found: Unpacked, options: ReadOptions): Reading {
  if (found.kind === 'record') return readValue(found.value, options);
  const isOther = found.record.category !== null && found.record.category !== options.category;
  return isOther ? skip('other-category') : readLog(found.record, options);
}

function readLog(record: Omit<RecordParts, 'category'>, options: ReadOptions): Reading {
  const inner = innerEvent(record.log);
  if (inner === null) return skip('not-an-event');
  const { resourceId, time, pod = null, log } = record;
  const around: Surroundings = { resourceId, time, pod, log, cut: inner.cut, whole: inner.whole };
  return readEvent(inner.event, around, options);
}

const isPlainEvent = (record: JsonObject): boolean =>
  record.kind === 'Event' && (textOf(record.apiVersion)?.startsWith('audit.k8s.io/') ?? false);

/** Members of an event that hold what was sent and answered. */
const bodies = ['requestObject', 'responseObject'];

/** The event in `properties.log`: a text, an object, or what is left of a text that was cut at 16 KiB. */
function innerEvent(log: unknown): { event: JsonObject; cut: boolean; whole: boolean } | null {
  if (typeof log !== 'string') {
    const event = objectOf(log);
    return event === null ? null : { event, cut: false, whole: true };
  }
  const whole = parseJson(log);
  if (whole !== undefined) {
    const event = objectOf(whole);
    return event === null ? null : { event, cut: false, whole: true };
  }
  const saved = salvage(log, bodies);
  if (saved === null) return null;
  // Text after a whole event is ignored: that is not a cut.
  const event = saved.end === null ? null : objectOf(parseJson(log.slice(0, saved.end)));
  return event === null
    ? { event: saved.value, cut: true, whole: false }
    : { event, cut: false, whole: false };
}
