/**
 * Counts the archive: every log blob of a range of days, whatever the sweep has seen. Each blob goes on from its
 * cursor, so a backfill may be stopped, started again, and run beside the app. What cannot be counted is said in the
 * end, and stops nothing else.
 */
import type { Day } from '../../core/count/day.ts';
import { UnfinishedError } from '../../errors.ts';
import { type Failure, failureOf, isLasting } from '../../failure.ts';
import type { IngestResult } from '../ingest.ts';
import type { AuditLogs, LogBlob } from '../ports/audit-logs.ts';
import { type BackfillFailure, listed } from './listed.ts';

export interface BackfillProgress {
  readonly blobs: number;
  /** Those that were counted, and those that could not be. */
  readonly blobsDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
  /** In the order of their blobs; complete in the end. */
  readonly failed: readonly BackfillFailure[];
}

/** Blobs in a row, that no store answered for, after which it is away: then the rest is left for another run. */
const patience = 20;

const elsewherePauseMs = 5_000;

/** A listed blob that is not there any more. */
const gone: Failure = { status: 404, code: 'BlobNotFound', operation: null };

/**
 * @param ingest counts one blob, as the doors do
 * @throws UnfinishedError where the store is away
 */
export async function backfill(
  logs: AuditLogs,
  ingest: (blobName: string) => Promise<IngestResult>,
  range: { readonly from: Day; readonly to: Day },
  onProgress: (progress: BackfillProgress) => void,
  parallel = 4,
): Promise<BackfillProgress> {
  const { blobs: todo, failed: unlisted } = await listed(logs, range);
  const failures: { readonly at: number; readonly failed: BackfillFailure }[] = [];
  let progress: BackfillProgress = {
    blobs: todo.length,
    blobsDone: 0,
    bytes: todo.reduce((sum, { length }) => sum + length, 0),
    bytesDone: 0,
    failed: unlisted,
  };
  onProgress(progress);

  let unanswered = 0;
  const queue = todo.entries();
  async function worker(): Promise<void> {
    for (const [at, blob] of queue) {
      const failure = await counted(blob, ingest);
      unanswered = failure === null || isLasting(failure) ? 0 : unanswered + 1;
      if (failure !== null) {
        const { cluster, hour } = blob.path;
        failures.push({ at, failed: { cluster, hour, failure } });
      }
      progress = {
        ...progress,
        blobsDone: progress.blobsDone + 1,
        bytesDone: progress.bytesDone + blob.length,
      };
      onProgress(progress);
      if (unanswered >= patience)
        throw new UnfinishedError('the store is away: what is counted stays, run it again later');
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker));
  failures.sort((a, b) => a.at - b.at);
  return { ...progress, failed: [...unlisted, ...failures.map(({ failed }) => failed)] };
}

/** Counts the blob to its end. @returns why it could not, `null` where it could */
async function counted(
  blob: LogBlob,
  ingest: (blobName: string) => Promise<IngestResult>,
): Promise<Failure | null> {
  try {
    for (;;) {
      const result = await ingest(blob.name);
      if (result.state === 'counted') return null;
      if (result.state === 'ignored') return gone;
      if (result.state === 'unreadable') return result.failure;
      if (result.state === 'elsewhere' || result.state === 'busy')
        await new Promise((resolve) => setTimeout(resolve, elsewherePauseMs));
    }
  } catch (error) {
    return failureOf(error);
  }
}
