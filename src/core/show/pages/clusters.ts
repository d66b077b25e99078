/** What is counted of each cluster, and what nobody can see of it: `/api/clusters` for people. */
import { type Html, html } from '../html.ts';
import { type HrefOf, nowhere } from '../links.ts';
import { clipped, several, whole } from '../phrase.ts';
import { skippedTable } from './coverage.ts';
import { documentText } from './document.ts';
import { otherNav } from './nav.ts';

/** Of a cluster, as far as it is shown. */
export interface ShownCluster {
  readonly cluster: string;
  readonly clusterId: string;
  readonly lines: number;
  readonly events: number;
  readonly requests: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly firstHour: string | null;
  readonly lastHour: string | null;
  readonly missingHours: number;
  readonly daysWithLogs: number;
  readonly learning: boolean;
  readonly budget: { readonly rows: number; readonly limit: number; readonly folded: number };
  readonly failed: readonly unknown[];
  readonly lagSeconds: number | null;
  readonly blindSpots: readonly { readonly what: string; readonly todo: string }[];
}

export interface ShownClusters {
  readonly clusters: readonly ShownCluster[];
  /** What is wrong with the archive as a whole. */
  readonly archive: readonly { readonly what: string; readonly todo: string }[];
}

const minutes = (seconds: number): string =>
  seconds < 7_200
    ? several(Math.round(seconds / 60), 'minute')
    : several(Math.round(seconds / 3_600), 'hour');

const spotList = (spots: ShownCluster['blindSpots']): Html => html`
<ul>${spots.map(({ what, todo }) => html`<li>${clipped(`${what} ${todo}`.trim())}</li>`)}</ul>`;

const fact = (name: string, value: string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const card = (one: ShownCluster, at: number): Html => html`
<article class="card" aria-labelledby="cluster-${at}"><h2 id="cluster-${at}" class="first">${clipped(one.cluster, 200)}${one.learning ? html` <span class="badge informational">still learning</span>` : null}</h2>
<p class="small soft"><code>${clipped(one.clusterId)}</code></p>
<dl class="facts">${fact('Requests', whole(one.requests))}${fact('Lines', whole(one.lines))}${fact('Days with logs', whole(one.daysWithLogs))}${fact('From', one.firstHour ?? '(none)')}${fact('To', one.lastHour ?? '(none)')}${fact('Missing hours', whole(one.missingHours))}${
  one.lagSeconds === null ? null : fact('Last counted', `${minutes(one.lagSeconds)} ago`)
}${one.budget.folded === 0 ? null : fact('Events over the budget', whole(one.budget.folded))}${one.failed.length === 0 ? null : fact('Could not be read or ranked', whole(one.failed.length))}</dl>${
  one.blindSpots.length === 0
    ? html`
<p class="soft small">No blind spot is known.</p>`
    : html`
<h3 class="label">Blind spots</h3>${spotList(one.blindSpots)}`
}<details><summary>Lines that gave no call</summary>${skippedTable(one.skipped)}</details></article>`;

/** @returns a complete HTML document */
export function clustersPage({ clusters, archive }: ShownClusters, hrefOf: HrefOf = nowhere): string {
  const learning = clusters.filter((one) => one.learning).length;
  const spots = clusters.reduce((sum, { blindSpots }) => sum + blindSpots.length, 0);
  return documentText({
    title: 'Clusters',
    over: 'Rarecall clusters',
    lead:
      clusters.length === 0
        ? ['No cluster has been counted in these days: nothing was looked at.']
        : [
            `${several(clusters.length, 'cluster')}, ${learning === 0 ? 'none' : whole(learning)} still learning; ${several(spots, 'blind spot')}.`,
          ],
    nav: otherNav((to) => (to.page === 'clusters' ? null : hrefOf(to))),
    parts: [
      archive.length === 0
        ? null
        : html`
<section class="card" aria-labelledby="archive"><h2 id="archive" class="first">Wrong with the archive</h2>${spotList(archive)}</section>`,
      ...clusters.map(card),
    ],
    foot: 'The same as JSON without format=html. Times are UTC.',
  });
}
