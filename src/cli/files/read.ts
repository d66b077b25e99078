/** What reading log files gives, and what it is told. */
import type { Accounts } from '../../core/count/cursor.ts';
import type { CountedRows } from '../../core/count/fold.ts';
import type { Row } from '../../core/count/row.ts';
import type { SegmentBuilder } from '../../core/count/segment.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';

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

/** One that is not wanted is remembered by its name. */
export function isWanted(cluster: Cluster, read: Read, { wants }: ReadFilesOptions): boolean {
  if (wants?.(cluster) !== false) return true;
  read.otherClusters.add(cluster.name);
  return false;
}
