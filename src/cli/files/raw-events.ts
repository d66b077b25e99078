/** The records behind a finding, out of files: those that its evidence names are read once more, with their bytes. */
import { hoursAround, takeInto } from '../../app/events/in-archive.ts';
import type { EventsOf } from '../../core/find/events-of.ts';
import { documentReader } from '../../core/read/file-reader.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import { blobNameOf, clusterNamed, clusterOf, logPath } from '../../core/read/path.ts';
import { type RawReader, type RawRecord, rawRecords } from '../../core/read/raw/raw-records.ts';
import { UnreadableError } from '../../errors.ts';
import { piecesOf } from './file-bytes.ts';
import type { LogFile } from './files.ts';

export interface RawEventsOptions {
  readonly read: ReadOptions;
  /** The cluster of plain events. */
  readonly cluster: string;
  readonly onBytes: (bytes: number) => void;
}

/** @returns paths of files that could not be read to their end. @throws TooMuchError */
export async function readRawEvents(
  files: readonly LogFile[],
  events: EventsOf,
  options: RawEventsOptions,
): Promise<string[]> {
  const unread: string[] = [];
  for (const file of files.filter((one) => isWanted(one, events))) {
    try {
      await readFile(file, events, options);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      unread.push(file.path);
    }
  }
  return unread;
}

/** The files that are read, of all that there are. */
export function isWanted({ path }: LogFile, { places, window }: EventsOf): boolean {
  // A member of an archive stands behind its path.
  if ([...places.keys()].some((source) => source === path || source.startsWith(`${path}:`))) return true;
  if (window === null) return false;
  const hour = logPath(blobNameOf(path) ?? '')?.hour;
  const [first, last] = hoursAround(window);
  return hour === undefined || (hour >= first && hour <= last);
}

async function readFile(file: LogFile, events: EventsOf, options: RawEventsOptions): Promise<void> {
  let log: { readonly raw: RawReader; take(records: Iterable<RawRecord>): void } | null = null;
  let member: string | null = null;
  for await (const piece of piecesOf(file.path, options.onBytes, { size: file.size })) {
    if (log === null || piece.member !== member) {
      log?.take(log.raw.finish());
      member = piece.member;
      log = openLog(file.path, member, events, options);
    }
    log.take(log.raw.push(piece.bytes));
  }
  log?.take(log.raw.finish());
}

function openLog(path: string, member: string | null, events: EventsOf, { read, cluster }: RawEventsOptions) {
  const source = member === null ? path : `${path}:${member}`;
  const raw = rawRecords(documentReader({ ...read, clients: 'all' }));
  const own = logPath(blobNameOf(member ?? path) ?? '')?.cluster ?? null;
  return {
    raw,
    take(records: Iterable<RawRecord>): void {
      for (const record of records) {
        const { resourceId } = record.event;
        const of = own ?? (resourceId === null ? null : clusterOf(resourceId)) ?? clusterNamed(cluster);
        takeInto(events, record, source, of.id);
      }
    },
  };
}
