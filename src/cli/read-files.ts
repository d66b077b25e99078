/** Log files read into rows, with the very code that counts in Azure. Refuses to know how calls are ranked. */
import { type Accounts, startOf, sumAccounts } from '../core/count/cursor.ts';
import type { CountedRows } from '../core/count/fold.ts';
import type { Row } from '../core/count/row.ts';
import { type SegmentBuilder, segmentAfter } from '../core/count/segment.ts';
import { noSkips } from '../core/read/call.ts';
import { documentReader } from '../core/read/file-reader.ts';
import type { ReadOptions } from '../core/read/options.ts';
import { blobNameOf, type Cluster, clusterNamed, clusterOf, type Hour, logPath } from '../core/read/path.ts';
import { type ReadWindow, readWindow } from '../core/read/survey.ts';
import { MissingError } from '../errors.ts';
import { bytesOf, type LogFile } from './files.ts';

/** What became of every line of a file. */
export interface ReadLog extends Accounts {
  /** Of its path, where that is one of Azure's. */
  readonly hour: Hour | null;
}

/** What a file holds of a cluster. */
export interface ReadPart extends CountedRows {
  /** Of its path, where that is one of Azure's. */
  readonly hour: Hour | null;
  readonly rows: readonly Row[];
}

/** What was read of all files: rows by cluster, and what became of every line. */
export interface Read {
  readonly logs: ReadLog[];
  /** Names of categories at the head of files that were passed over. */
  readonly otherCategories: Set<string>;
  /** A path of Azure's names a cluster, whatever is in it. */
  readonly clusters: Map<string, { readonly cluster: Cluster; readonly parts: ReadPart[] }>;
}

export interface ReadFilesOptions {
  readonly read: ReadOptions;
  /** The cluster of plain events. */
  readonly cluster: string;
  readonly onBytes: (bytes: number) => void;
  readonly warn: (line: string) => void;
}

/** Bounds of nothing: on a laptop memory is the limit, and `rare` must be exact. */
const unlimited = {
  rows: Number.POSITIVE_INFINITY,
  chars: Number.POSITIVE_INFINITY,
  budget: { rows: Number.POSITIVE_INFINITY, foldUri: (uri: string) => uri },
};

const nothing = { end: 0, lines: 0, skipped: noSkips(), salvaged: 0 };

/** @throws MissingError for a file that the user named and that is no log */
export async function readFiles(files: readonly LogFile[], options: ReadFilesOptions): Promise<Read> {
  const read: Read = { logs: [], otherCategories: new Set(), clusters: new Map() };
  const window = readWindow(options.read.agents);
  for (const file of files) await readFile(file, read, options, window);
  return read;
}

async function readFile(
  file: LogFile,
  read: Read,
  options: ReadFilesOptions,
  window: ReadWindow,
): Promise<void> {
  const reader = documentReader(options.read, window);
  const path = logPath(blobNameOf(file.path) ?? '');
  const hour = path?.hour ?? null;
  const tallies = new Map<string, { cluster: Cluster; segment: SegmentBuilder }>();
  let head = '';
  const take = (events: ReturnType<typeof reader.push>) => {
    for (const { event, offset } of events) {
      const cluster =
        path?.cluster ??
        (event.resourceId === null ? null : clusterOf(event.resourceId)) ??
        clusterNamed(options.cluster);
      let tally = tallies.get(cluster.id);
      if (tally === undefined) {
        tally = {
          cluster,
          segment: segmentAfter(startOf('', 0), nothing, new Map<string, Row>(), unlimited),
        };
        tallies.set(cluster.id, tally);
      }
      tally.segment.add(event, offset);
    }
  };
  for await (const chunk of bytesOf(file.path, options.onBytes, window.bytes)) {
    if (head === '') head = Buffer.from(chunk.subarray(0, 65_536)).toString('latin1');
    take(reader.push(chunk));
  }
  take(reader.finish());

  if (tallies.size === 0 && head.trim() !== '' && !/"(category|auditID|requestURI)\\?"/.test(head)) {
    const problem = `${file.path === '-' ? 'standard input' : file.path}: is no Kubernetes audit log`;
    if (file.named) throw new MissingError(problem);
    options.warn(problem);
  }
  const { lines, skipped, salvaged } = reader.totals();
  const category = skipped['other-category'] > 0 ? categoryIn(head) : null;
  if (category !== null && category !== options.read.category) read.otherCategories.add(category);
  const partsOf = (cluster: Cluster): ReadPart[] => {
    const known = read.clusters.get(cluster.id) ?? { cluster, parts: [] };
    read.clusters.set(cluster.id, known);
    return known.parts;
  };
  if (path !== null && tallies.size === 0) partsOf(path.cluster).push({ source: file.path, hour, rows: [] });
  const cursors = [...tallies.values()].map(({ cluster, segment }) => {
    const { cursor, rows } = segment.close(nothing, true);
    partsOf(cluster).push({ source: file.path, hour, rows });
    return cursor;
  });
  read.logs.push({ ...sumAccounts(cursors), lines, skipped, salvaged, hour });
}

/** The first category that is named; only what can be the name of one, since it is told to people. */
const categoryIn = (head: string): string | null =>
  /"category"\s{0,9}:\s{0,9}"([a-z][a-z-]{0,60})"/i.exec(head)?.[1] ?? null;
