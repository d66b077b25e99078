/** What a hunt found, in the format that was asked for. */
import type { RareAnswer } from '../../core/find/answer.ts';
import type { Severity } from '../../core/judge/severity.ts';
import { callsCsv, findingsCsv, rareCsv } from '../../core/show/csv.ts';
import { answerWithNames, type Names } from '../../core/show/names.ts';
import { huntPage } from '../../core/show/pages/hunt.ts';
import { suppressedTable } from '../../core/show/terminal/suppressions.ts';
import type { TableStyle } from '../../core/show/terminal/table.ts';
import { callsTable, findingsTable, rareTable } from '../../core/show/terminal/text.ts';
import { toldLine } from '../../core/show/terminal/told.ts';
import { visibleJson } from '../../core/show/visible.ts';
import type { Read } from '../files/read.ts';
import { called } from '../output/called.ts';
import { accountsOf, type FilesAnswer, undatedEvents } from './rank-files.ts';

export type Format = 'table' | 'json' | 'jsonl' | 'csv' | 'html';

/** JSON Lines: one object a line, nothing where there is none. */
export const linesOf = (rows: readonly unknown[]): string =>
  rows.map((row) => `${visibleJson(row)}\n`).join('');

export function rareText(answer: RareAnswer, read: Read, format: Format, style: TableStyle): string {
  if (format === 'json') return visibleJson(answer);
  if (format === 'jsonl') return linesOf(answer.rows);
  if (format === 'csv') return rareCsv(answer.rows);
  if (format === 'html') return huntPage(answer);
  return `${rareTable(answer.rows, style)}\n${accounts(read)}`;
}

export interface Shown {
  readonly format: Format;
  /** Else findings in a table, calls in CSV and JSON Lines; JSON and HTML hold both. */
  readonly what?: 'findings' | 'calls';
  /** Findings in a line each. */
  readonly brief?: boolean;
  /** Of the logs, as they were named. */
  readonly paths: readonly string[];
  readonly names: Names;
  /** The most calls that a page lists; 0 = all. */
  readonly limit: number;
  readonly style: TableStyle;
  readonly minSeverity?: Severity;
}

export function surpriseText(answer: FilesAnswer, read: Read, shown: Shown): string {
  const { format, what, names } = shown;
  if (format === 'json') return visibleJson(answer);
  if (format === 'jsonl') return linesOf(what === 'findings' ? answer.findings : answer.calls);
  if (format === 'csv') return what === 'findings' ? findingsCsv(answer.findings) : callsCsv(answer.calls);
  const named: FilesAnswer = { ...answer, ...answerWithNames(answer, names) };
  return format === 'html' ? huntPage(named, shown.limit) : tableOf(named, read, shown);
}

function tableOf(answer: FilesAnswer, read: Read, { what, brief, paths, style, minSeverity }: Shown): string {
  const { day, from, learning, baselineDays, findings, calls, suppressed } = answer;
  if (day === null) return `${noDay(read)}\n${accounts(read)}`;
  const history = learning
    ? `still learning: ${baselineDays} days before it is little to judge against`
    : from === undefined
      ? `against the ${baselineDays} days before`
      : 'each against the days before it';
  const more =
    calls.length > 0
      ? '\nthe rarest calls: --what calls; all of it as a page: --format html --output report.html'
      : '';
  return [
    from === undefined ? `${day}, ${history}` : `${from} to ${day}, ${history}`,
    '',
    what === 'calls'
      ? callsTable(calls, style)
      : findingsTable(findings, style, { brief, paths, program: called() }),
    `${toldLine(answer, minSeverity)}${what === 'calls' ? '' : more}`,
    '',
    ...(suppressed === undefined ? [] : [suppressedTable(suppressed, style)]),
    accounts(read),
  ].join('\n');
}

const noDay = (read: Read): string =>
  undatedEvents(read) === 0
    ? 'no calls in these logs: nothing that people, scripts or strangers can have made'
    : 'no day to rank: none of the events has a readable time';

function accounts(read: Read): string {
  const { lines, events, requests, skipped, salvaged, duplicates } = accountsOf(read);
  const reasons = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${reason}`);
  return [
    `${lines} lines: ${events} events (${requests} requests)`,
    ...(reasons.length > 0 ? [`skipped ${reasons.join(', ')}`] : []),
    ...(salvaged > 0 ? [`${salvaged} read from cut records`] : []),
    ...(duplicates > 0 ? [`${duplicates} duplicates not counted again`] : []),
  ].join('; ');
}
