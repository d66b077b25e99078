/**
 * Follows growth: finds log blobs that are longer than their cursor, or quiet and not yet sealed, and asks for each
 * to be counted. Event Grid raises no event for an append, so on every plan this is what reads the rest of the hour.
 */
import { addDays, dayOf, firstHour } from '../core/count/day.ts';
import type { AuditLogs, Clock, CountedBlob, Jobs, Ledger, Log, LogBlob } from './ports.ts';

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

/** Blobs that were counted to their end when last seen, with what they looked like: nothing to ask the ledger about. */
export type Settled = Map<string, string>;

/** @param settled kept by the caller from sweep to sweep; losing it costs reads, nothing else */
export async function sweep(
  ports: SweepPorts,
  options: { readonly sweepDays: number; readonly sealAfterMs: number },
  settled: Settled,
): Promise<SweepResult> {
  const now = ports.clock();
  const today = dayOf(now);
  const from = addDays(today, -options.sweepDays);
  const until = addDays(today, 1);
  let seen = 0;
  let asked = 0;

  for await (const home of ports.logs.homes()) {
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
      const same = cursor !== undefined && cursor.created === blob.created && cursor.bytes === blob.length;
      if (same && cursor.sealed) settled.set(blob.name, lookOf(blob));
      else if (!same || quiet) {
        await ports.jobs.count(blob.name);
        asked++;
      }
    }
  }
  if (asked > 0) ports.log.info(`sweep: ${asked} of ${seen} log blobs have grown`);
  return { seen, asked };
}

const lookOf = (blob: LogBlob): string => `${blob.created} ${blob.length}`;
