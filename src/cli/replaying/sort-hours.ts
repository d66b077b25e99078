/**
 * Records of files that are no log blobs (captures, exports, a cluster's own audit log), sorted into the blobs
 * they would have been: one per cluster and hour of the record's time. Holds them in memory.
 */

import { newline } from '../../core/read/characters.ts';
import { blobNameOf, type Cluster, clusterOf } from '../../core/read/path.ts';
import { recordsOf } from '../../core/read/styles/records-of.ts';
import type { RecordParts } from '../../core/read/styles/table-row.ts';
import { UnreadableError } from '../../errors.ts';
import { isSection, type Section } from '../../host/json-file.ts';
import { LocalError } from '../../host/local-error.ts';
import { piecesOf } from '../files/file-bytes.ts';
import type { LogFile } from '../files/files.ts';
import { pathInWords } from '../files/log-names.ts';
import type { GrowingBlob } from './growing-blobs.ts';

export interface SortOptions {
  /** Cluster of records that name none. */
  readonly cluster: string;
  /** Of the envelope that a plain audit event is given. */
  readonly category: string;
  readonly onBytes: (bytes: number) => void;
  /** Told of a file of a folder, or a member of an archive, that cannot be read or sorted: the others are. */
  readonly onUnreadable: (error: UnreadableError) => void;
}

const maxBytes = 1024 * 1024 * 1024;
const lineEnd = Buffer.from('\n');

/**
 * What was read of a file before it broke off is sorted, too.
 * @throws LocalError when the files are too much for memory
 * @throws UnreadableError for a file that the user named and that cannot be read, or has no record that says its time
 */
export async function sortIntoHours(
  files: readonly LogFile[],
  options: SortOptions,
): Promise<Omit<GrowingBlob, 'pieces'>[]> {
  const hours = new Map<string, Uint8Array[]>();
  let held = 0;
  for (const { path, named } of files) {
    try {
      for await (const { member, bytes, isWhole } of wholeFiles(
        path,
        () => maxBytes - held,
        options.onBytes,
      )) {
        held += bytes.length;
        const own = member === null ? null : blobNameOf(member);
        if (own !== null) hours.set(own, [...(hours.get(own) ?? []), bytes]);
        else if (!sort(bytes, hours, options) && isWhole) {
          const source = member === null ? path : `${path}:${member}`;
          const error = new UnreadableError(`${pathInWords(source)}: no record in it tells its time`);
          if (member === null) throw error;
          options.onUnreadable(error);
        }
      }
    } catch (error) {
      if (!(error instanceof UnreadableError) || named) throw error;
      options.onUnreadable(error);
    }
  }
  return [...hours].map(([name, lines]) => ({
    name,
    expectedBytes: lines.reduce((sum, { length }) => sum + length, 0),
    bytes: () => lines,
  }));
}

/** @returns whether any record tells its time; where none does, nothing is sorted */
function sort(bytes: Uint8Array, hours: Map<string, Uint8Array[]>, options: SortOptions): boolean {
  let name: string | null = null;
  const early: Uint8Array[] = [];
  for (const found of recordsOf(bytes)) {
    const { line, blobName } =
      found.kind === 'log' ? envelopeOf(found.record, options) : recordOf(found.bytes, options);
    // What is no record lies where its neighbours lie, to be counted there as what it is.
    name = blobName ?? name;
    if (name === null) {
      early.push(line, lineEnd);
      continue;
    }
    const lines = hours.get(name) ?? [];
    hours.set(name, lines);
    lines.push(...early.splice(0), line, lineEnd);
  }
  return name !== null;
}

interface WholeFile {
  /** Of an archive. */
  readonly member: string | null;
  readonly bytes: Uint8Array;
  /** False where it cannot be read to its end; the error follows. */
  readonly isWhole: boolean;
}

async function* wholeFiles(
  path: string,
  left: () => number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<WholeFile> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let member: string | null = null;
  try {
    for await (const piece of piecesOf(path, onBytes)) {
      if (piece.member !== member) {
        if (member !== null) yield { member, bytes: Buffer.concat(chunks), isWhole: true };
        member = piece.member;
        chunks = [];
        length = 0;
      }
      length += piece.bytes.length;
      if (length > left()) {
        throw new LocalError(
          `${pathInWords(path)}: more than 1 GiB of records that lie under no AKS path; replay fewer at once`,
        );
      }
      chunks.push(piece.bytes);
    }
  } catch (error) {
    if (error instanceof UnreadableError) yield { member, bytes: Buffer.concat(chunks), isWhole: false };
    throw error;
  }
  yield { member, bytes: Buffer.concat(chunks), isWhole: true };
}

/** The line a record becomes, and its blob; `null` where it does not tell. */
function recordOf(item: Uint8Array, options: SortOptions): { line: Uint8Array; blobName: string | null } {
  const record = parsed(item);
  if (record === null) return { line: onOneLine(item), blobName: null };
  const isPlain = typeof record.apiVersion === 'string' && record.apiVersion.startsWith('audit.k8s.io/');
  const time = isPlain ? (record.requestReceivedTimestamp ?? record.stageTimestamp) : record.time;
  const id = typeof record.resourceId === 'string' ? clusterOf(record.resourceId) : null;
  const resourceId = (id ?? local(options.cluster)).id.toUpperCase();
  const blobName = blobNameAt(resourceId, time);
  if (!isPlain) return { line: onOneLine(item), blobName };
  const log = `${JSON.stringify(record)}\n`;
  return envelopeOf(
    { category: null, resourceId, time: typeof time === 'string' ? time : null, log },
    options,
  );
}

/** The line of an event that came without an envelope of its own. */
function envelopeOf(
  { category, resourceId, time, log }: RecordParts,
  options: SortOptions,
): { line: Uint8Array; blobName: string | null } {
  const id = (
    (resourceId === null ? null : clusterOf(resourceId)) ?? local(options.cluster)
  ).id.toUpperCase();
  const text = typeof log === 'string' ? log : JSON.stringify(log);
  const envelope = {
    time,
    resourceId: id,
    category: category ?? options.category,
    properties: { log: text, stream: 'stdout' },
  };
  return { line: Buffer.from(JSON.stringify(envelope)), blobName: blobNameAt(id, time) };
}

function parsed(item: Uint8Array): Section | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(item).toString('utf8'));
    return isSection(value) ? value : null;
  } catch {
    return null;
  }
}

/** A cluster known by its name alone, under a resource id that says so. */
const local = (name: string): Cluster => ({
  id: `/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/local/providers/microsoft.containerservice/managedclusters/${name.toLowerCase()}`,
  name,
});

function blobNameAt(resourceId: string, time: unknown): string | null {
  const at = typeof time === 'string' ? new Date(time) : null;
  if (at === null || Number.isNaN(at.getTime())) return null;
  const [, year, month, day, hour] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d)/.exec(at.toISOString()) ?? [];
  return year === undefined
    ? null
    : `resourceId=${resourceId}/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/PT1H.json`;
}

/** Breaks between the values of a pretty-printed record mean nothing; inside a text JSON has none. */
function onOneLine(item: Uint8Array): Uint8Array {
  if (!item.includes(newline)) return item.at(-1) === 0x0d ? item.subarray(0, -1) : item;
  return Buffer.from(item).map((byte) => (byte === newline || byte === 0x0d ? 0x20 : byte));
}
