/** The counts of log blobs, each as far as it was read: the only truth we keep. Refuses to know what they are for. */
import type { Cursor } from '../../core/count/cursor.ts';
import type { Row } from '../../core/count/row.ts';
import type { Segment } from '../../core/count/segment.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';
import type { LogBlob } from './audit-logs.ts';

/** A blob's counts as they were read; what is committed next is judged against exactly this state. */
export interface OpenBlob {
  readonly blob: LogBlob;
  readonly cursor: Cursor;
  readonly rows: ReadonlyMap<string, Row>;
  /** The blob was counted before under this name, and was replaced since. */
  readonly replaced: boolean;
  /** What was counted before could not be read: counting begins anew. */
  readonly damaged: boolean;
}

export interface CountedBlob {
  /** '' where it is damaged so far that it has no name. */
  readonly name: string;
  readonly hour: Hour;
  readonly cursor: Cursor;
  /**
   * What is kept of it cannot all be read, until it is counted again. `blobs` looks at cursors alone, and sees no damage
   * in rows. A cursor that cannot be read is one of no byte.
   */
  readonly damaged: boolean;
  /** `false`: to look at it costs more than it need, until it is put at rest. */
  readonly isAtRest?: boolean;
}

export interface Ledger {
  /** Rows one commit can touch. */
  readonly rowsPerSegment: number;
  /** Characters of rows one commit can carry. */
  readonly charsPerSegment: number;
  open(blob: LogBlob): Promise<OpenBlob>;
  /** Moves the cursor and sets the rows, all or nothing. @throws ConflictError when the blob moved since `open`. */
  commit(open: OpenBlob, segment: Segment): Promise<OpenBlob>;
  /**
   * The newest generation of each blob of a cluster whose hour lies in `[from, to)`, in hour order.
   * @param named no others than these, and what has no name
   */
  blobs(cluster: Cluster, from: Hour, to: Hour, named?: ReadonlySet<string>): AsyncIterable<CountedBlob>;
  /** The same, with their rows. */
  counted(
    cluster: Cluster,
    from: Hour,
    to: Hour,
  ): AsyncIterable<CountedBlob & { readonly rows: readonly Row[] }>;
  /** For a blob that will hardly be counted on; nothing is wrong if it is. Nothing of its count changes. */
  rest(blob: LogBlob, seen: CountedBlob): Promise<void>;
  /** Those that something is counted of. */
  clusters(): Promise<Cluster[]>;
  /** Forgets the blobs of a cluster whose hour lies before, and a cluster of which nothing is left. Stops at the deadline; the rest goes next time. @returns how many went */
  forget(cluster: Cluster, before: Hour, deadline: Date): Promise<number>;
}
