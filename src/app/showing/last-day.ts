/** Which day is meant where none is named. Refuses to know what is asked of it. */
import { addDays, type Day, dayOf, daysFrom, earliestDay, firstHour } from '../../core/count/day.ts';
import { lastDays } from '../../core/count/hours.ts';
import type { Cluster } from '../../core/read/path.ts';
import { MissingError } from '../../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Findings } from '../ports/findings.ts';
import type { Ledger } from '../ports/ledger.ts';

/** Days back that the last day with logs is looked for. */
const lookBackDays = 35;

export function noLogs(days: { readonly from: Day; readonly to: Day } | null): MissingError {
  if (days === null) return new MissingError('no logs have been counted yet');
  const { from, to } = days;
  return new MissingError(`no logs have been counted for ${from === to ? from : `${from} to ${to}`}`);
}

/** The last day that has logs. Recent days are asked first: an archive of years is looked through only for old logs alone. */
export async function lastDay(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  clusters: readonly Cluster[],
): Promise<Day> {
  const today = dayOf(ports.clock());
  for (const since of [addDays(today, -lookBackDays), earliestDay]) {
    const days = lastDays();
    for (const cluster of clusters) {
      const hours = [firstHour(since), firstHour(addDays(today, 2))] as const;
      for await (const { hour, cursor } of ports.ledger.blobs(cluster, ...hours))
        days.add({ ...cursor, hour });
    }
    const last = since === earliestDay ? days.last : days.called;
    if (last !== null) return last;
  }
  throw noLogs(null);
}

/** The last day that has findings, within a week of the last that has logs: today is logged before it is ranked. */
export async function lastToldDay(ports: {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly findings: Findings;
}): Promise<Day> {
  const last = await lastDay(ports, await ports.ledger.clusters());
  for (const day of daysFrom(addDays(last, -7), last).reverse()) {
    const { kept, damaged } = await ports.findings.readDay(day);
    if (damaged > 0 || kept.some(({ closed }) => !closed)) return day;
  }
  return last;
}
