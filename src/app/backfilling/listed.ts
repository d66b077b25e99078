/** The log blobs of a range of days. A cluster that cannot be listed stops no other, and is said. */
import type { Day } from '../../core/count/day.ts';
import { type Cluster, type Hour, logPath } from '../../core/read/path.ts';
import { type Failure, failureOf } from '../../failure.ts';
import type { AuditLogs, LogBlob } from '../ports/audit-logs.ts';

/** A log blob that could not be counted, or a home whose blobs could not be listed. */
export interface BackfillFailure {
  readonly cluster: Cluster | null;
  /** `null` where the blobs of a cluster could not be listed. */
  readonly hour: Hour | null;
  readonly failure: Failure;
}

/** All blobs of the range, and the homes that could not be listed. */
export async function listed(logs: AuditLogs, { from, to }: { readonly from: Day; readonly to: Day }) {
  const blobs: LogBlob[] = [];
  const failed: BackfillFailure[] = [];
  for await (const home of logs.homes()) {
    try {
      for await (const blob of logs.list(home, from, to)) blobs.push(blob);
    } catch (error) {
      const cluster = logPath(`${home}2000/m=01/d=01/h=00/m=00/PT1H.json`)?.cluster ?? null;
      failed.push({ cluster, hour: null, failure: failureOf(error) });
    }
  }
  return { blobs, failed };
}
