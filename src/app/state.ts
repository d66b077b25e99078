/** How Rarecall itself is: what is counted, how far behind it is, what it cannot see, and what is stuck. */
import { skipsSeen, sumAccounts } from '../core/count/cursor.ts';
import { addDays, type Day, dayOf, daysBetween, firstHour } from '../core/count/day.ts';
import type { SkipCounts } from '../core/read/call.ts';
import type { Cluster } from '../core/read/path.ts';
import { type GivenUp, givenUpBySink, undelivered } from './deliveries.ts';
import type { Clock } from './ports/clock.ts';
import type { Findings } from './ports/findings.ts';
import type { Jobs } from './ports/jobs.ts';
import type { CountedBlob, Ledger } from './ports/ledger.ts';
import type { FindingSink } from './ports/sink.ts';
import type { Suppressions } from './ports/suppressions.ts';

export interface StatePorts {
  readonly ledger: Ledger;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly jobs: Jobs;
  readonly sinks: readonly FindingSink[];
  readonly clock: Clock;
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
}

/** Each cluster's coverage over `[from, to]`. */
export async function clusterStates(
  ports: Pick<StatePorts, 'ledger'>,
  from: Day,
  to: Day,
  settings: { readonly rowBudget: number; readonly learningDays: number },
): Promise<ClusterState[]> {
  const states: ClusterState[] = [];
  for (const cluster of await ports.ledger.clusters()) {
    const blobs: CountedBlob[] = [];
    for await (const blob of ports.ledger.blobs(cluster, firstHour(from), firstHour(addDays(to, 1))))
      blobs.push(blob);
    states.push(stateOf(cluster, blobs, settings));
  }
  return states.sort((a, b) => (a.clusterId < b.clusterId ? -1 : 1));
}

function stateOf(
  { id, name }: Cluster,
  blobs: readonly CountedBlob[],
  { rowBudget, learningDays }: { readonly rowBudget: number; readonly learningDays: number },
): ClusterState {
  const cursors = blobs.map(({ cursor }) => cursor);
  const { skipped, folded, ...sums } = sumAccounts(cursors);
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
  };
}

export interface Health {
  readonly status: 'ok' | 'degraded';
  /** What is wrong, in words that say what to do. Empty when all is well. */
  readonly problems: readonly string[];
  readonly clusters: number;
  readonly poisoned: Readonly<Record<string, number>>;
  readonly undelivered: number;
  /** Findings of the last three days, and suppressions, that cannot be read. */
  readonly damaged: number;
}

/** Days back whose findings may have been given up in the last week. */
const givenUpDays = 30;

const weekBefore = ({ clock }: Pick<StatePorts, 'clock'>): string =>
  new Date(clock().getTime() - 7 * 86_400_000).toISOString();

const givenUpProblem = ({ sink, findings, days }: GivenUp): string =>
  `${findings} findings were given up in the last week: ${sink} did not take them; mend the sink, and read them in the reports of ${days.join(', ')}`;

export async function health(ports: StatePorts): Promise<Health> {
  const today = dayOf(ports.clock());
  const poisoned = await ports.jobs.poisoned();
  const sinks = ports.sinks.map(({ name }) => name);
  let waiting = 0;
  const givenUp = givenUpBySink(
    await ports.findings.givenUp(addDays(today, -givenUpDays)),
    weekBefore(ports),
  );
  const broken = new Map<Day, number>();
  for (const day of [today, addDays(today, -1), addDays(today, -2)]) {
    const { kept, damaged } = await ports.findings.readDay(day);
    waiting += undelivered(kept, sinks);
    if (damaged > 0) broken.set(day, damaged);
  }
  const clusters = await ports.ledger.clusters();
  const problems = [...broken].map(
    ([day, count]) => `damaged findings of ${day}: ${count}; POST /api/days/${day}/rank makes them again`,
  );
  const deaf = await ports.suppressions.damaged();
  for (const id of deaf)
    problems.push(`suppression ${id} is damaged and hides nothing; set it again, or take it away`);
  for (const [queue, count] of Object.entries(poisoned)) {
    if (count > 0)
      problems.push(
        `${count} messages failed too often and lie in ${queue}; the sweep counts their blobs again`,
      );
  }
  if (waiting > 0) problems.push(`${waiting} findings wait to be delivered; see the errors of tellFindings`);
  problems.push(...givenUp.map(givenUpProblem));
  if (clusters.length === 0)
    problems.push('no log has been counted yet; is the diagnostic setting on, and the container right?');
  return {
    status: problems.length === 0 ? 'ok' : 'degraded',
    problems,
    clusters: clusters.length,
    poisoned,
    undelivered: waiting,
    damaged: [...broken.values()].reduce((sum, count) => sum + count, deaf.length),
  };
}
