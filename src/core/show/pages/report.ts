/**
 * The report of a day as one HTML page: no script, no network, readable without colour and on paper.
 * Knows what a report holds; refuses to know how it was found and who keeps it.
 */
import { callCount } from '../../find/left-out.ts';
import { costPhrase } from '../day-cost.ts';
import { html } from '../html.ts';
import { reportLead } from '../lead.ts';
import { nowhere } from '../links.ts';
import { several, whole } from '../phrase.ts';
import type { ReportData } from '../report.ts';
import {
  coverageSection,
  damagedNote,
  givenUpSection,
  heldSection,
  logsSection,
  suppressedSection,
  unseenSection,
} from './coverage.ts';
import { daySection } from './day.ts';
import { documentText, type Tile, tilesSection } from './document.ts';
import { findingsSection } from './finding.ts';
import { dayNav } from './nav.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function tilesOf({ clusters, findings, held, suppressed }: ReportData): Tile[] {
  const hidden = sum(suppressed.map(({ hits }) => hits));
  const skipped = sum(clusters.flatMap((cluster) => Object.values(cluster.skipped)));
  const learning = clusters.filter((cluster) => cluster.learning !== null).length;
  return [
    {
      name: 'Findings',
      value: whole(findings.length),
      note: held.length === 0 ? 'none held back' : `and ${whole(held.length)} held back`,
    },
    {
      name: 'Rare calls in them',
      value: whole(sum(findings.map(callCount))),
      note: hidden === 0 ? 'none suppressed' : `and ${whole(hidden)} suppressed`,
    },
    {
      name: 'Requests',
      value: whole(sum(clusters.map((cluster) => cluster.requests))),
      note: `in ${several(sum(clusters.map((cluster) => cluster.events)), 'event')}`,
    },
    {
      name: 'Lines read',
      value: whole(sum(clusters.map((cluster) => cluster.lines))),
      note: `${whole(skipped)} gave no call`,
    },
    {
      name: 'Clusters',
      value: whole(clusters.length),
      note: learning === 0 ? 'none still learning' : `${whole(learning)} still learning`,
    },
  ];
}

const costNote = (cost: number | undefined): string =>
  cost === undefined ? '' : ` To watch this day cost ${costPhrase(cost)} at most (docs/cost.md).`;

/** @returns a complete HTML document. Text of logs in it is escaped and made visible. */
export function reportPage(data: ReportData): string {
  const { day, findings, logs, hours, spread, hrefOf = nowhere } = data;
  return documentText({
    title: `Rare calls of ${day}`,
    over: 'Rarecall report',
    lead: reportLead(data),
    nav: dayNav(day, data.newest ?? null, hrefOf),
    first: html`${logsSection(data)}${damagedNote(data.damaged)}`,
    parts: [
      findingsSection(findings, logs, hrefOf, daySection({ findings, hours, spread: spread ?? [] })),
      givenUpSection(data.givenUp),
      heldSection(data.held, hrefOf),
      suppressedSection(data.suppressed),
      tilesSection(tilesOf(data)),
      coverageSection(data.clusters),
      unseenSection(data.unseen),
    ],
    foot: `Made ${data.generatedAt}. A rare call is not a bad one: every factor names its innocent cause. Times are UTC.${costNote(data.cost)}`,
  });
}
