/** Retention: what is older than configured goes, and never what a baseline still needs. */
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import type { Clock } from './ports/clock.ts';
import type { Days } from './ports/days.ts';
import type { Findings } from './ports/findings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';
import type { Suppressions } from './ports/suppressions.ts';

interface CountsSettings {
  readonly retentionDays: number;
  readonly baselineDays: number;
  readonly graceHours: number;
}

export interface ForgetSettings extends CountsSettings {
  readonly findingsDays: number;
}

/** Days before today that are kept at least: the day before yesterday is ranked once more, against its whole baseline. */
export const neededDays = ({ baselineDays, graceHours }: CountsSettings): number =>
  baselineDays + 3 + Math.ceil(graceHours / 24);

/** The first day whose counts are kept. */
export const keptFrom = (now: Date, settings: CountsSettings): Day =>
  addDays(dayOf(now), -Math.max(settings.retentionDays, neededDays(settings)));

export interface ForgetPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many log blobs and days of counts were forgotten, and days of findings. */
export interface Forgotten {
  readonly blobs: number;
  readonly days: number;
  readonly findingDays: number;
}

export async function forget(
  ports: ForgetPorts,
  settings: ForgetSettings,
  deadline: Date,
): Promise<Forgotten> {
  const from = keptFrom(ports.clock(), settings);
  let [blobs, days] = [0, 0];
  for (const cluster of await ports.ledger.clusters()) {
    days += await ports.days.forget(cluster, from, deadline);
    blobs += await ports.ledger.forget(cluster, firstHour(from), deadline);
  }
  if (blobs + days > 0)
    ports.log.info(`retention: ${blobs} log blobs and ${days} days before ${from} are forgotten`);
  const told = addDays(dayOf(ports.clock()), -settings.findingsDays);
  const findingDays = await ports.findings.forget(told, deadline);
  await ports.suppressions.forget(told, deadline);
  if (findingDays > 0) ports.log.info(`retention: findings before ${told} are forgotten`);
  return { blobs, days, findingDays };
}
