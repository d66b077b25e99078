/** The files of a day's report, rendered anew where what they show has changed. Refuses to know where they are kept. */
import { createHash } from 'node:crypto';
import type { Day } from '../../core/count/day.ts';
import type { SuppressedCalls } from '../../core/find/suppressions/hidden.ts';
import { findingsCsv } from '../../core/show/csv.ts';
import { logsMembers } from '../../core/show/day-logs.ts';
import { reportPage } from '../../core/show/pages/report.ts';
import { dayLogs, logsVersion } from '../day-logs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Reports } from '../ports/reports.ts';
import { type ReportSettings, reportData } from '../report.ts';
import type { ReadWorked } from '../working/shown.ts';
import { givenUpBySink } from './deliveries.ts';

export interface ReportPorts {
  readonly reports: Reports;
  readonly ledger: Ledger;
  readonly days: Days;
  readonly clock: Clock;
}

export interface DayToShow {
  readonly day: Day;
  readonly found: ReadWorked;
  readonly suppressed: readonly SuppressedCalls[];
  /** Whether its logs may be others than when it was last shown: to look costs two queries a cluster. */
  readonly mayBeRanked: boolean;
}

export async function writeReports(
  ports: ReportPorts,
  settings: ReportSettings,
  { day, found, suppressed, mayBeRanked }: DayToShow,
): Promise<void> {
  const { kept, damaged } = found;
  const open = kept.filter(({ closed }) => !closed);
  const shown = kept.filter(({ closed, held }) => !closed || held);
  const saysFound = digestOf([
    shown.map(({ finding, version, held }) => [finding.id, version, held, finding.work]),
    suppressed,
    givenUpBySink(kept),
    damaged,
  ]);
  const saysLogs = async () => digestOf(await logsVersion(ports, await ports.ledger.clusters(), day));
  const now = mayBeRanked ? await saysLogs() : null;
  const isShown = (version: string | null): boolean =>
    now === null ? version?.startsWith(`${saysFound}-`) === true : version === `${saysFound}-${now}`;

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
    if (isShown(await ports.reports.version(path))) continue;
    const version = `${saysFound}-${now ?? (await saysLogs())}`;
    await ports.reports.write(path, type, await render(), version);
  }
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
