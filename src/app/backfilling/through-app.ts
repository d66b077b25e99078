/**
 * The archive of a range of days, counted by the app: a message for each log blob whose end the ledger does not know, so
 * that the platform's own scale-out counts an archive of years. Asked twice it counts nothing twice.
 */
import { byCreation, hasAllOf } from '../../core/count/cursor.ts';
import { addHours, type Day } from '../../core/count/day.ts';
import type { Hour } from '../../core/read/path.ts';
import { UnfinishedError } from '../../errors.ts';
import { isLasting } from '../../failure.ts';
import type { AuditLogs, LogBlob } from '../ports/audit-logs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Failures, KeptFailure } from '../ports/failures.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { CountedBlob, Ledger } from '../ports/ledger.ts';
import type { BackfillProgress } from './backfill.ts';
import { type BackfillFailure, listed } from './listed.ts';

export interface ThroughAppPorts {
  readonly logs: AuditLogs;
  readonly ledger: Ledger;
  readonly failures: Failures;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

interface Range {
  readonly from: Day;
  readonly to: Day;
}

/** What the app was asked for. */
export interface AskedOfApp {
  readonly range: Range;
  /** Log blobs of the range, and how many of them were counted to their end before. */
  readonly blobs: number;
  readonly counted: number;
  /** Those that a message was sent for. */
  readonly asked: readonly LogBlob[];
  /** What had failed before they were asked for, by the names of their blobs. */
  readonly before: ReadonlyMap<string, KeptFailure>;
  /** Clusters whose blobs could not be listed. */
  readonly failed: readonly BackfillFailure[];
}

/** Messages under way at a time: a queue takes some two thousand a second. */
const parallel = 16;

const leastPauseMs = 5_000;

/** Nothing has moved for so long: no app is at work. */
const patienceMs = 15 * 60_000;

/** Told how many log blobs of how many were seen to. */
export type AskProgress = (done: number, all: number) => void;

export async function askApp(
  { logs, ledger, failures, jobs, clock }: ThroughAppPorts,
  range: Range,
  onProgress: AskProgress,
): Promise<AskedOfApp> {
  const { blobs, failed } = await listed(logs, range);
  const cursorOf = await cursorsOf(ledger, blobs);
  const before = failingIn(await failures.list(range.from, range.to));
  const asked: LogBlob[] = [];
  const queue = blobs.values();
  let done = 0;
  async function worker(): Promise<void> {
    for (const blob of queue) {
      const [cursor, failure] = [cursorOf(blob), before.get(blob.name)];
      if (cursor !== undefined && hasAllOf(cursor, blob)) {
        // It was read after all.
        if (failure !== undefined) await failures.remove(failure);
      } else {
        // Its pause is over: within it a failure that comes again is not told from the one that is there.
        if (failure !== undefined) await failures.save({ ...failure, again: clock().toISOString() });
        await jobs.count(blob.name);
        asked.push(blob);
      }
      done += 1;
      onProgress(done, blobs.length);
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker));
  return { range, blobs: blobs.length, counted: blobs.length - asked.length, asked, before, failed };
}

/**
 * Waits until the app has counted what it was asked for. What still grows is not waited for: that is the sweep's.
 * @throws UnfinishedError where nothing moves for a quarter of an hour
 */
export async function countedByApp(
  ports: ThroughAppPorts,
  { range, asked, before, failed }: AskedOfApp,
  { sealAfterMs }: { readonly sealAfterMs: number },
  onProgress: (progress: BackfillProgress) => void,
  sleep = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<BackfillProgress> {
  const { ledger, failures, clock } = ports;
  const begun = clock();
  let left = asked.filter(({ modified }) => begun.getTime() - modified.getTime() >= sealAfterMs);
  const refused: BackfillFailure[] = [];
  const [blobs, bytes] = [left.length, lengthOf(left)];
  for (let movedAt = begun; ; ) {
    const looked = clock();
    const cursorOf = await cursorsOf(ledger, left);
    const failing = failingIn(await failures.list(range.from, range.to));
    const still: LogBlob[] = [];
    for (const blob of left) {
      const failure = failing.get(blob.name);
      if (hadAllOf(cursorOf(blob), blob)) {
        if (failure !== undefined) await failures.remove(failure);
      } else if (failure !== undefined && isRefused(failure, before.get(blob.name)))
        refused.push(failureIn(failure));
      else still.push(blob);
    }
    const now = clock();
    if (still.length < left.length) movedAt = now;
    left = still;
    const progress: BackfillProgress = {
      blobs,
      blobsDone: blobs - left.length,
      bytes,
      bytesDone: bytes - lengthOf(left),
      failed: [...failed, ...refused],
    };
    onProgress(progress);
    if (left.length === 0) return progress;
    if (now.getTime() - movedAt.getTime() >= patienceMs)
      throw new UnfinishedError(
        `the app has counted nothing for ${patienceMs / 60_000} minutes, ${left.length} log blobs are left: is it running? (GET /api/health); what it was asked for stays in its queue`,
      );
    // Looking takes a tenth of the time at the most, however long the archive is.
    await sleep(Math.max(leastPauseMs, 9 * (now.getTime() - looked.getTime())));
  }
}

const lengthOf = (blobs: readonly LogBlob[]): number => blobs.reduce((sum, { length }) => sum + length, 0);

const failingIn = (kept: readonly KeptFailure[]): Map<string, KeptFailure> =>
  new Map(kept.flatMap((failure) => (failure.blob === null ? [] : [[failure.blob, failure] as const])));

/** Refused since it was asked for: its message is not tried again. */
const isRefused = (failure: KeptFailure, before: KeptFailure | undefined): boolean =>
  isLasting({ ...failure, operation: null }) && (before?.failures ?? 0) < failure.failures;

const failureIn = ({ cluster, when, status, code }: KeptFailure): BackfillFailure => ({
  cluster,
  hour: when as Hour,
  failure: { status, code, operation: null },
});

/** Whether what it had when it was listed is counted; it may have grown since. */
const hadAllOf = (cursor: CountedBlob['cursor'] | undefined, { created, length }: LogBlob): boolean =>
  cursor !== undefined && byCreation(cursor.created, created) === 0 && cursor.bytes >= length;

/** How far each of them is counted: of each cluster the cursors from the first of them to the last. */
async function cursorsOf(
  ledger: Ledger,
  blobs: readonly LogBlob[],
): Promise<(blob: LogBlob) => CountedBlob['cursor'] | undefined> {
  const counted = new Map<string, CountedBlob>();
  for (const ofCluster of Map.groupBy(blobs, ({ path }) => path.cluster.id).values()) {
    const hours = ofCluster.map(({ path }) => path.hour).sort();
    const [first, last] = [hours[0], hours.at(-1)];
    const cluster = ofCluster[0]?.path.cluster;
    if (cluster === undefined || first === undefined || last === undefined) continue;
    const names = new Set(ofCluster.map(({ name }) => name));
    for await (const one of ledger.blobs(cluster, first, addHours(last, 1), names))
      counted.set(one.name, one);
  }
  return (blob) => counted.get(blob.name)?.cursor;
}
