/** Which clusters have logs of a day, and which have none though they are there: the first thing to say of its findings. */
import { addDays, type Day, firstHour, latestDay } from '../core/count/day.ts';
import type { Cluster } from '../core/read/path.ts';
import type { DayLogs, NamedCluster } from '../core/show/day-logs.ts';
import type { Days } from './ports/days.ts';
import type { Ledger } from './ports/ledger.ts';
import { fewAtOnce } from './turns/few-at-once.ts';

/** How it stands with the logs of a cluster's day; `away`: it has none, and none is missed. */
export type LogState = 'ranked' | 'unranked' | 'without' | 'away';

/** @param check called for each cluster; throws where time is out */
export async function dayLogs(
  ports: { readonly ledger: Ledger; readonly days: Days },
  clusters: readonly Cluster[],
  day: Day,
  baselineDays: number,
  check?: () => void,
): Promise<DayLogs> {
  const { ledger, days } = ports;
  return logsOf(
    await fewAtOnce(clusters, async (cluster) => {
      check?.();
      const [logged, ranked] = await Promise.all([
        hasLogs(ledger, cluster, day, day),
        days.rankedFrom(cluster, day, day),
      ]);
      if (logged) return { cluster, state: ranked.has(day) ? 'ranked' : 'unranked' };
      const before = await hasLogs(ledger, cluster, addDays(day, -baselineDays), addDays(day, -1));
      return { cluster, state: before || (await hasLogsAfter(ledger, cluster, day)) ? 'without' : 'away' };
    }),
  );
}

/** The same of clusters that were looked at. */
export function logsOf(
  clusters: readonly { readonly cluster: Cluster; readonly state: LogState }[],
): DayLogs {
  const those = (wanted: LogState): NamedCluster[] =>
    clusters
      .filter(({ state }) => state === wanted)
      .map(({ cluster: { id, name } }) => ({ cluster: name, clusterId: id }));
  return {
    logged: clusters.some(({ state }) => state === 'ranked' || state === 'unranked'),
    without: those('without'),
    unranked: those('unranked'),
  };
}

/** What each cluster's day was last folded and ranked from: other values where logs came, or it was ranked, since. */
export async function logsVersion(
  { days }: { readonly days: Days },
  clusters: readonly Cluster[],
  day: Day,
): Promise<unknown> {
  const found: unknown[] = [];
  for (const cluster of clusters) {
    const folded = (await days.fingerprints(cluster, day, day)).get(day) ?? null;
    found.push([cluster.id, folded, (await days.rankedFrom(cluster, day, day)).get(day) ?? null]);
  }
  return found;
}

export const hasLogsAfter = (ledger: Ledger, cluster: Cluster, day: Day): Promise<boolean> =>
  hasLogs(ledger, cluster, addDays(day, 1), latestDay);

/** @returns whether a log blob of the days from `from` to `to`, both included, is counted */
async function hasLogs(ledger: Ledger, cluster: Cluster, from: Day, to: Day): Promise<boolean> {
  for await (const _ of ledger.blobs(cluster, firstHour(from), firstHour(addDays(to, 1)))) return true;
  return false;
}
