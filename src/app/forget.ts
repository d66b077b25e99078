/** Retention: what is older than configured goes, and never what a baseline still needs. */
import { addDays, type Day, dayOf, firstHour } from '../core/count/day.ts';
import type { Hour } from '../core/read/path.ts';
import { reasonOf } from '../failure.ts';
import type { Clock } from './ports/clock.ts';
import type { Days } from './ports/days.ts';
import type { Failures } from './ports/failures.ts';
import type { Findings } from './ports/findings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';
import type { Rankings } from './ports/rankings.ts';
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

/** Whether counts of an hour would be forgotten as soon as they are made. */
export const isForgotten = (hour: Hour, now: Date, settings: CountsSettings): boolean =>
  hour < firstHour(keptFrom(now, settings));

export interface ForgetPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly rankings: Pick<Rankings, 'forget'>;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly failures: Failures;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many log blobs and days of counts were forgotten, and days of findings. */
export interface Forgotten {
  readonly blobs: number;
  readonly days: number;
  readonly findingDays: number;
}

/**
 * One store or cluster that fails stops no other.
 * @throws what the last one failed with, after all others
 */
export async function forget(
  ports: ForgetPorts,
  settings: ForgetSettings,
  deadline: Date,
): Promise<Forgotten> {
  const from = keptFrom(ports.clock(), settings);
  const told = addDays(dayOf(ports.clock()), -settings.findingsDays);
  const failed: unknown[] = [];
  const gone = async (work: () => Promise<number>): Promise<number> => {
    try {
      return await work();
    } catch (error) {
      ports.log.error(`retention: a part of it failed, the rest goes on: ${reasonOf(error)}`);
      failed.push(error);
      return 0;
    }
  };
  let [blobs, days] = [0, 0];
  for (const cluster of await ports.ledger.clusters()) {
    // First: a cluster of which the ledger has nothing left is asked for no more.
    await gone(() => ports.rankings.forget(cluster, from, deadline));
    days += await gone(() => ports.days.forget(cluster, from, deadline));
    blobs += await gone(() => ports.ledger.forget(cluster, firstHour(from), deadline));
  }
  if (blobs + days > 0)
    ports.log.info(`retention: ${blobs} log blobs and ${days} days before ${from} are forgotten`);
  const findingDays = await gone(() => ports.findings.forget(told, deadline));
  await gone(() => ports.suppressions.forget(told, deadline));
  await gone(() => forgetFailures(ports.failures, addDays(from, -1)));
  if (findingDays > 0) ports.log.info(`retention: findings before ${told} are forgotten`);
  if (failed.length > 0) throw failed.at(-1);
  return { blobs, days, findingDays };
}

/** What nobody asks for any more is told no more. */
async function forgetFailures(failures: Failures, last: Day): Promise<number> {
  const old = await failures.list(undefined, last);
  for (const failure of old) await failures.remove(failure);
  return old.length;
}
