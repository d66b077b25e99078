/**
 * Delivers what is not yet delivered. Findings are saved first; each sink is fed from there until it has the newest
 * version, so an outage of days loses nothing. Delivery is at least once; the key lets a receiver drop repeats.
 */
import { createHash } from 'node:crypto';
import { addDays, type Day, dayOf, daysFrom } from '../core/count/day.ts';
import { type SuppressedCalls, suppressedCalls } from '../core/find/suppression.ts';
import { findingsCsv } from '../core/show/csv.ts';
import { reportPage } from '../core/show/pages/report.ts';
import type { Clock } from './ports/clock.ts';
import type { Findings, KeptFinding, ReadFindings } from './ports/findings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';
import type { Reports } from './ports/reports.ts';
import type { FindingSink } from './ports/sink.ts';
import type { Suppressions } from './ports/suppressions.ts';
import { type ReportSettings, reportData } from './report.ts';

export interface TellPorts {
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly sinks: readonly FindingSink[];
  readonly reports: Reports;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

export interface TellResult {
  readonly delivered: number;
  readonly failed: number;
}

/** Days back that deliveries are tried again. */
const tellDays = 14;

/** Failures in a row after which a sink is left alone until the next run. */
const patience = 3;

export interface TellSettings extends ReportSettings {
  /** Stop at this time: what is not delivered by then waits for the next run. */
  readonly deadline: Date;
}

/** @param days those to look at; the last fortnight unless said otherwise */
export async function tell(
  ports: TellPorts,
  settings: TellSettings,
  days: readonly Day[] = recentDays(ports.clock()),
): Promise<TellResult> {
  let delivered = 0;
  let failed = 0;
  const failures = new Map<string, number>();
  const isLate = () => ports.clock() >= settings.deadline;
  for (const day of days) {
    if (isLate()) break;
    const found = await ports.findings.readDay(day);
    const { kept, damaged } = found;
    if (damaged > 0)
      ports.log.error(
        `tell: damaged findings of ${day}: ${damaged}; they are made again when the day is ranked`,
      );
    const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), ports.clock());
    if (kept.length + damaged + suppressed.length === 0) continue;
    await writeReports(ports, settings, day, found, suppressed);
    for (const sink of ports.sinks) {
      for (const one of kept) {
        // A cluster that is still learning presses nothing on anybody.
        if (one.closed || one.finding.learning || one.told[sink.name] === one.version) continue;
        if ((failures.get(sink.name) ?? 0) >= patience || isLate()) {
          failed++;
          continue;
        }
        try {
          await sink.deliver(one.finding, `${one.finding.id}-${one.version}`);
          await ports.findings.told(one, sink.name);
          failures.delete(sink.name);
          delivered++;
        } catch (error) {
          // A sink that is down gets a pause; one that refuses this very finding may well take the next.
          if (!isRefusal(error)) failures.set(sink.name, (failures.get(sink.name) ?? 0) + 1);
          failed++;
          ports.log.error(
            `tell: ${sink.name} did not take a finding: ${error instanceof Error ? error.message : 'unknown'}`,
          );
        }
      }
    }
  }
  if (delivered + failed > 0) ports.log.info(`tell: ${delivered} delivered, ${failed} waiting`);
  return { delivered, failed };
}

const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false;

/** Findings that some sink has not got in its newest version. */
export const undelivered = (kept: readonly KeptFinding[], sinks: readonly string[]): number =>
  kept.filter(
    (one) => !one.closed && !one.finding.learning && sinks.some((sink) => one.told[sink] !== one.version),
  ).length;

const recentDays = (now: Date): Day[] => daysFrom(addDays(dayOf(now), -tellDays), dayOf(now)).reverse();

/** Renders the day's report anew where something changed. */
async function writeReports(
  ports: TellPorts,
  settings: ReportSettings,
  day: Day,
  found: ReadFindings,
  suppressed: readonly SuppressedCalls[],
): Promise<void> {
  const { kept, damaged } = found;
  const open = kept.filter(({ closed }) => !closed);
  const shown = kept.filter(({ closed, held }) => !closed || held);
  const version = createHash('sha256')
    .update(
      JSON.stringify([
        shown.map(({ finding, version, held }) => [finding.id, version, held]),
        suppressed,
        damaged,
      ]),
    )
    .digest('hex')
    .slice(0, 16);
  const findings = open.map(({ finding }) => finding);
  const page = async () =>
    reportPage(await reportData(ports.ledger, day, found, suppressed, ports.clock(), settings));
  const missing = damaged > 0 ? { damaged } : {};
  const contents = [
    [
      'findings.json',
      'application/json',
      () => JSON.stringify({ day, findings, suppressed, ...missing }, null, 2),
    ],
    ['findings.csv', 'text/csv; charset=utf-8', () => findingsCsv(findings)],
    ['report.html', 'text/html; charset=utf-8', page],
  ] as const;
  for (const [name, type, render] of contents) {
    const path = `${day}/${name}`;
    if ((await ports.reports.version(path)) !== version)
      await ports.reports.write(path, type, await render(), version);
  }
}
