/**
 * Delivers what is not yet delivered. Findings are saved first; each sink is fed from there until it has the newest
 * version, so an outage of days loses nothing. One teller a sink at a time; where one dies it may be told again, and the
 * key lets a receiver drop the repeat.
 */
import { createHash } from 'node:crypto';
import { addDays, type Day, dayOf, daysFrom } from '../../core/count/day.ts';
import { type SuppressedCalls, suppressedCalls } from '../../core/find/suppression.ts';
import { findingsCsv } from '../../core/show/csv.ts';
import { logsMembers } from '../../core/show/day-logs.ts';
import { reportPage } from '../../core/show/pages/report.ts';
import { reasonOf } from '../../failure.ts';
import { dayLogs } from '../day-logs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
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
  readonly days: Days;
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

/**
 * A report or a sink that fails stops no other.
 * @param asked days to tell, however old; the last fortnight unless said, and then what is older is given up
 * @throws what failed first, once all else is told; refusals of sinks are counted, not thrown
 */
export async function tell(
  ports: TellPorts,
  settings: TellSettings,
  asked?: readonly Day[],
): Promise<TellResult> {
  const today = dayOf(ports.clock());
  const days = asked ?? daysFrom(addDays(today, -lookDays), today).reverse();
  const age = asked === undefined ? { oldest: addDays(today, -tellDays) } : {};
  const run: TellRun = { delivered: 0, failed: 0, failures: new Map(), left: new Set() };
  const failed: unknown[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed.push(error);
      ports.log.error(`tell: ${what}, the rest goes on: ${reasonOf(error)}`);
    }
  };
  const tellDay = async (day: Day): Promise<void> => {
    const found = await ports.findings.readDay(day);
    const { kept, damaged } = found;
    if (damaged > 0)
      ports.log.error(
        `tell: damaged findings of ${day}: ${damaged}; they are made again when the day is ranked`,
      );
    await attempt(`the report of ${day} could not be made`, async () => {
      const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), ports.clock());
      if (kept.length + damaged + suppressed.length > 0)
        await writeReports(ports, settings, day, found, suppressed);
    });
    for (const sink of ports.sinks)
      await attempt(`${sink.name} could not be told of ${day}`, () =>
        tellSink(sink, day, kept, ports, { ...settings, ...age }, run),
      );
  };
  for (const day of days) {
    if (ports.clock() >= settings.deadline) break;
    await attempt(`the findings of ${day} could not be read`, () => tellDay(day));
  }
  const { delivered, failed: waiting } = run;
  if (delivered + waiting > 0) ports.log.info(`tell: ${delivered} delivered, ${waiting} waiting`);
  if (failed.length > 0) throw failed[0];
  return { delivered, failed: waiting };
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
    reportPage(await reportData(ports, day, found, suppressed, ports.clock(), settings));
  const logs = async () =>
    logsMembers(
      day,
      await dayLogs(ports, await ports.ledger.clusters(), day, settings.baselineDays),
      shown.length + suppressed.length + damaged > 0,
    );
  const missing = damaged > 0 ? { damaged } : {};
  const contents = [
    [
      'findings.json',
      'application/json',
      async () => JSON.stringify({ ...(await logs()), findings, suppressed, ...missing }, null, 2),
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
