/** Log files read into rows, with the very code that counts in Azure. Refuses to know how calls are ranked. */
import { type Accounts, startOf, sumAccounts } from '../../core/count/cursor.ts';
import type { CountedRows } from '../../core/count/fold.ts';
import type { Row } from '../../core/count/row.ts';
import { type SegmentBuilder, segmentAfter } from '../../core/count/segment.ts';
import { patternText } from '../../core/rank/pattern.ts';
import { noSkips } from '../../core/read/call.ts';
import { documentReader } from '../../core/read/file-reader.ts';
import { type ReadWindow, readWindow } from '../../core/read/gate/window.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import {
  blobNameOf,
  type Cluster,
  clusterNamed,
  clusterOf,
  type Hour,
  logPath,
} from '../../core/read/path.ts';
import { UnreadableError } from '../../errors.ts';
import { piecesOf } from './file-bytes.ts';
import type { LogFile } from './files.ts';
import { pathInWords } from './log-names.ts';
import { categoryIn, headChars, isLog, notUnderstood } from './understood.ts';

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
  /** Files of folders that could not be read, or not to their end. */
  readonly unreadable: string[];
  /** Files of folders and members of archives in which nothing was understood. */
  readonly strange: string[];
  /** A path of Azure's names a cluster, whatever is in it. */
  readonly clusters: Map<string, { readonly cluster: Cluster; readonly parts: ReadPart[] }>;
  /** Names of clusters that nobody wanted. */
  readonly otherClusters: Set<string>;
}

export interface ReadFilesOptions {
  readonly read: ReadOptions;
  /** The cluster of plain events. */
  readonly cluster: string;
  /** Whose events are read; of all clusters, unless said. */
  readonly wants?: (cluster: Cluster) => boolean;
  /** Takes the events of a cluster in one file; else they are counted into rows. */
  readonly takerOf?: (cluster: Cluster) => SegmentBuilder;
  readonly onBytes: (bytes: number) => void;
  readonly warn: (line: string) => void;
}

/** Bounds of nothing: on a laptop memory is the limit, and `rare` must be exact. */
const unlimited = {
  rows: Number.POSITIVE_INFINITY,
  chars: Number.POSITIVE_INFINITY,
  budget: { rows: Number.POSITIVE_INFINITY, foldUri: (uri: string) => uri, patternOf: patternText },
};

const counter = (): SegmentBuilder =>
  segmentAfter(startOf('', 0), nothing, new Map<string, Row>(), unlimited);

const nothing = {
  end: 0,
  lines: 0,
  skipped: noSkips(),
  salvaged: 0,
  original: { lines: 0, skipped: noSkips() },
};

/** @throws UnreadableError for a file that the user named and that cannot be read, or is no log */
export async function readFiles(files: readonly LogFile[], options: ReadFilesOptions): Promise<Read> {
  const read: Read = {
    logs: [],
    otherCategories: new Set(),
    clusters: new Map(),
    unreadable: [],
    strange: [],
    otherClusters: new Set(),
  };
  const window = readWindow(options.read);
  for (const file of files) {
    // A path of Azure's names its cluster: such a file need not be opened.
    const known = clusterIn(file.path);
    if (known !== null && options.wants?.(known) === false) {
      read.otherClusters.add(known.name);
      options.onBytes(file.size ?? 0);
      continue;
    }
    try {
      await readFile(file, read, options, window);
    } catch (error) {
      if (!(error instanceof UnreadableError) || file.named) throw error;
      options.warn(error.message);
      read.unreadable.push(file.path);
    }
  }
  return read;
}

const clusterIn = (path: string): Cluster | null => logPath(blobNameOf(path) ?? '')?.cluster ?? null;

/** Reads a file, or the members of an archive, each as a log of its own. What was read before a failure stays. */
async function readFile(
  file: LogFile,
  read: Read,
  options: ReadFilesOptions,
  window: ReadWindow,
): Promise<void> {
  let log: OpenLog | null = null;
  let member: string | null = null;
  try {
    for await (const piece of piecesOf(file.path, options.onBytes, window.bytes)) {
      if (log === null || piece.member !== member) {
        log?.close();
        member = piece.member;
        log = openLog({ file, member, read, options, window });
      }
      log.push(piece.bytes);
    }
    log ??= openLog({ file, member, read, options, window });
  } catch (error) {
    log?.close(true);
    throw error;
  }
  log.close();
}

interface OpenLog {
  push(bytes: Uint8Array): void;
  /** @param broken its end is missing */
  close(broken?: boolean): void;
}

interface LogIn {
  readonly file: LogFile;
  /** Of an archive. */
  readonly member: string | null;
  readonly read: Read;
  readonly options: ReadFilesOptions;
  readonly window: ReadWindow;
}

function openLog({ file, member, read, options, window }: LogIn): OpenLog {
  const source = member === null ? file.path : `${file.path}:${member}`;
  const reader = documentReader(options.read, window);
  const path = logPath(blobNameOf(member ?? file.path) ?? '');
  const hour = path?.hour ?? null;
  const tallies = new Map<string, { cluster: Cluster; segment: SegmentBuilder }>();
  let head = '';
  const take = (found: ReturnType<typeof reader.push>) => {
    for (const one of found) {
      const { resourceId } = 'event' in one ? one.event : one.presence;
      const cluster =
        path?.cluster ??
        (resourceId === null ? null : clusterOf(resourceId)) ??
        clusterNamed(options.cluster);
      let tally = tallies.get(cluster.id);
      if (tally === undefined) {
        tally = { cluster, segment: (options.takerOf ?? counter)(cluster) };
        tallies.set(cluster.id, tally);
      }
      tally.segment.take(one);
    }
  };
  const isWanted = (cluster: Cluster): boolean => {
    if (options.wants?.(cluster) !== false) return true;
    read.otherClusters.add(cluster.name);
    return false;
  };
  const partsOf = (cluster: Cluster): ReadPart[] => {
    const known = read.clusters.get(cluster.id) ?? { cluster, parts: [] };
    read.clusters.set(cluster.id, known);
    return known.parts;
  };
  return {
    push(bytes) {
      if (head.length < headChars) head += Buffer.from(bytes.subarray(0, headChars)).toString('latin1');
      take(reader.push(bytes));
    },
    close(broken = false) {
      take(reader.finish());
      const { lines, skipped, salvaged, original } = reader.totals();
      const category = skipped['other-category'] > 0 ? categoryIn(head) : null;
      if (category !== null && category !== options.read.category) read.otherCategories.add(category);
      if (!broken && tallies.size === 0 && lines > 0 && category === null && !isLog(head, skipped)) {
        const problem = `${pathInWords(source)}: ${notUnderstood(lines, skipped)}`;
        if (file.named && member === null) throw new UnreadableError(problem);
        options.warn(problem);
        read.strange.push(source);
      }
      if (path !== null && tallies.size === 0 && isWanted(path.cluster))
        partsOf(path.cluster).push({ source, hour, rows: [] });
      const cursors = [...tallies.values()].map(({ cluster, segment }) => {
        const { cursor, rows } = segment.close(nothing, true);
        if (isWanted(cluster)) partsOf(cluster).push({ source, hour, rows });
        return { cluster, cursor };
      });
      const wanted = cursors.filter(({ cluster }) => isWanted(cluster)).map(({ cursor }) => cursor);
      const sum = sumAccounts(wanted);
      const all = sumAccounts(cursors.map(({ cursor }) => cursor));
      // Lines of other clusters' calls are not accounted for: lines = events + skipped.
      read.logs.push({
        ...sum,
        lines: lines - (all.events - sum.events),
        skipped,
        salvaged,
        original: {
          ...sum.original,
          ...original,
          lines: original.lines - (all.original.events - sum.original.events),
        },
        hour,
      });
    },
  };
}
