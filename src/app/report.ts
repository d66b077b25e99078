/** What a day's report shows, gathered: its findings, and what was read of each cluster and what could not be. */
import { skipsSeen, sumAccounts } from '../core/count/cursor.ts';
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import type { Finding } from '../core/find/finding.ts';
import type { SuppressedCalls } from '../core/find/suppressions/hidden.ts';
import { addedSpreads } from '../core/rank/rarity/spread.ts';
import type { Cluster } from '../core/read/path.ts';
import { dayCost } from '../core/show/day-cost.ts';
import { type Names, noNames, reportWithNames } from '../core/show/names.ts';
import type { ClusterCoverage, HourCalls, ReportData } from '../core/show/report.ts';
import { blindSpots } from './coverage/blind-spots.ts';
import { hasLogsAfter, type LogState, logsOf } from './day-logs.ts';
import type { Crowd, Days } from './ports/days.ts';
import type { ReadFindings } from './ports/findings.ts';
import type { CountedBlob, Ledger } from './ports/ledger.ts';
import { givenUpBySink } from './telling/deliveries.ts';
import { fewAtOnce } from './turns/few-at-once.ts';

export interface ReportSettings {
  readonly baselineDays: number;
  readonly learningDays: number;
  readonly privateClusters: readonly string[];
  /** The one category that is read. Default: `kube-audit`. */
  readonly logCategory?: string;
  /** Shown beside Entra object ids. */
  readonly names?: Names;
  /** What of the archive is not seen, in sentences. */
  readonly unseen?: () => Promise<readonly string[]>;
  /** Called for each cluster; throws where time is out. */
  readonly check?: () => void;
}

/** What was read of a cluster's day. */
interface ClusterDay {
  readonly cluster: Cluster;
  readonly blobs: readonly CountedBlob[];
  /** Days with logs before it. */
  readonly baselineDays: number;
  readonly crowd: Crowd | null;
  readonly spread: readonly number[];
  readonly state: LogState;
}

/** What a report says besides what was found. */
export interface DayRead {
  readonly clusters: readonly ClusterDay[];
  readonly unseen: readonly string[];
}

interface ReportPorts {
  readonly ledger: Ledger;
  readonly days: Days;
}

/** What does not wait for each other is asked at once. */
export async function readDay(
  { ledger, days }: ReportPorts,
  day: Day,
  { baselineDays, unseen, check }: ReportSettings,
): Promise<DayRead> {
  const first = firstHour(day);
  const [from, to] = [firstHour(addDays(day, -baselineDays)), firstHour(addDays(day, 1))];

  async function clusterDay(cluster: Cluster): Promise<ClusterDay> {
    check?.();
    const [all, crowds, spreads, ranked] = await Promise.all([
      Array.fromAsync(ledger.blobs(cluster, from, to)),
      days.crowds(cluster, day, day),
      days.spreads(cluster, day, day),
      days.rankedFrom(cluster, day, day),
    ]);
    const blobs = all.filter(({ hour }) => hour >= first);
    const isThere = all.length > 0 || (await hasLogsAfter(ledger, cluster, day));
    const without = isThere ? 'without' : 'away';
    return {
      cluster,
      blobs,
      baselineDays: new Set(all.filter(({ hour }) => hour < first).map(({ hour }) => hour.slice(0, 10))).size,
      crowd: crowds.get(day) ?? null,
      spread: spreads.get(day) ?? [],
      state: blobs.length === 0 ? without : ranked.has(day) ? 'ranked' : 'unranked',
    };
  }

  const [clusters, missing] = await Promise.all([
    ledger.clusters().then((known) => fewAtOnce(known, clusterDay)),
    unseen?.() ?? [],
  ]);
  return { clusters, unseen: missing };
}

export const reportData = async (
  ports: ReportPorts,
  day: Day,
  found: ReadFindings,
  suppressed: readonly SuppressedCalls[],
  now: Date,
  settings: ReportSettings,
): Promise<ReportData> =>
  reportOf(day, await readDay(ports, day, settings), found, suppressed, now, settings);

/** The same of what was read. */
export function reportOf(
  day: Day,
  { clusters: known, unseen }: DayRead,
  { kept, damaged }: ReadFindings,
  suppressed: readonly SuppressedCalls[],
  now: Date,
  settings: ReportSettings,
): ReportData {
  const findings = kept.filter(({ closed }) => !closed).map(({ finding }) => finding);
  const clusters = known.filter(({ blobs, baselineDays }) => blobs.length + baselineDays > 0);
  const blobs = clusters.flatMap((one) => one.blobs);
  const requests = new Array<number>(24).fill(0);
  for (const { hour, cursor } of blobs)
    requests[Number(hour.slice(11))] = (requests[Number(hour.slice(11))] ?? 0) + cursor.requests;
  const hours: HourCalls[] = requests.map((count, hour) => ({
    hour,
    requests: count,
    rare: findings
      .flatMap(({ calls }) => calls)
      .filter(({ firstSeen }) => Number(firstSeen?.slice(11, 13)) === hour).length,
  }));
  const report: ReportData = {
    day,
    generatedAt: `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    clusters: clusters.map((one) => coverageOf(one, findings, settings)),
    unseen,
    ...(blobs.length === 0 ? {} : { cost: dayCost({ clusters: clusters.length, logs: blobs.length }) }),
    logs: logsOf(known),
    findings: findings.filter(({ learning }) => !learning),
    held: [
      ...findings
        .filter(({ learning }) => learning)
        .map((finding) => ({ finding, because: 'learning' as const })),
      ...kept.filter(({ held }) => held).map(({ finding }) => ({ finding, because: 'budget' as const })),
    ],
    damaged,
    suppressed,
    givenUp: givenUpBySink(kept),
    hours: hours.some((hour) => hour.requests > 0) ? hours : [],
    spread: addedSpreads(clusters.map((one) => one.spread)),
    newest: dayOf(now),
  };
  return reportWithNames(report, settings.names ?? noNames);
}

function coverageOf(
  { cluster: { id, name }, blobs, baselineDays, crowd }: ClusterDay,
  findings: readonly Finding[],
  settings: ReportSettings,
): ClusterCoverage {
  const { learningDays } = settings;
  const { skipped, ...sums } = sumAccounts(blobs.map(({ cursor }) => cursor));
  const seen = findings.filter(({ clusterId }) => clusterId === id).map(({ lastSeen }) => lastSeen ?? '');
  return {
    cluster: name,
    clusterId: id,
    ...sums,
    skipped: skipsSeen(skipped),
    baselineDays,
    learning: baselineDays < learningDays ? { neededDays: learningDays - baselineDays } : null,
    lastSeen: seen.sort().at(-1) || null,
    blindSpots: blindSpotsOf(name, blobs, crowd, settings),
  };
}

/** In sentences; how many records were cut stands with the numbers of the cluster. */
function blindSpotsOf(
  name: string,
  blobs: readonly CountedBlob[],
  crowd: Crowd | null,
  { privateClusters, logCategory = 'kube-audit' }: ReportSettings,
): string[] {
  const logged = new Set(blobs.map(({ hour }) => hour.slice(11)));
  const missing = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')).filter(
    (hour) => !logged.has(hour),
  );
  const seen = { blobs, missing, crowd, category: logCategory, quietHours: null };
  return blindSpots({ ...seen, isPrivate: privateClusters.includes(name) })
    .filter(({ id }) => id !== 'cut')
    .map(({ what, todo }) => `${what} ${todo}`.trim());
}
