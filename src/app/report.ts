/** What a day's report shows, gathered: its findings, and what was read of each cluster and what could not be. */
import { skipsSeen, sumAccounts } from '../core/count/cursor.ts';
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import type { SuppressedCalls } from '../core/find/suppression.ts';
import { addedSpreads } from '../core/rank/rarity/spread.ts';
import type { Cluster } from '../core/read/path.ts';
import { dayCost } from '../core/show/day-cost.ts';
import { type Names, noNames, reportWithNames } from '../core/show/names.ts';
import type { ClusterCoverage, HourCalls, ReportData } from '../core/show/report.ts';
import { blindSpots } from './coverage/blind-spots.ts';
import { dayLogs } from './day-logs.ts';
import type { Crowd, Days } from './ports/days.ts';
import type { ReadFindings } from './ports/findings.ts';
import type { CountedBlob, Ledger } from './ports/ledger.ts';
import { givenUpBySink } from './telling/deliveries.ts';

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

export async function reportData(
  ports: { readonly ledger: Ledger; readonly days: Days },
  day: Day,
  { kept, damaged }: ReadFindings,
  suppressed: readonly SuppressedCalls[],
  now: Date,
  settings: ReportSettings,
): Promise<ReportData> {
  const { ledger } = ports;
  const findings = kept.filter(({ closed }) => !closed).map(({ finding }) => finding);
  const clusters: ClusterCoverage[] = [];
  const requests = new Array<number>(24).fill(0);
  const spreads: (readonly number[])[] = [];
  let logs = 0;
  const known = await ledger.clusters();
  for (const cluster of known) {
    settings.check?.();
    const before = new Set<string>();
    const blobs: CountedBlob[] = [];
    const [from, to] = [firstHour(addDays(day, -settings.baselineDays)), firstHour(addDays(day, 1))];
    for await (const blob of ledger.blobs(cluster, from, to)) {
      if (blob.hour < firstHour(day)) before.add(blob.hour.slice(0, 10));
      else blobs.push(blob);
    }
    if (blobs.length === 0 && before.size === 0) continue;
    logs += blobs.length;
    for (const { hour, cursor } of blobs)
      requests[Number(hour.slice(11))] = (requests[Number(hour.slice(11))] ?? 0) + cursor.requests;
    const seen = findings
      .filter(({ clusterId }) => clusterId === cluster.id)
      .map(({ lastSeen }) => lastSeen ?? '');
    const crowd = (await ports.days.crowds(cluster, day, day)).get(day) ?? null;
    spreads.push((await ports.days.spreads(cluster, day, day)).get(day) ?? []);
    clusters.push(coverageOf(cluster, blobs, before.size, seen.sort().at(-1) || null, crowd, settings));
  }
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
    clusters,
    unseen: (await settings.unseen?.()) ?? [],
    ...(logs === 0 ? {} : { cost: dayCost({ clusters: clusters.length, logs }) }),
    logs: await dayLogs(ports, known, day, settings.baselineDays, settings.check),
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
    spread: addedSpreads(spreads),
    newest: dayOf(now),
  };
  return reportWithNames(report, settings.names ?? noNames);
}

function coverageOf(
  { id, name }: Cluster,
  blobs: readonly CountedBlob[],
  baselineDays: number,
  lastSeen: string | null,
  crowd: Crowd | null,
  settings: ReportSettings,
): ClusterCoverage {
  const { learningDays } = settings;
  const { skipped, ...sums } = sumAccounts(blobs.map(({ cursor }) => cursor));
  return {
    cluster: name,
    clusterId: id,
    ...sums,
    skipped: skipsSeen(skipped),
    baselineDays,
    learning: baselineDays < learningDays ? { neededDays: learningDays - baselineDays } : null,
    lastSeen,
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
