/** What is counted of each cluster, how far behind it is, and what nobody has seen. */
import { skipsSeen, sumAccounts } from '../../core/count/cursor.ts';
import { addDays, addHours, type Day, dayOf, firstHour } from '../../core/count/day.ts';
import type { SkipCounts } from '../../core/read/call.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crowd, Days } from '../ports/days.ts';
import type { Failures, KeptFailure } from '../ports/failures.ts';
import type { CountedBlob, Ledger } from '../ports/ledger.ts';
import { inTime } from '../turns/in-time.ts';
import { type BlindSpot, blindSpots, cutShare, delayOf } from './blind-spots.ts';

export interface StatePorts {
  readonly ledger: Ledger;
  readonly failures: Failures;
  readonly days: Days;
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
  /** Seconds since the last append that is counted whole; `null` where none was noted. */
  readonly lagSeconds: number | null;
  /** Seconds that Azure takes from an event to the log, at the least; `null` where nothing tells. */
  readonly delaySeconds: number | null;
  /** Share of the events whose record was cut, 0 to 1. */
  readonly cutShare: number;
  /** From where its callers came on the last day that was folded; `null` where none was. */
  readonly crowd: Crowd | null;
  readonly blindSpots: readonly BlindSpot[];
}

export interface StateSettings {
  readonly rowBudget: number;
  readonly learningDays: number;
  readonly privateClusters: readonly string[];
  readonly logCategory: string;
  /** Age of the newest counted hour above which a cluster is quiet. */
  readonly freshHours: number;
  readonly deadline?: Date;
}

/** Each cluster's coverage over `[from, to]`. */
export async function clusterStates(
  ports: StatePorts,
  from: Day,
  to: Day,
  settings: StateSettings,
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
    const crowd = [...(await ports.days.crowds(cluster, from, to)).values()].at(-1) ?? null;
    states.push(stateOf(cluster, blobs, own, { ...settings, crowd, to, now: ports.clock() }));
  }
  return states.sort((a, b) => (a.clusterId < b.clusterId ? -1 : 1));
}

function stateOf(
  { id, name }: Cluster,
  blobs: readonly CountedBlob[],
  failures: readonly KeptFailure[],
  {
    crowd,
    to,
    now,
    ...settings
  }: StateSettings & { readonly crowd: Crowd | null; readonly to: Day; readonly now: Date },
): ClusterState {
  const cursors = blobs.map(({ cursor }) => cursor);
  const { skipped, folded, original: _, ...sums } = sumAccounts(cursors);
  const hours = [...new Set(blobs.map(({ hour }) => hour))];
  const [first, last] = [hours[0], hours.at(-1)];
  const missing = missingBetween(hours);
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
    missingHours: missing.length,
    replaced: cursors.filter(({ generation }) => generation > 0).length,
    damaged: blobs.filter((blob) => blob.damaged).length,
    daysWithLogs,
    // The day that is judged is not part of its own baseline.
    learning: daysWithLogs - 1 < settings.learningDays,
    budget: {
      rows: cursors.reduce((most, { rows }) => Math.max(most, rows), 0),
      limit: settings.rowBudget,
      folded,
    },
    failed: failures.map(({ when, blob, status, code, failures: times, since, again }) => ({
      what: blob === null ? 'rank' : 'count',
      when,
      status,
      code,
      failures: times,
      since,
      again,
    })),
    lagSeconds: secondsSince(
      cursors.map(({ written }) => written ?? '').reduce((a, b) => (a > b ? a : b), ''),
      now,
    ),
    delaySeconds: delayOf(blobs),
    cutShare: cutShare(blobs),
    crowd,
    blindSpots: blindSpots({
      blobs,
      missing: missing.map((hour) => hour.replace('T', ' ')),
      crowd,
      isPrivate: settings.privateClusters.includes(name),
      category: settings.logCategory,
      quietHours: quietHours(last, to, now, settings.freshHours),
    }),
  };
}

/** The hours between the first and the last that are not among them. */
function missingBetween(hours: readonly Hour[]): Hour[] {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return [];
  const known = new Set(hours);
  const missing: Hour[] = [];
  for (let hour = first; hour < last; hour = addHours(hour, 1)) if (!known.has(hour)) missing.push(hour);
  return missing;
}

const secondsSince = (time: string, now: Date): number | null =>
  time === '' ? null : Math.max(0, Math.round((now.getTime() - Date.parse(time)) / 1_000));

/** Of days that are over nobody expects more. */
function quietHours(last: Hour | undefined, to: Day, now: Date, freshHours: number): number | null {
  if (last === undefined || to < dayOf(now)) return null;
  const hours = Math.floor((now.getTime() - Date.parse(`${last}:00:00Z`)) / 3_600_000);
  return hours > freshHours ? hours : null;
}
