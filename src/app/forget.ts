/** Retention: what is older than configured goes, and never what a baseline still needs. */
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import type { Clock, Days, Ledger, Log } from './ports.ts';

export interface ForgetSettings {
  readonly retentionDays: number;
  readonly baselineDays: number;
  readonly graceHours: number;
}

/** Days before today that are kept at least: the day before yesterday is ranked once more, against its whole baseline. */
export const neededDays = ({ baselineDays, graceHours }: ForgetSettings): number =>
  baselineDays + 3 + Math.ceil(graceHours / 24);

/** The first day that is kept. */
export const keptFrom = (now: Date, settings: ForgetSettings): Day =>
  addDays(dayOf(now), -Math.max(settings.retentionDays, neededDays(settings)));

/** @returns how many log blobs and days were forgotten */
export async function forget(
  ports: { readonly ledger: Ledger; readonly days: Days; readonly clock: Clock; readonly log: Log },
  settings: ForgetSettings,
  deadline: Date,
): Promise<{ readonly blobs: number; readonly days: number }> {
  const from = keptFrom(ports.clock(), settings);
  let [blobs, days] = [0, 0];
  for (const cluster of await ports.ledger.clusters()) {
    days += await ports.days.forget(cluster, from, deadline);
    blobs += await ports.ledger.forget(cluster, firstHour(from), deadline);
  }
  if (blobs + days > 0)
    ports.log.info(`retention: ${blobs} log blobs and ${days} days before ${from} are forgotten`);
  return { blobs, days };
}
