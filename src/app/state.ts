/** How Rarecall itself is: what is counted, how far behind it is, what it cannot see, and what is stuck. */
import { skipsSeen, sumAccounts } from '../core/count/cursor.ts';
import { addDays, type Day, dayOf, daysBetween, firstHour } from '../core/count/day.ts';
import type { SkipCounts } from '../core/read/call.ts';
import type { Cluster } from '../core/read/path.ts';
import { type GivenUp, givenUpBySink, undelivered } from './deliveries.ts';
import { adviceFor } from './failing.ts';
import { inTime } from './in-time.ts';
import type { Clock } from './ports/clock.ts';
import type { Failures, KeptFailure } from './ports/failures.ts';
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
  readonly failures: Failures;
  readonly sinks: readonly FindingSink[];
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
  ports: Pick<StatePorts, 'ledger' | 'failures' | 'clock'>,
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
  problems.push(...failureProblems(await ports.failures.list()));
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

/** Hours named in one problem: the rest is a number. */
const namedHours = 5;

/** One problem for each cause. */
function failureProblems(failures: readonly KeptFailure[]): string[] {
  const byCause = new Map<string, KeptFailure[]>();
  for (const failure of failures) {
    const { status, code, blob } = failure;
    const cause = `${blob === null ? 'days could not be ranked' : 'hours of logs could not be read'}: ${status === null ? '' : `${status} `}${code}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), failure]);
  }
  return [...byCause].map(([cause, of]) => {
    const names = of.slice(0, namedHours).map(({ cluster, when }) => `${cluster.name} ${when}`);
    const more = of.length > namedHours ? ` and ${of.length - namedHours} more` : '';
    const advice = adviceFor(of[0]?.code ?? '');
    return `${of.length} ${cause} (${names.join(', ')}${more})${advice === '' ? '' : `; ${advice}`}`;
  });
}
