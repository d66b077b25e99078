/**
 * Follows growth: finds log blobs that are longer than their cursor, or quiet and not yet sealed, and asks for each
 * to be counted. Event Grid raises no event for an append, so on every plan this is what reads the rest of the hour.
 * A cluster that cannot be looked at stops no other; a blob that cannot be read is asked for after growing pauses.
 */
import { byCreation } from '../core/count/cursor.ts';
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import { reasonOf } from '../failure.ts';
import { type AskedFor, shallAsk } from './asked.ts';
import { isPaused } from './failing.ts';
import type { AuditLogs, LogBlob } from './ports/audit-logs.ts';
import type { Clock } from './ports/clock.ts';
import type { Failures, KeptFailure } from './ports/failures.ts';
import type { Jobs } from './ports/jobs.ts';
import type { CountedBlob, Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';
import { type ClosedMonths, daysToList, noteLook } from './sweep-range.ts';

export interface SweepPorts {
  readonly logs: AuditLogs;
  readonly ledger: Ledger;
  readonly failures: Failures;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SweepResult {
  readonly seen: number;
  readonly asked: number;
}

export interface SweepOptions {
  readonly sweepDays: number;
  readonly sealAfterMs: number;
  /** Stop at this time; the next sweep goes on from there. */
  readonly deadline: Date;
}

/** What a sweep knows of the one before. */
export interface SweepMemory {
  /** Blobs that were counted to their end when last seen, with what they looked like: nothing to ask the ledger about. */
  readonly settled: Map<string, string>;
  readonly asked: AskedFor;
  readonly closed: ClosedMonths;
  /** The home at which time ran out. */
  stoppedAt: string | null;
  /** That there is no log at all was said. */
  isEmptySaid: boolean;
}

export const sweepMemory = (): SweepMemory => ({
  settled: new Map(),
  asked: new Map(),
  closed: new Map(),
  stoppedAt: null,
  isEmptySaid: false,
});

/**
 * @param memory kept by the caller from sweep to sweep; losing it costs reads, nothing else
 * @throws what the last cluster failed with, where no cluster could be looked at
 */
export async function sweep(
  ports: SweepPorts,
  options: SweepOptions,
  memory: SweepMemory,
): Promise<SweepResult> {
  const now = ports.clock();
  const today = dayOf(now);
  const [from, until] = [addDays(today, -options.sweepDays), addDays(today, 1)];
  const total = { seen: 0, asked: 0 };
  const homes = await homesFrom(ports, memory.stoppedAt);
  sayEmpty(ports.log, homes, memory);
  const failing = new Map<string, KeptFailure>();
  for (const failure of await ports.failures.list(from, until))
    if (failure.blob !== null) failing.set(failure.blob, failure);

  let [failed, last]: [number, unknown] = [0, null];
  for (const home of homes) {
    memory.stoppedAt = home;
    if (ports.clock() >= options.deadline) return stopped(ports.log, total);
    try {
      if (!(await sweepHome(home, { now, from, until, failing, total }, ports, options, memory)))
        return stopped(ports.log, total);
    } catch (error) {
      [failed, last] = [failed + 1, error];
      ports.log.error(`sweep: a cluster could not be looked at, others are: ${reasonOf(error)}`);
    }
  }
  memory.stoppedAt = null;
  if (total.asked > 0) ports.log.info(`sweep: ${total.asked} of ${total.seen} log blobs have grown`);
  if (failed > 0 && failed === homes.length) throw last;
  return total;
}

interface Sweeping {
  readonly now: Date;
  readonly from: Day;
  readonly until: Day;
  /** By blob name. */
  readonly failing: ReadonlyMap<string, KeptFailure>;
  readonly total: { seen: number; asked: number };
}

/** @returns whether there was time for all of it */
async function sweepHome(
  home: string,
  { now, failing, total, ...all }: Sweeping,
  ports: SweepPorts,
  options: SweepOptions,
  { settled, asked, closed }: SweepMemory,
): Promise<boolean> {
  const changed: LogBlob[] = [];
  const { from, until } = daysToList(closed, home, all, now);
  const isListed = ({ when }: KeptFailure): boolean => when >= from && when.slice(0, 10) <= until;
  const gone = new Map([...failing].filter(([name, one]) => name.startsWith(home) && isListed(one)));
  for await (const blob of ports.logs.list(home, from, until)) {
    total.seen++;
    // What failed is looked at though it was counted to its end: it may have failed after that.
    if (settled.get(blob.name) !== lookOf(blob) || failing.has(blob.name)) changed.push(blob);
    gone.delete(blob.name);
  }
  for (const failure of gone.values()) await ports.failures.remove(failure);
  if (from === all.from && until === all.until) noteLook(closed, home, changed.map(dayOfBlob), now);
  const cluster = changed[0]?.path.cluster;
  if (cluster === undefined) return true;
  const cursors = new Map<string, CountedBlob>();
  for await (const counted of ports.ledger.blobs(cluster, firstHour(from), firstHour(addDays(until, 1)))) {
    cursors.set(counted.name, counted);
  }
  for (const blob of changed) {
    const cursor = cursors.get(blob.name)?.cursor;
    const quiet = now.getTime() - blob.modified.getTime() >= options.sealAfterMs;
    const isOfIt = cursor !== undefined && byCreation(cursor.created, blob.created) === 0;
    const same = isOfIt && cursor.bytes === blob.length;
    const failure = failing.get(blob.name);
    if (same && failure !== undefined) await ports.failures.remove(failure);
    if (same && cursor.sealed) settled.set(blob.name, lookOf(blob));
    if (same && (cursor.sealed || !quiet)) {
      asked.delete(blob.name);
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

/** All homes, beginning with the given one: whoever came last before the deadline comes first now. */
async function homesFrom({ logs, log }: SweepPorts, first: string | null): Promise<string[]> {
  const homes: string[] = [];
  try {
    for await (const home of logs.homes()) homes.push(home);
  } catch (error) {
    if (homes.length === 0) throw error;
    log.error(`sweep: an archive could not be looked at, others are: ${reasonOf(error)}`);
  }
  const at = Math.max(0, homes.indexOf(first ?? ''));
  return [...homes.slice(at), ...homes.slice(0, at)];
}

/** Azure makes the container with the first event: nothing is wrong yet, and once is enough. */
function sayEmpty(log: Log, homes: readonly string[], memory: SweepMemory): void {
  if (homes.length === 0 && !memory.isEmptySaid)
    log.warn('sweep: no cluster has archived a log yet; the container comes with the first event');
  memory.isEmptySaid = homes.length === 0;
}

function stopped(log: Log, result: SweepResult): SweepResult {
  log.warn(
    `sweep: out of time after ${result.seen} log blobs, ${result.asked} asked for; the next one goes on`,
  );
  return result;
}

const dayOfBlob = ({ path }: LogBlob): Day => path.hour.slice(0, 10) as Day;

const lookOf = (blob: LogBlob): string => `${blob.created} ${blob.length}`;
