/**
 * What a page about a day says before all else, in sentences: what there was to look at, what was found, and what is kept back
 * and why. Refuses to know what the page looks like.
 */
import type { SurpriseAnswer } from '../find/answer.ts';
import type { Finding } from '../find/finding.ts';
import { type Severity, severities } from '../judge/severity.ts';
import { several, whole } from './phrase.ts';
import type { ReportData } from './report.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** `3 critical, 1 low`, the worst first. */
export const severityPhrase = (found: readonly Severity[]): string =>
  severities
    .toReversed()
    .map((severity) => ({ severity, count: found.filter((one) => one === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${whole(count)} ${severity}`)
    .join(', ');

function foundPhrase(findings: readonly Finding[]): string {
  const clusters = new Set(findings.map(({ clusterId }) => clusterId)).size;
  const first = findings.length === 1 ? '' : ' Begin with the first.';
  return `${several(findings.length, 'finding')} on ${several(clusters, 'cluster')}: ${severityPhrase(findings.map(({ risk }) => risk.severity))}.${first}`;
}

const hiddenPhrase = (hits: number): string[] =>
  hits === 0
    ? []
    : [`${several(hits, 'call is', 'calls are')} hidden on purpose, by suppressions that are named below.`];

/** Of a report. Where not everything was looked at, that stands in a note of its own, and nothing here makes light of it. */
export function reportLead({ findings, held, clusters, suppressed, logs }: ReportData): string[] {
  const learning = clusters.filter((cluster) => cluster.learning !== null).length;
  const inBudget = held.filter(({ because }) => because === 'budget').length;
  const early = held.length - inBudget;
  const requests = sum(clusters.map((cluster) => cluster.requests));
  const isWhole = logs.logged && logs.without.length === 0 && logs.unranked.length === 0;
  return [
    ...(findings.length > 0 ? [foundPhrase(findings)] : []),
    ...(findings.length === 0 && isWhole
      ? [
          `Nothing rare enough to tell. ${several(requests, 'request')} of ${several(clusters.length, 'cluster')} ${requests === 1 ? 'was' : 'were'} looked at.`,
        ]
      : []),
    ...(learning > 0
      ? [
          `${several(learning, 'cluster is', 'clusters are')} still learning, with too few days to judge by: what is found there is kept below and told to nobody${early === 0 ? '; nothing was, today' : ` (${several(early, 'finding')})`}.`,
        ]
      : []),
    ...(inBudget > 0
      ? [
          `${several(inBudget, 'finding')} more than a day may tell ${inBudget === 1 ? 'is' : 'are'} kept below.`,
        ]
      : []),
    ...hiddenPhrase(sum(suppressed.map(({ hits }) => hits))),
  ];
}

/** Of a hunt in files. */
export function huntLead({
  day,
  findings,
  baselineDays,
  learning,
  held = 0,
  suppressed = [],
}: SurpriseAnswer): string[] {
  if (day === null) return ['No call in these logs that people, scripts or strangers can have made.'];
  const against = `against ${several(baselineDays, 'day')} before it`;
  return [
    findings.length > 0
      ? foundPhrase(findings)
      : `Nothing rare enough to tell, ${against}. The rarest calls stand below.`,
    ...(learning
      ? [
          `Still learning: ${several(baselineDays, 'day')} before it ${baselineDays === 1 ? 'is' : 'are'} little to judge by, so more looks odd than is.`,
        ]
      : []),
    ...(held > 0
      ? [`${several(held, 'finding')} more than a day may tell are left out; their calls are ranked.`]
      : []),
    ...hiddenPhrase(sum(suppressed.map(({ hits }) => hits))),
  ];
}
