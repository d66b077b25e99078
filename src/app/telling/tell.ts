/**
 * Delivers what is not yet delivered. Findings are saved first; each sink is fed from there until it has the newest
 * version, so an outage of days loses nothing. One teller a sink at a time; where one dies it may be told again, and the
 * key lets a receiver drop the repeat.
 */
import { createHash } from 'node:crypto';
import { addDays, type Day, dayOf, daysFrom } from '../../core/count/day.ts';
import { type SuppressedCalls, suppressedCalls } from '../../core/find/suppression.ts';
import { findingsCsv } from '../../core/show/csv.ts';
import { reportPage } from '../../core/show/pages/report.ts';
import type { Clock } from '../ports/clock.ts';
import type { Findings, ReadFindings } from '../ports/findings.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Reports } from '../ports/reports.ts';
import type { FindingSink } from '../ports/sink.ts';
import type { Suppressions } from '../ports/suppressions.ts';
import { type ReportSettings, reportData } from '../report.ts';
import { givenUpBySink } from './deliveries.ts';
import { type TellRun, type TellSinkSettings, tellDays, tellSink } from './tell-sink.ts';

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

/** Days that are looked at: those that are tried, and those that have just become too old for it. */
const lookDays = tellDays + 2;

export interface TellSettings extends ReportSettings, TellSinkSettings {}

/** @param asked days to tell, however old; the last fortnight unless said, and then what is older is given up */
export async function tell(
  ports: TellPorts,
  settings: TellSettings,
  asked?: readonly Day[],
): Promise<TellResult> {
  const today = dayOf(ports.clock());
  const days = asked ?? daysFrom(addDays(today, -lookDays), today).reverse();
  const age = asked === undefined ? { oldest: addDays(today, -tellDays) } : {};
  const run: TellRun = { delivered: 0, failed: 0, failures: new Map(), left: new Set() };
  for (const day of days) {
    if (ports.clock() >= settings.deadline) break;
    const found = await ports.findings.readDay(day);
    const { kept, damaged } = found;
    if (damaged > 0)
      ports.log.error(
        `tell: damaged findings of ${day}: ${damaged}; they are made again when the day is ranked`,
      );
    const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), ports.clock());
    if (kept.length + damaged + suppressed.length === 0) continue;
    await writeReports(ports, settings, day, found, suppressed);
    for (const sink of ports.sinks) await tellSink(sink, day, kept, ports, { ...settings, ...age }, run);
  }
  const { delivered, failed } = run;
  if (delivered + failed > 0) ports.log.info(`tell: ${delivered} delivered, ${failed} waiting`);
  return { delivered, failed };
}

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
        givenUpBySink(kept),
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
