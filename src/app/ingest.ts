/**
 * Counts what is new in one log blob. All three doors call this; any number of them may do so at once.
 * A worker may die at any line: whatever was committed stays, whatever was not is read again.
 */

import type { Budget } from '../core/count/budget.ts';
import { byCreation, type Cursor } from '../core/count/cursor.ts';
import { segmentAfter } from '../core/count/segment.ts';
import { logReader } from '../core/read/log-reader.ts';
import type { ReadOptions } from '../core/read/options.ts';
import type { LogReader } from '../core/read/reader.ts';
import { ConflictError } from '../errors.ts';
import type { AuditLogs, LogBlob } from './ports/audit-logs.ts';
import type { Clock } from './ports/clock.ts';
import type { Ledger, OpenBlob } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';

export interface IngestPorts {
  readonly logs: AuditLogs;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

export interface IngestOptions {
  readonly read: ReadOptions;
  readonly budget: Budget;
  /** How long a blob must be quiet until its last line counts without a newline, ms. */
  readonly sealAfterMs: number;
  /** Stop at this time, with everything committed. */
  readonly deadline: Date;
}

export type IngestResult =
  /** No such blob, or no AKS hour blob: nothing to do. */
  | { readonly state: 'ignored' }
  /** Counted up to the length seen at the start. `tail`: bytes of an unfinished last line, left for later. */
  | { readonly state: 'counted'; readonly blob: LogBlob; readonly cursor: Cursor; readonly tail: number }
  /** Out of time; call again. */
  | { readonly state: 'unfinished'; readonly blob: LogBlob; readonly cursor: Cursor };

/** Bytes after which the cursor is saved even if nothing was counted, so that a death costs little. */
const checkpointBytes = 256 * 1024 * 1024;

export async function ingest(
  blobName: string,
  ports: IngestPorts,
  options: IngestOptions,
): Promise<IngestResult> {
  for (let tries = 0; ; tries++) {
    const blob = await ports.logs.find(blobName);
    if (blob === null) return { state: 'ignored' };
    try {
      return await countBlob(blob, ports, options);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      if (ports.clock() >= options.deadline) throw error;
      // Somebody else moved on: go on from where they stand. The pause keeps two workers from racing in step.
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(2_000, 2 ** tries * 20 * (0.5 + Math.random()))),
      );
    }
  }
}

async function countBlob(blob: LogBlob, ports: IngestPorts, options: IngestOptions): Promise<IngestResult> {
  const { ledger, logs, clock } = ports;
  let open = await ledger.open(blob);
  if (open.replaced) {
    // A blob we looked at before another worker counted on looks replaced as well: shorter than its cursor.
    const now = await logs.find(blob.name);
    if (now === null || byCreation(now.created, blob.created) !== 0 || now.length !== blob.length)
      throw new ConflictError('the log blob has grown since it was looked at');
    ports.log.error(
      `log blob of ${blob.path.hour} was replaced: counting its generation ${open.cursor.generation} from its start`,
    );
  }
  if (open.damaged)
    ports.log.error(
      `the counts of the log blob of ${blob.path.hour} are damaged: counting it again from its start, as generation ${open.cursor.generation}`,
    );
  const quiet = clock().getTime() - blob.modified.getTime() >= options.sealAfterMs;
  const sealing = quiet && !open.cursor.sealed;
  if (open.cursor.bytes >= blob.length && !sealing) {
    return { state: 'counted', blob, cursor: open.cursor, tail: 0 };
  }

  const reader = logReader(options.read, open.cursor.bytes);
  const counting = countingFrom(open, reader, ledger, options.budget);
  if (open.cursor.bytes < blob.length) {
    for await (const chunk of logs.bytes(blob, open.cursor.bytes, blob.length)) {
      await counting.take(reader.push(chunk));
      if (clock() >= options.deadline) {
        open = await counting.commit(false);
        return { state: 'unfinished', blob, cursor: open.cursor };
      }
      if (reader.totals().end - counting.open.cursor.bytes >= checkpointBytes) await counting.commit(false);
      await breath();
    }
  }
  const tail = reader.pending;
  if (quiet) await counting.take(reader.finish());
  open = await counting.commit(quiet);
  return { state: 'counted', blob, cursor: open.cursor, tail: quiet ? 0 : tail };
}

/** Events in, segments out: commits whenever the next event does not fit the segment at hand. */
function countingFrom(start: OpenBlob, reader: LogReader, ledger: Ledger, budget: Budget) {
  const limits = { rows: ledger.rowsPerSegment, chars: ledger.charsPerSegment, budget };
  let open = start;
  let segment = segmentAfter(open.cursor, reader.totals(), open.rows, limits);

  async function commit(sealed: boolean): Promise<OpenBlob> {
    const made = segment.close(reader.totals(), sealed);
    if (made.cursor.bytes !== open.cursor.bytes || made.cursor.sealed !== open.cursor.sealed) {
      open = await ledger.commit(open, made);
      segment = segmentAfter(open.cursor, reader.totals(), open.rows, limits);
    }
    return open;
  }

  return {
    get open() {
      return open;
    },
    commit,
    async take(events: ReturnType<LogReader['push']>): Promise<void> {
      for (const { event, offset } of events) {
        if (segment.add(event, offset)) continue;
        await commit(false);
        segment.add(event, offset);
      }
    },
  };
}

/** Lets timers, heartbeats and questions on the same worker have their turn. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
