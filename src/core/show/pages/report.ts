/**
 * The report of a day as one HTML page: no script, no network, readable without colour and on paper.
 * Knows what a report holds; refuses to know how it was found and who keeps it.
 */
import { callCount } from '../../find/left-out.ts';
import { costPhrase } from '../day-cost.ts';
import { html } from '../html.ts';
import { several, whole } from '../phrase.ts';
import type { ReportData } from '../report.ts';
import { dayChart } from './chart.ts';
import {
  coverageSection,
  damagedNote,
  givenUpSection,
  heldSection,
  logsSection,
  suppressedSection,
  unseenSection,
} from './coverage.ts';
import { documentText, type Tile } from './document.ts';
import { findingsSection } from './finding.ts';

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
  const chart = dayChart(data.hours);
  return documentText({
    title: `Rare calls of ${data.day}`,
    over: 'Rarecall',
    first: logsSection(data),
    tiles: tilesOf(data),
    parts: [
      damagedNote(data.damaged),
      findingsSection(data.findings, data.logs),
      givenUpSection(data.givenUp),
      chart === null
        ? null
        : html`
<section class="card" aria-labelledby="hours"><h2 id="hours" class="first">The day by hour (UTC)</h2>${chart}</section>`,
      coverageSection(data.clusters),
      unseenSection(data.unseen),
      heldSection(data.held),
      suppressedSection(data.suppressed),
    ],
    foot: `Made ${data.generatedAt}. A rare call is not a bad one: every factor names its innocent cause. Times are UTC.${costNote(data.cost)}`,
  });
}
