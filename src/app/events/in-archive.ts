/** The records behind a finding, out of the archive. Reads ranges for its events, and whole hours for what is around them. */
import { addHours } from '../../core/count/day.ts';
import { dayOfHour } from '../../core/count/hours.ts';
import {
  type Behind,
  type EventsAsked,
  type EventsOf,
  eventsOf,
  type Window,
} from '../../core/find/events-of.ts';
import { logReader } from '../../core/read/log-reader.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import { type Hour, logPath } from '../../core/read/path.ts';
import { type RawRecord, rawRecords } from '../../core/read/raw/raw-records.ts';
import { ConflictError, TooMuchError } from '../../errors.ts';
import type { AuditLogs, LogBlob } from '../ports/audit-logs.ts';

export interface ReadEventsOptions extends EventsAsked {
  readonly read: ReadOptions;
  /** Bytes that were read, and how many there are to read. */
  readonly onBytes?: (bytes: number, total: number) => void;
}

export interface ReadEvents {
  readonly events: EventsOf;
  /** Logs that are gone, or were replaced while they were read. */
  readonly gone: readonly string[];
}

/** Lines this far apart are read in one go. */
const nearBytes = 1024 * 1024;

/** @throws TooMuchError where there are more records than can be held */
export async function readEvents(
  finding: Behind,
  { logs }: { readonly logs: AuditLogs },
  options: ReadEventsOptions,
): Promise<ReadEvents> {
  const events = eventsOf(finding, options);
  const gone: string[] = [];
  const whole = events.window === null ? [] : await logsOf(finding.clusterId, events.window, logs);
  const names = new Set(whole.map(({ name }) => name));
  const parts: { readonly blob: LogBlob; readonly runs: readonly Run[] }[] = whole.map((blob) => ({
    blob,
    runs: [{ from: 0, last: null }],
  }));
  for (const [source, offsets] of events.places) {
    if (names.has(source)) continue;
    const blob = await logs.find(source);
    if (blob === null) gone.push(source);
    else parts.push({ blob, runs: runsOf(offsets) });
  }
  const total = parts.reduce(
    (sum, { blob, runs }) => sum + runs.reduce((all, run) => all + sizeOf(run, blob), 0),
    0,
  );
  for (const { blob, runs } of parts) {
    try {
      for (const run of runs)
        await readRun(blob, run, logs, {
          ...options,
          events,
          onBytes: (bytes) => options.onBytes?.(bytes, total),
        });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      gone.push(blob.name);
    }
  }
  return { events, gone };
}

/** Bytes to be read in one go. */
interface Run {
  /** First byte of a line. */
  readonly from: number;
  /** First byte of the last line that is wanted; `null`: all lines to the end. */
  readonly last: number | null;
}

/** @param offsets ascending */
function runsOf(offsets: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const offset of offsets) {
    const before = runs.at(-1);
    if (before?.last != null && offset - before.last < nearBytes)
      runs[runs.length - 1] = { ...before, last: offset };
    else runs.push({ from: offset, last: offset });
  }
  return runs;
}

const sizeOf = ({ from, last }: Run, { length }: LogBlob): number =>
  last === null ? length : Math.max(0, Math.min(length, last + 1) - from);

async function readRun(
  blob: LogBlob,
  { from, last }: Run,
  logs: AuditLogs,
  { events, read, onBytes }: { events: EventsOf; read: ReadOptions; onBytes: (bytes: number) => void },
): Promise<void> {
  const { cluster } = blob.path;
  const reader = logReader({ ...read, clients: 'all' }, from);
  const raw = rawRecords(reader, from);
  let at = from;
  for await (const chunk of logs.bytes(blob, from, blob.length)) {
    at += chunk.length;
    for (const record of raw.push(chunk)) takeInto(events, record, blob.name, cluster.id);
    onBytes(chunk.length);
    if (last !== null && at - reader.pending > last) return;
  }
  for (const record of raw.finish()) takeInto(events, record, blob.name, cluster.id);
}

/** @throws TooMuchError where there is no room for more */
export function takeInto(events: EventsOf, record: RawRecord, source: string, clusterId: string): void {
  if (!events.take(record, source, clusterId))
    throw new TooMuchError(
      'these are more than 512 MiB of records: ask for a shorter time around the finding',
    );
}

/** Hours of receipt whose logs are looked at: to one after the last, since Azure takes minutes to write. */
export const hoursAround = ({ from, to }: Window): readonly [Hour, Hour] => [
  from.slice(0, 13) as Hour,
  addHours(to.slice(0, 13) as Hour, 1),
];

async function logsOf(clusterId: string, window: Window, logs: AuditLogs): Promise<LogBlob[]> {
  const [first, last] = hoursAround(window);
  const found: LogBlob[] = [];
  for await (const home of logs.homes()) {
    if (clusterAt(home) !== clusterId) continue;
    for await (const blob of logs.list(home, dayOfHour(first), dayOfHour(last)))
      if (blob.path.hour >= first && blob.path.hour <= last) found.push(blob);
  }
  return found;
}

const clusterAt = (home: string): string | undefined =>
  logPath(`${home}2000/m=01/d=01/h=00/m=00/PT1H.json`)?.cluster.id;
