/**
 * Follows growth: finds log blobs that are longer than their cursor, or quiet and not yet sealed, and asks for each
 * to be counted. Event Grid raises no event for an append, so on every plan this is what reads the rest of the hour.
 */
import { byCreation } from '../core/count/cursor.ts';
import { addDays, dayOf, firstHour } from '../core/count/day.ts';
import type { AuditLogs, LogBlob } from './ports/audit-logs.ts';
import type { Clock } from './ports/clock.ts';
import type { Jobs } from './ports/jobs.ts';
import type { CountedBlob, Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';

export interface SweepPorts {
  readonly logs: AuditLogs;
  readonly ledger: Ledger;
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
  /** The home at which time ran out. */
  stoppedAt: string | null;
}

/** @param memory kept by the caller from sweep to sweep; losing it costs reads, nothing else */
export async function sweep(
  ports: SweepPorts,
  options: SweepOptions,
  memory: SweepMemory,
): Promise<SweepResult> {
  const { settled } = memory;
  const now = ports.clock();
  const today = dayOf(now);
  const from = addDays(today, -options.sweepDays);
  const until = addDays(today, 1);
  let seen = 0;
  let asked = 0;

  for (const home of await homesFrom(ports.logs, memory.stoppedAt)) {
    memory.stoppedAt = home;
    if (ports.clock() >= options.deadline) return stopped(ports.log, { seen, asked });
    const changed: LogBlob[] = [];
    for await (const blob of ports.logs.list(home, from, until)) {
      seen++;
      if (settled.get(blob.name) !== lookOf(blob)) changed.push(blob);
    }
    const cluster = changed[0]?.path.cluster;
    if (cluster === undefined) continue;
    const cursors = new Map<string, CountedBlob>();
    for await (const counted of ports.ledger.blobs(cluster, firstHour(from), firstHour(addDays(until, 1)))) {
      cursors.set(counted.name, counted);
    }
    for (const blob of changed) {
      const cursor = cursors.get(blob.name)?.cursor;
      const quiet = now.getTime() - blob.modified.getTime() >= options.sealAfterMs;
      const same =
        cursor !== undefined &&
        byCreation(cursor.created, blob.created) === 0 &&
        cursor.bytes === blob.length;
      if (same && cursor.sealed) settled.set(blob.name, lookOf(blob));
      else if (!same || quiet) {
        if (ports.clock() >= options.deadline) return stopped(ports.log, { seen, asked });
        await ports.jobs.count(blob.name);
        asked++;
      }
    }
  }
  memory.stoppedAt = null;
  if (asked > 0) ports.log.info(`sweep: ${asked} of ${seen} log blobs have grown`);
  return { seen, asked };
}

/** All homes, beginning with the given one: whoever came last before the deadline comes first now. */
async function homesFrom(logs: AuditLogs, first: string | null): Promise<string[]> {
  const homes: string[] = [];
  for await (const home of logs.homes()) homes.push(home);
  const at = Math.max(0, homes.indexOf(first ?? ''));
  return [...homes.slice(at), ...homes.slice(0, at)];
}

function stopped(log: Log, result: SweepResult): SweepResult {
  log.warn(
    `sweep: out of time after ${result.seen} log blobs, ${result.asked} asked for; the next one goes on`,
  );
  return result;
}

const lookOf = (blob: LogBlob): string => `${blob.created} ${blob.length}`;
