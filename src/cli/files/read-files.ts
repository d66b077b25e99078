/** Log files read into rows, with the very code that counts in Azure. Refuses to know how calls are ranked. */

import { type Accounts, startOf, sumAccounts } from '../../core/count/cursor.ts';
import type { CountedRows } from '../../core/count/fold.ts';
import type { Row } from '../../core/count/row.ts';
import { type SegmentBuilder, segmentAfter } from '../../core/count/segment.ts';
import { patternText } from '../../core/rank/pattern.ts';
import { sumTotals } from '../../core/read/account.ts';
import { noSkips } from '../../core/read/call.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import {
  blobNameOf,
  type Cluster,
  clusterNamed,
  clusterOf,
  type Hour,
  logPath,
} from '../../core/read/path.ts';
import type { EventAt, PresenceAt } from '../../core/read/reader.ts';
import { UnreadableError } from '../../errors.ts';
import { stepsInOrder } from '../reading/in-order.ts';
import type { Step } from '../reading/steps.ts';
import type { LogFile } from './files.ts';
import { pathInWords } from './log-names.ts';
import { categoryIn, isLog, notUnderstood } from './understood.ts';

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
  /** Threads that read. Default: 1, this one. */
  readonly jobs?: number;
  /** Bytes after which another thread may go on with a file. Default: 32 MiB. */
  readonly stretch?: number;
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
  const reading = await stepsInOrder(wantedFiles(files, read, options), options);
  try {
    for (const { file, steps } of reading.files) {
      try {
        await countFile(file, steps, read, options);
      } catch (error) {
        if (!(error instanceof UnreadableError) || file.named) throw error;
        options.warn(error.message);
        read.unreadable.push(file.path);
      }
    }
  } finally {
    await reading.end();
  }
  return read;
}

/** A path of Azure's names its cluster: such a file need not be opened. */
const wantedFiles = (files: readonly LogFile[], read: Read, options: ReadFilesOptions): LogFile[] =>
  files.filter(({ path, size }) => {
    const known = logPath(blobNameOf(path) ?? '')?.cluster ?? null;
    if (known === null || isWanted(known, read, options)) return true;
    options.onBytes(size ?? 0);
    return false;
  });

function isWanted(cluster: Cluster, read: Read, { wants }: ReadFilesOptions): boolean {
  if (wants?.(cluster) !== false) return true;
  read.otherClusters.add(cluster.name);
  return false;
}

/** Counts a file, or the members of an archive, each as a log of its own. What was read before a failure stays. */
async function countFile(
  file: LogFile,
  steps: AsyncIterable<Step>,
  read: Read,
  options: ReadFilesOptions,
): Promise<void> {
  let log: OpenLog | null = null;
  for await (const step of steps) {
    log ??= openLog(file, step.member, read, options);
    if (step.kind === 'found') log.take(step.found);
    else {
      log.enter(step);
      if (step.to === null) log = null;
    }
  }
}

type ReadStep = Step & { readonly kind: 'read' };

interface OpenLog {
  take(found: readonly (EventAt | PresenceAt)[]): void;
  /** Closes it where there is no more. */
  enter(step: ReadStep): void;
}

function openLog(file: LogFile, member: string | null, read: Read, options: ReadFilesOptions): OpenLog {
  const source = member === null ? file.path : `${file.path}:${member}`;
  const path = logPath(blobNameOf(member ?? file.path) ?? '');
  const hour = path?.hour ?? null;
  const tallies = new Map<string, { cluster: Cluster; segment: SegmentBuilder }>();
  let before: ReadStep | null = null;

  const partsOf = (cluster: Cluster): ReadPart[] => {
    const known = read.clusters.get(cluster.id) ?? { cluster, parts: [] };
    read.clusters.set(cluster.id, known);
    return known.parts;
  };

  function close({ head, totals, broken }: ReadStep): void {
    const { lines, skipped, salvaged, original } = totals;
    const category = skipped['other-category'] > 0 ? categoryIn(head) : null;
    if (category !== null && category !== options.read.category) read.otherCategories.add(category);
    if (!broken && tallies.size === 0 && lines > 0 && category === null && !isLog(head, skipped)) {
      const problem = `${pathInWords(source)}: ${notUnderstood(lines, skipped)}`;
      if (file.named && member === null) throw new UnreadableError(problem);
      options.warn(problem);
      read.strange.push(source);
    }
    if (path !== null && tallies.size === 0 && isWanted(path.cluster, read, options))
      partsOf(path.cluster).push({ source, hour, rows: [] });
    const cursors = [...tallies.values()].map(({ cluster, segment }) => {
      const { cursor, rows } = segment.close(nothing, true);
      const wanted = isWanted(cluster, read, options);
      if (wanted) partsOf(cluster).push({ source, hour, rows });
      return { wanted, cursor };
    });
    const sum = sumAccounts(cursors.filter(({ wanted }) => wanted).map(({ cursor }) => cursor));
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
  }

  return {
    take(found) {
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
    },
    enter(step) {
      const all =
        before === null
          ? step
          : { ...step, head: before.head, totals: sumTotals(before.totals, step.totals) };
      if (step.to === null) close(all);
      else before = all;
    },
  };
}
