/** Which clusters have logs of a day, and which have none though they are there: the first thing to say of its findings. */
import { addDays, type Day, firstHour, latestDay } from '../core/count/day.ts';
import type { Cluster } from '../core/read/path.ts';
import type { DayLogs, NamedCluster } from '../core/show/day-logs.ts';
import type { Days } from './ports/days.ts';
import type { Ledger } from './ports/ledger.ts';

/** @param check called for each cluster; throws where time is out */
export async function dayLogs(
  { ledger, days }: { readonly ledger: Ledger; readonly days: Days },
  clusters: readonly Cluster[],
  day: Day,
  baselineDays: number,
  check?: () => void,
): Promise<DayLogs> {
  let logged = false;
  const without: NamedCluster[] = [];
  const unranked: NamedCluster[] = [];
  for (const cluster of clusters) {
    check?.();
    const named = { cluster: cluster.name, clusterId: cluster.id };
    if (await hasLogs(ledger, cluster, day, day)) {
      logged = true;
      if (!(await days.rankedFrom(cluster, day, day)).has(day)) unranked.push(named);
    } else if (await isThere(ledger, cluster, day, baselineDays)) {
      without.push(named);
    }
  }
  return { logged, without, unranked };
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

/** Whether it had logs within the baseline of the day, or has had some since. */
const isThere = async (ledger: Ledger, cluster: Cluster, day: Day, baselineDays: number): Promise<boolean> =>
  (await hasLogs(ledger, cluster, addDays(day, -baselineDays), addDays(day, -1))) ||
  (await hasLogs(ledger, cluster, addDays(day, 1), latestDay));

/** @returns whether a log blob of the days from `from` to `to`, both included, is counted */
async function hasLogs(ledger: Ledger, cluster: Cluster, from: Day, to: Day): Promise<boolean> {
  for await (const _ of ledger.blobs(cluster, firstHour(from), firstHour(addDays(to, 1)))) return true;
  return false;
}
