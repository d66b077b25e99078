/** Suppressions, trials and what was hidden, as tables for a terminal. Pure strings, safe to print. */
import type { SuppressedCalls } from '../../find/suppressions/hidden.ts';
import type { ShownSuppression, SuppressionMatch } from '../../find/suppressions/suppression.ts';
import type { TrialOfDays } from '../../find/suppressions/trial.ts';
import { several, whole } from '../phrase.ts';
import { visible } from '../visible.ts';
import { type Column, type TableStyle, tableText } from './table.ts';

/** `user=velero, namespace=(none)` */
const matchPhrase = (match: SuppressionMatch): string =>
  Object.entries(match)
    .map(([field, wanted]) => `${field}=${wanted ?? '(none)'}`)
    .join(', ');

const stateOf = ({ status }: ShownSuppression): string =>
  status.expiresSoon ? 'expires soon' : status.active ? 'active' : 'expired';

/** One row a suppression; under it what it matches, and why. */
export function suppressionsTable(suppressions: readonly ShownSuppression[], style: TableStyle): string {
  if (suppressions.length === 0) return 'no suppressions\n';
  const columns: Column[] = [
    { title: 'id', least: 12 },
    { title: 'state', least: 12 },
    { title: 'until', least: 10 },
    { title: 'hits', align: 'right', least: 4 },
    { title: '30 days', align: 'right', least: 7 },
    { title: 'last hit', least: 10, spare: true },
    { title: 'owner', least: 12, spare: true },
  ];
  const rows = suppressions.map((one) => ({
    cells: [
      one.id,
      stateOf(one),
      one.expires,
      whole(one.status.hits),
      whole(one.status.hitsLast30Days),
      one.status.lastHitDay ?? 'never',
      one.owner,
    ],
    below: `${matchPhrase(one.match)}: ${one.reason}`,
  }));
  return tableText(columns, rows, style);
}

/** What was hidden, at the foot of a hunt. */
export function suppressedTable(suppressed: readonly SuppressedCalls[], style: TableStyle): string {
  if (suppressed.length === 0) return 'no calls suppressed\n';
  const columns: Column[] = [
    { title: 'suppressed', align: 'right', least: 10 },
    { title: 'by', least: 12 },
    { title: 'until', least: 10 },
    { title: 'owner', least: 12 },
  ];
  const rows = suppressed.map(({ suppression, hits, expiresSoon }) => ({
    cells: [
      several(hits, 'call'),
      suppression.id,
      `${suppression.expires}${expiresSoon ? ', expires within 7 days' : ''}`,
      suppression.owner,
    ],
    below: suppression.reason,
  }));
  return tableText(columns, rows, style);
}

/** What a suppression would have done, in numbers. Names no finding. */
export function trialPhrases(trial: TrialOfDays): string[] {
  const sum = `would have hidden ${whole(trial.hidden)} of ${several(trial.calls, 'call')} in ${several(trial.findings, 'finding')} from ${trial.from} to ${trial.to}; ${several(trial.vanished, 'finding')} would have vanished`;
  const { together } = trial;
  const all =
    together.findings > trial.findings
      ? [
          `with what is suppressed already, something of ${whole(together.touched)} of ${several(together.findings, 'finding')}`,
        ]
      : [];
  const each =
    trial.suppressions.length > 1 ? trial.suppressions.map(({ id, hits }) => `${whole(hits)} by ${id}`) : [];
  const missing =
    trial.damaged === undefined
      ? []
      : [`damaged, and not looked at: ${whole(trial.damaged)}; made again when their days are ranked`];
  return [sum, ...missing, ...all, ...each];
}

/** What a suppression would have done: the numbers, then the findings it touches. */
export function trialText(trial: TrialOfDays, style: TableStyle): string {
  const head = trialPhrases(trial).map(visible).join('\n');
  if (trial.touched.length === 0) return `${head}\n`;
  const columns: Column[] = [
    { title: 'day', least: 10 },
    { title: 'severity', least: 8 },
    { title: 'hidden', least: 8 },
    { title: 'finding', least: 20 },
    { title: 'id', least: 8, spare: true },
  ];
  const rows = trial.touched.map((finding) => ({
    cells: [
      finding.day,
      finding.severity === 'informational' ? 'info' : finding.severity,
      `${finding.hidden.length} of ${finding.calls}${finding.vanishes ? ', vanishes' : ''}`,
      finding.title,
      finding.id.slice(0, 8),
    ],
    below: [...new Set(finding.hidden.map(({ pattern }) => pattern))].join('; '),
  }));
  return `${head}\n\n${tableText(columns, rows, style)}`;
}
