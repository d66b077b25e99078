/**
 * Calls, findings and rare rows as tables for a terminal. Pure strings, safe to print: log text cannot steer
 * the terminal. Refuses to know whether there is one.
 */

import { unseenPhrase } from '../../find/act.ts';
import { isStory } from '../../find/campaign/words.ts';
import type { WorkedFinding } from '../../find/work/work.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import type { Severity } from '../../judge/severity.ts';
import { severityOf } from '../../judge/severity.ts';
import type { RareRow } from '../../rank/rare.ts';
import { eventsCommand } from '../events-command.ts';
import { gistOf } from '../gist.ts';
import { addressPhrase, callerPhrase, callPhrase, storyPhrase, tenth, whole } from '../phrase.ts';
import { type Column, type Paint, type TableRow, type TableStyle, tableText } from './table.ts';
import { standPhrase } from './work.ts';

const paintOf: Readonly<Record<Severity, Paint>> = {
  critical: '1;97;41',
  high: '1;31',
  medium: '33',
  low: '36',
  informational: '2',
};

/** `informational` takes too many cells. */
const word = (severity: Severity): string => (severity === 'informational' ? 'info' : severity);

const severalClusters = (rows: readonly { cluster: string }[]): boolean =>
  new Set(rows.map((row) => row.cluster)).size > 1;

/** What must not be overlooked, in the two lines there are. */
const remarks = (call: RankedCall): string[] => {
  const unseen = unseenPhrase(call);
  return [
    ...(call.outcome === 'refused' || call.outcome === 'failed'
      ? [`It ${call.outcome === 'failed' ? 'failed' : 'was refused'}.`]
      : []),
    ...(unseen === null ? [] : [`Not seen: ${unseen}.`]),
  ];
};

/** One row a call, strongest first as given; under it why it is rare. */
export function callsTable(calls: readonly RankedCall[], style: TableStyle): string {
  if (calls.length === 0) return 'no rare calls\n';
  const clusters = severalClusters(calls);
  const columns: Column[] = [
    { title: '#', align: 'right', least: 2 },
    { title: 'rarity', align: 'right', least: 6 },
    { title: 'risk', least: 11 },
    { title: 'user', least: 12 },
    { title: 'from', least: 15 },
    ...(clusters ? [{ title: 'cluster', least: 8 }] : []),
    { title: 'call', least: 14 },
    { title: 'count', align: 'right', least: 5, spare: true },
    { title: 'request URI', least: 16, spare: true },
  ];
  const rows = calls.map((call) => {
    const severity = severityOf(call.risk.score);
    return {
      cells: [
        whole(call.rank),
        tenth(call.rarity),
        `${whole(call.risk.score)} ${word(severity)}`,
        callerPhrase(call),
        addressPhrase(call.clientIp),
        ...(clusters ? [call.cluster] : []),
        callPhrase(call),
        whole(call.count),
        call.requestURI ?? '',
      ],
      paint: { risk: paintOf[severity] },
      below: [call.explanation, ...remarks(call)].join(' '),
    };
  });
  return tableText(columns, rows, style);
}

/** How findings stand in a table. */
export interface FindingRows {
  /** The row alone, in one line. */
  readonly brief?: boolean | undefined;
  /** Of the logs that were hunted, as they were named; none: the archive of the app. */
  readonly paths?: readonly string[];
  /** How the command is called; `null`: what it would ask is gone. */
  readonly program?: string | null;
}

/** One row a finding, in the order given; under it when, why, what to do next, and the command that shows its events. */
export function findingsTable(
  findings: readonly WorkedFinding[],
  style: TableStyle,
  { brief = false, paths = [], program = 'rarecall' }: FindingRows = {},
): string {
  if (findings.length === 0) return 'no findings\n';
  const days = new Set(findings.map(({ day }) => day)).size > 1;
  const worked = findings.some(({ work }) => work !== undefined);
  const columns: Column[] = [
    { title: 'risk', align: 'right', least: 4 },
    { title: 'severity', least: 8 },
    ...(days ? [{ title: 'day', least: 10 }] : []),
    ...(worked ? [{ title: 'status', least: 12 }] : []),
    { title: 'finding', least: 40, wraps: !brief },
    { title: 'id', least: 8, spare: true },
  ];
  const rows = findings.map((finding) => {
    const row = {
      cells: [
        whole(finding.risk.score),
        word(finding.risk.severity),
        ...(days ? [finding.day] : []),
        ...(worked ? [finding.work === undefined ? '' : standPhrase(finding.work)] : []),
        finding.title,
        // Whoever works it needs all of it.
        worked ? finding.id : finding.id.slice(0, 8),
      ],
      paint: { risk: paintOf[finding.risk.severity], severity: paintOf[finding.risk.severity] },
    };
    return brief ? row : { ...row, ...under(finding, style, paths, program) };
  });
  return tableText(columns, rows, style);
}

function under(
  finding: WorkedFinding,
  { width }: TableStyle,
  paths: readonly string[],
  program: string | null,
): Pick<TableRow, 'lead' | 'below'> {
  // On one line, or it cannot be copied.
  const commands =
    program === null ? [] : [paths, ['-']].map((logs) => eventsCommand(finding.id, logs, program));
  const { when, why, next } = gistOf(finding);
  return {
    ...(finding.campaign !== undefined && isStory(finding.campaign)
      ? { lead: `Story of ${storyPhrase(finding.campaign)}` }
      : {}),
    below: [
      finding.learning ? `(learning) ${when}` : when,
      why === '' ? '' : `Why: ${why}`,
      next === '' ? '' : `Next: ${next}`,
      commands.find((command) => command.length + 12 <= width) ?? '',
    ],
  };
}

/** The rows of `rare` under the names of Splunk's columns, `percent` with its six decimals. */
export function rareTable(rows: readonly RareRow[], style: TableStyle): string {
  if (rows.length === 0) return 'no rows\n';
  const columns: Column[] = [
    { title: 'count', align: 'right', least: 5 },
    { title: 'percent', align: 'right', least: 9 },
    { title: 'sourceIPs{}', least: 11 },
    { title: 'verb', least: 6 },
    { title: 'user.groups{}', least: 9 },
    { title: 'objectRef.resource', least: 8 },
    { title: 'objectRef.namespace', least: 8 },
    { title: 'requestURI', least: 14 },
    { title: 'userAgent', least: 10, spare: true },
  ];
  return tableText(
    columns,
    rows.map((row) => ({
      cells: [
        whole(row.count),
        row.percent.toFixed(6),
        row['sourceIPs{}'],
        row.verb,
        row['user.groups{}'],
        row['objectRef.resource'],
        row['objectRef.namespace'],
        row.requestURI,
        row.userAgent,
      ],
    })),
    style,
  );
}
