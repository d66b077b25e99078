/** What is counted of each cluster, how far behind it is, and what nobody has seen. */
import { skipsSeen, sumAccounts } from '../../core/count/cursor.ts';
import { addDays, type Day, daysBetween, firstHour } from '../../core/count/day.ts';
import type { SkipCounts } from '../../core/read/call.ts';
import type { Cluster } from '../../core/read/path.ts';
import { inTime } from '../in-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Failures, KeptFailure } from '../ports/failures.ts';
import type { CountedBlob, Ledger } from '../ports/ledger.ts';

export interface StatePorts {
  readonly ledger: Ledger;
  readonly failures: Failures;
  readonly clock: Clock;
}

/** What could not be done, and is tried again. */
export interface StateFailure extends Omit<KeptFailure, 'cluster' | 'blob'> {
  /** `count`: the log of an hour could not be read. `rank`: a day could not be ranked. */
  readonly what: 'count' | 'rank';
}

export interface ClusterState {
  readonly cluster: string;
  readonly clusterId: string;
  readonly blobs: number;
  readonly sealed: number;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly requests: number;
  readonly duplicates: number;
  readonly salvaged: number;
  readonly skipped: Readonly<Partial<SkipCounts>>;
  readonly firstHour: string | null;
  readonly lastHour: string | null;
  /** Hours between the first and the last that have no blob: what nobody looked at. */
  readonly missingHours: number;
  /** Blobs that were replaced under their name. */
  readonly replaced: number;
  /** Blobs whose counts cannot be read, until they are counted again. */
  readonly damaged: number;
  readonly daysWithLogs: number;
  readonly learning: boolean;
  /** Rows of the fullest blob, its limit, and how many events were folded. */
  readonly budget: { readonly rows: number; readonly limit: number; readonly folded: number };
  /** Hours that could not be read and days that could not be ranked, with the cause. */
  readonly failed: readonly StateFailure[];
}

/** Each cluster's coverage over `[from, to]`. */
export async function clusterStates(
  ports: StatePorts,
  from: Day,
  to: Day,
  settings: { readonly rowBudget: number; readonly learningDays: number; readonly deadline?: Date },
): Promise<ClusterState[]> {
  const states: ClusterState[] = [];
  const check = inTime(ports.clock, settings.deadline, 'the clusters are not all looked at yet');
  const failures = await ports.failures.list(from, to);
  const counted = await ports.ledger.clusters();
  const clusters = new Map(
    [...failures.map(({ cluster }) => cluster), ...counted].map((one) => [one.id, one]),
  );
  for (const cluster of clusters.values()) {
    check();
    const blobs: CountedBlob[] = [];
    for await (const blob of ports.ledger.blobs(cluster, firstHour(from), firstHour(addDays(to, 1))))
      blobs.push(blob);
    const own = failures.filter((failure) => failure.cluster.id === cluster.id);
    states.push(stateOf(cluster, blobs, own, settings));
  }
  return states.sort((a, b) => (a.clusterId < b.clusterId ? -1 : 1));
}

function stateOf(
  { id, name }: Cluster,
  blobs: readonly CountedBlob[],
  failures: readonly KeptFailure[],
  { rowBudget, learningDays }: { readonly rowBudget: number; readonly learningDays: number },
): ClusterState {
  const cursors = blobs.map(({ cursor }) => cursor);
  const { skipped, folded, original: _, ...sums } = sumAccounts(cursors);
  const hours = [...new Set(blobs.map(({ hour }) => hour))];
  const [first, last] = [hours[0], hours.at(-1)];
  const span =
    first === undefined || last === undefined
      ? 0
      : daysBetween(first.slice(0, 10) as Day, last.slice(0, 10) as Day) * 24 +
        Number(last.slice(11)) -
        Number(first.slice(11)) +
        1;
  const daysWithLogs = new Set(hours.map((hour) => hour.slice(0, 10))).size;
  return {
    cluster: name,
    clusterId: id,
    blobs: blobs.length,
    sealed: cursors.filter(({ sealed }) => sealed).length,
    bytes: cursors.reduce((sum, { bytes }) => sum + bytes, 0),
    ...sums,
    skipped: skipsSeen(skipped),
    firstHour: first ?? null,
    lastHour: last ?? null,
    missingHours: span - hours.length,
    replaced: cursors.filter(({ generation }) => generation > 0).length,
    damaged: blobs.filter((blob) => blob.damaged).length,
    daysWithLogs,
    // The day that is judged is not part of its own baseline.
    learning: daysWithLogs - 1 < learningDays,
    budget: { rows: cursors.reduce((most, { rows }) => Math.max(most, rows), 0), limit: rowBudget, folded },
    failed: failures.map(({ when, blob, status, code, failures: times, since, again }) => ({
      what: blob === null ? 'rank' : 'count',
      when,
      status,
      code,
      failures: times,
      since,
      again,
    })),
  };
}
