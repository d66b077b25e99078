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
import type { Failure } from '../failure.ts';
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
  /** Whoever loses a race leaves, where the winner is at work: somebody comes by later, and nothing is read twice. */
  readonly leavesToWinner?: boolean;
  /** Pause after the first lost race, ms; it doubles. Longer than a winner needs from commit to commit. Default: 20. */
  readonly racePauseMs?: number;
}

export type IngestResult =
  /** No such blob, no AKS hour blob, or one that nobody keeps counts of: nothing to do. */
  | { readonly state: 'ignored' }
  /** The store refuses it, and will again; said in /api/health. */
  | { readonly state: 'unreadable'; readonly failure: Failure }
  /** Counted up to the length seen at the start. `tail`: bytes of an unfinished last line, left for later. */
  | { readonly state: 'counted'; readonly blob: LogBlob; readonly cursor: Cursor; readonly tail: number }
  /** This process counts it already, and will see what it has grown by. */
  | { readonly state: 'busy' }
  /** Another worker counts it, and is ahead. */
  | { readonly state: 'elsewhere'; readonly blob: LogBlob; readonly cursor: Cursor }
  /** Out of time; call again. */
  | { readonly state: 'unfinished'; readonly blob: LogBlob; readonly cursor: Cursor };

/**
 * Bytes after which the cursor is saved even if nothing was counted, so that a death costs little: few at first, so that
 * workers who race learn of each other soon, then twice as many each time.
 */
const firstCheckpointBytes = 4 * 1024 * 1024;
const checkpointBytes = 256 * 1024 * 1024;

/** Between two looks at a winner. */
const longestPauseMs = 2_000;

export async function ingest(
  blobName: string,
  ports: IngestPorts,
  options: IngestOptions,
): Promise<IngestResult> {
  const pauseMs = options.racePauseMs ?? 20;
  /** Where the cursor stood when it was last looked at after a lost race. */
  let seen: Cursor | undefined;
  for (let tries = 0; ; tries++) {
    const blob = await ports.logs.find(blobName);
    if (blob === null) return { state: 'ignored' };
    try {
      const open = await ports.ledger.open(blob);
      const isAhead = seen !== undefined && hasMoved(seen, open.cursor) && open.cursor.bytes < blob.length;
      if (isAhead && options.leavesToWinner === true)
        return { state: 'elsewhere', blob, cursor: open.cursor };
      const isLate = ports.clock() >= options.deadline;
      if (isAhead && isLate) return { state: 'unfinished', blob, cursor: open.cursor };
      if (!isAhead) return await countBlob(open, ports, options);
      seen = open.cursor;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      if (ports.clock() >= options.deadline) throw error;
      seen = await standing(blobName, ports);
    }
    // Either the winner is at work, and moves meanwhile, or we go on from where it stands.
    // That no two pauses are alike keeps two workers from racing in step.
    await new Promise((resolve) =>
      setTimeout(resolve, Math.min(longestPauseMs, 2 ** tries * pauseMs * (0.5 + Math.random()))),
    );
  }
}

const hasMoved = (before: Cursor, now: Cursor): boolean =>
  now.bytes !== before.bytes || now.created !== before.created;

/** The cursor as it is now; nothing where it cannot be told at this moment. */
async function standing(blobName: string, { logs, ledger }: IngestPorts): Promise<Cursor | undefined> {
  try {
    const blob = await logs.find(blobName);
    return blob === null ? undefined : (await ledger.open(blob)).cursor;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}

async function countBlob(start: OpenBlob, ports: IngestPorts, options: IngestOptions): Promise<IngestResult> {
  const { ledger, logs, clock } = ports;
  const { blob } = start;
  let open = start;
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
  let saveAfter = firstCheckpointBytes;
  if (open.cursor.bytes < blob.length) {
    for await (const chunk of logs.bytes(blob, open.cursor.bytes, blob.length)) {
      await counting.take(reader.push(chunk));
      if (clock() >= options.deadline) {
        open = await counting.commit(false);
        return { state: 'unfinished', blob, cursor: open.cursor };
      }
      if (reader.totals().end - counting.open.cursor.bytes >= saveAfter) {
        await counting.commit(false);
        saveAfter = Math.min(2 * saveAfter, checkpointBytes);
      }
      await breath();
    }
  }
  const tail = reader.pending;
  if (quiet) await counting.take(reader.finish());
  open = await counting.commit(quiet, blob.modified);
  return { state: 'counted', blob, cursor: open.cursor, tail: quiet ? 0 : tail };
}

/** Events in, segments out: commits whenever the next event does not fit the segment at hand. */
function countingFrom(start: OpenBlob, reader: LogReader, ledger: Ledger, budget: Budget) {
  const limits = { rows: ledger.rowsPerSegment, chars: ledger.charsPerSegment, budget };
  let open = start;
  let segment = segmentAfter(open.cursor, reader.totals(), open.rows, limits);

  async function commit(sealed: boolean, written?: Date): Promise<OpenBlob> {
    const made = segment.close(reader.totals(), sealed, written);
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
      for (const found of events) {
        if (segment.take(found)) continue;
        await commit(false);
        segment.take(found);
      }
    },
  };
}

/** Lets timers, heartbeats and questions on the same worker have their turn. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
