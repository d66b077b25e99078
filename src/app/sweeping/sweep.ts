/**
 * Follows growth: finds log blobs that are longer than their cursor, or quiet and not yet sealed, and asks for each
 * to be counted. Event Grid raises no event for an append, so on every plan this is what reads the rest of the hour.
 * A cluster that cannot be looked at stops no other; a blob that cannot be read is asked for after growing pauses.
 */
import { addDays, type Day, dayOf } from '../../core/count/day.ts';
import { reasonOf } from '../../failure.ts';
import type { AuditLogs, LogBlob } from '../ports/audit-logs.ts';
import type { KeptFailure } from '../ports/failures.ts';
import type { Log } from '../ports/log.ts';
import {
  type AskMemory,
  type AskOptions,
  type AskPorts,
  askFor,
  countedLook,
  isQuiet,
  lookOf,
  type Sweeping,
} from './asks.ts';
import { type ClosedMonths, daysToList, noteLook } from './range.ts';

export interface SweepPorts extends AskPorts {
  readonly logs: AuditLogs;
  readonly log: Log;
}

export interface SweepResult {
  readonly seen: number;
  readonly asked: number;
  /** Clusters that could not be looked at, and one more where an archive could not be. */
  readonly failed: number;
}

export interface SweepOptions extends AskOptions {
  readonly sweepDays: number;
}

export interface SweepMemory extends AskMemory {
  readonly closed: ClosedMonths;
  /** The home at which time ran out. */
  stoppedAt: string | null;
  /** That there is no log at all was said. */
  isEmptySaid: boolean;
}

export const sweepMemory = (): SweepMemory => ({
  settled: new Map(),
  counted: new Map(),
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
  const total = { seen: 0, asked: 0, failed: 0 };
  const homes = await homesFrom(ports, memory.stoppedAt, total);
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
      total.failed++;
      ports.log.error(`sweep: a cluster could not be looked at, others are: ${reasonOf(error)}`);
    }
  }
  memory.stoppedAt = null;
  if (total.asked > 0) ports.log.info(`sweep: ${total.asked} of ${total.seen} log blobs have grown`);
  if (failed > 0 && failed === homes.length) throw last;
  return total;
}

/** @returns whether there was time for all of it */
async function sweepHome(
  home: string,
  { now, failing, total, ...all }: Sweeping,
  ports: SweepPorts,
  options: SweepOptions,
  memory: SweepMemory,
): Promise<boolean> {
  const { settled, counted, closed } = memory;
  const open: Day[] = [];
  const changed: LogBlob[] = [];
  const { from, until } = daysToList(closed, home, all, now);
  const isListed = ({ when }: KeptFailure): boolean => when >= from && when.slice(0, 10) <= until;
  const gone = new Map([...failing].filter(([name, one]) => name.startsWith(home) && isListed(one)));
  // It may be in two archives: what one of them lists is seen to, whatever becomes of the other.
  let unlisted: { readonly error: unknown } | null = null;
  try {
    for await (const blob of ports.logs.list(home, from, until)) {
      total.seen++;
      // What failed is looked at though it was counted to its end: it may have failed after that.
      if (settled.get(blob.name) !== lookOf(blob) || failing.has(blob.name)) {
        open.push(dayOfBlob(blob));
        const isCounted = counted.get(blob.name) === countedLook(blob, now) && !isQuiet(blob, now, options);
        if (!isCounted || failing.has(blob.name)) changed.push(blob);
      }
      gone.delete(blob.name);
    }
  } catch (error) {
    unlisted = { error };
  }
  if (unlisted === null) {
    for (const failure of gone.values()) await ports.failures.remove(failure);
    if (from === all.from && until === all.until) noteLook(closed, home, open, now);
  }
  const isDone = await askFor(changed, { now, from, until, failing, total }, ports, options, memory);
  if (unlisted !== null) throw unlisted.error;
  return isDone;
}

/** All homes, beginning with the given one: whoever came last before the deadline comes first now. */
async function homesFrom(
  { logs, log }: SweepPorts,
  first: string | null,
  total: Sweeping['total'],
): Promise<string[]> {
  const homes: string[] = [];
  try {
    for await (const home of logs.homes()) homes.push(home);
  } catch (error) {
    if (homes.length === 0) throw error;
    total.failed++;
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
