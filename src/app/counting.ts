/**
 * Counts log blobs for the doors: one at a time each, and what had to be left is counted later. What the store refuses is
 * kept, to be told and tried again. How a blob is counted is in ingest.ts.
 */
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import { logPath } from '../core/read/path.ts';
import { ConflictError } from '../errors.ts';
import { failureOf, isLasting, reasonOf } from '../failure.ts';
import { type BackfillProgress, backfill } from './backfilling/backfill.ts';
import { noteFailure } from './failing.ts';
import { type IngestOptions, type IngestPorts, type IngestResult, ingest } from './ingest.ts';
import type { Failures } from './ports/failures.ts';
import type { Jobs } from './ports/jobs.ts';
import type { oneAtATime } from './turns/one-at-a-time.ts';

export interface CountingPorts extends IngestPorts {
  readonly failures: Failures;
  readonly jobs: Jobs;
}

export interface CountingSettings extends Pick<IngestOptions, 'read' | 'budget' | 'sealAfterMs'> {
  readonly sweepDays: number;
  /** A function stops itself this long after it began. */
  readonly workMs: number;
}

/** Longer than a worker needs from commit to commit: who moved meanwhile is at work. */
const racePauseMs = 500;

/** @param once kept as long as the process */
export function counting(
  ports: CountingPorts,
  once: ReturnType<typeof oneAtATime<IngestResult>>,
  { sweepDays, workMs, ...settings }: CountingSettings,
) {
  const { clock, failures, jobs, log } = ports;

  async function countOnce(blobName: string, deadline: Date): Promise<IngestResult> {
    const result = await ingest(blobName, ports, {
      ...settings,
      deadline,
      leavesToWinner: true,
      racePauseMs,
    });
    if (result.state === 'unfinished') await jobs.count(blobName);
    const isLeft = result.state === 'elsewhere' || (result.state === 'counted' && result.tail > 0);
    if (isLeft) {
      // The sweep comes by in time for a recent hour; an older one would wait for its last lines for ever.
      const swept = addDays(dayOf(clock()), 1 - sweepDays);
      const afterMs = result.state === 'elsewhere' ? workMs : settings.sealAfterMs + 60_000;
      if (result.blob.path.hour < firstHour(swept)) await jobs.count(blobName, afterMs);
    }
    return result;
  }

  /** What is new in a log blob. @throws what may pass: whoever asked asks again */
  async function count(blobName: string): Promise<IngestResult> {
    const deadline = new Date(clock().getTime() + workMs);
    try {
      const result = await once(
        blobName,
        () => countOnce(blobName, deadline),
        ({ state }) => state === 'counted',
      );
      return result ?? { state: 'busy' };
    } catch (error) {
      const path = logPath(blobName);
      if (error instanceof ConflictError || path === null) throw error;
      const key = { cluster: path.cluster, when: path.hour, blob: blobName };
      await noteFailure(ports, key, error).catch((inner: unknown) =>
        log.error(`count: that a log blob failed could not be kept: ${reasonOf(inner)}`),
      );
      const failure = failureOf(error);
      // A message that comes again would be refused again: the sweep asks when the pause is over.
      if (!isLasting(failure)) throw error;
      log.error(`count: the log of ${path.hour} cannot be read: ${reasonOf(error)}`);
      return { state: 'unreadable', failure };
    }
  }

  /** The archive of a range of days. What could be read after all is not told any more. */
  async function countDays(
    range: { readonly from: Day; readonly to: Day },
    onProgress: (progress: BackfillProgress) => void,
  ): Promise<BackfillProgress> {
    const kept = await failures.list(range.from, range.to);
    const failing = new Map(kept.map((failure) => [failure.blob, failure]));
    const counted = async (blobName: string): Promise<IngestResult> => {
      const result = await count(blobName);
      const failure = failing.get(blobName);
      if (result.state === 'counted' && failure !== undefined) await failures.remove(failure);
      return result;
    };
    return await backfill(ports.logs, counted, range, onProgress);
  }

  return { count, countDays };
}
