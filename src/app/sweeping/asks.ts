/** Which log blobs of a cluster a sweep asks to be counted: those whose end the ledger does not know. */
import { byCreation, hasAllOf } from '../../core/count/cursor.ts';
import { addHours, type Day, firstHour } from '../../core/count/day.ts';
import { isPaused } from '../failing.ts';
import type { LogBlob } from '../ports/audit-logs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Failures, KeptFailure } from '../ports/failures.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { CountedBlob, Ledger } from '../ports/ledger.ts';
import { type AskedFor, shallAsk } from './asked.ts';

export interface AskPorts {
  readonly ledger: Ledger;
  readonly failures: Failures;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

export interface AskOptions {
  readonly sealAfterMs: number;
  /** Stop at this time; the next sweep goes on from there. */
  readonly deadline: Date;
}

/** What one sweep does. */
export interface Sweeping {
  readonly now: Date;
  readonly from: Day;
  readonly until: Day;
  /** By blob name. */
  readonly failing: ReadonlyMap<string, KeptFailure>;
  readonly total: { seen: number; asked: number; failed: number };
}

/** What a sweep knows of the one before. */
export interface AskMemory {
  /** Blobs that were counted to their end when last seen, with what they looked like: nothing to ask the ledger about. */
  readonly settled: Map<string, string>;
  /** The same of those that are not closed yet: nothing to ask about before they have grown, or are quiet. */
  readonly counted: Map<string, string>;
  readonly asked: AskedFor;
}

/** @param changed blobs of one cluster
 * @returns whether there was time for all of them */
export async function askFor(
  changed: readonly LogBlob[],
  { now, from, until, failing, total }: Sweeping,
  ports: AskPorts,
  options: AskOptions,
  { settled, counted, asked }: AskMemory,
): Promise<boolean> {
  const cluster = changed[0]?.path.cluster;
  if (cluster === undefined) return true;
  const cursors = new Map<string, CountedBlob>();
  const hours = changed.map(({ path }) => path.hour).sort();
  const names = new Set(changed.map(({ name }) => name));
  const [first, last] = [hours[0] ?? firstHour(from), addHours(hours.at(-1) ?? firstHour(until), 1)];
  for await (const one of ports.ledger.blobs(cluster, first, last, names)) cursors.set(one.name, one);
  for (const blob of changed) {
    const seen = cursors.get(blob.name);
    const cursor = seen?.cursor;
    const quiet = isQuiet(blob, now, options);
    const isOfIt = cursor !== undefined && byCreation(cursor.created, blob.created) === 0;
    const same = cursor !== undefined && hasAllOf(cursor, blob);
    const failure = failing.get(blob.name);
    if (same && failure !== undefined) await ports.failures.remove(failure);
    if (same && cursor.sealed) settled.set(blob.name, lookOf(blob));
    if (same && (cursor.sealed || !quiet)) {
      asked.delete(blob.name);
      if (seen?.isAtRest === false && isOver(blob, now)) {
        if (ports.clock() >= options.deadline) return false;
        await ports.ledger.rest(blob, seen);
      }
      counted.set(blob.name, countedLook(blob, now));
      continue;
    }
    if (failure !== undefined && isPaused(failure, now)) continue;
    if (ports.clock() >= options.deadline) return false;
    const bytes = isOfIt ? cursor.bytes : 0;
    const look = { created: blob.created, length: blob.length, quiet, bytes };
    if (!shallAsk(asked, blob.name, { ...look, failedUntil: failure?.again ?? null })) continue;
    await ports.jobs.count(blob.name);
    total.asked++;
  }
  return true;
}

/** Whether it is to be closed: nobody expects it to grow. */
export const isQuiet = (
  blob: LogBlob,
  now: Date,
  { sealAfterMs }: Pick<AskOptions, 'sealAfterMs'>,
): boolean => now.getTime() - blob.modified.getTime() >= sealAfterMs;

/** After the end of its hour; the last of it comes some minutes later. */
const hourMs = 3_600_000;
const isOver = ({ path }: LogBlob, now: Date): boolean =>
  now.getTime() - Date.parse(`${path.hour}:00:00Z`) >= 2 * hourMs;

/** What a counted blob looked like. Another one once its hour is over: then it is to be put at rest. */
export const countedLook = (blob: LogBlob, now: Date): string => `${lookOf(blob)} ${isOver(blob, now)}`;

/** What a blob looked like. */
export const lookOf = (blob: LogBlob): string => `${blob.created} ${blob.length}`;
