/** What was looked at and what was not: clusters, lines, reasons, blind spots; and what was hidden or held back. */
import type { Finding } from '../../find/finding.ts';
import type { SuppressedCalls } from '../../find/suppressions/hidden.ts';
import { type SkipReason, skipReasons } from '../../read/call.ts';
import { logsNote } from '../day-logs.ts';
import { type Html, html } from '../html.ts';
import { type HrefOf, nowhere } from '../links.ts';
import { clipped, several, whole } from '../phrase.ts';
import type { ClusterCoverage, HeldFinding, ReportData } from '../report.ts';
import { callTable } from './call.ts';
import { findingList } from './list.ts';

const meaning: Readonly<Record<SkipReason, string>> = {
  'not-json': 'no JSON object',
  'other-category': 'another category of log',
  'not-an-event': 'no audit event inside',
  'not-kubectl': 'another agent than kubectl',
  loopback: 'from the control plane itself',
  cut: 'cut before the agent was complete',
  'too-long': 'longer than a line may be',
  machinery: 'Kubernetes and AKS themselves',
};

const hiddenCallsShown = 50;

/** Why lines gave no call: the reasons that occurred. */
export function skippedTable(skipped: Readonly<Record<string, number>>): Html {
  const met = skipReasons.filter((reason) => (skipped[reason] ?? 0) > 0);
  if (met.length === 0) return html`<p class="soft small">No line was skipped.</p>`;
  return html`
<table class="small"><caption>Lines that gave no call, by reason</caption><tbody>${met.map(
    (reason) => html`
<tr><th scope="row" class="keep">${reason}</th><td>${meaning[reason]}</td><td class="number">${whole(skipped[reason] ?? 0)}</td></tr>`,
  )}</tbody></table>`;
}

const stateOf = ({ learning, baselineDays }: ClusterCoverage): string =>
  learning === null
    ? several(baselineDays, 'day of baseline', 'days of baseline')
    : `learning, day ${whole(baselineDays)} of ${whole(baselineDays + learning.neededDays)}`;

const blindSpotsOf = (cluster: ClusterCoverage): string[] => [
  ...cluster.blindSpots,
  ...(cluster.salvaged > 0
    ? [`${several(cluster.salvaged, 'event was', 'events were')} read from records that were cut.`]
    : []),
  ...(cluster.folded > 0
    ? [`${several(cluster.folded, 'row')} over the budget: counted by pattern, not by URI.`]
    : []),
];

function clusterCard(cluster: ClusterCoverage): Html {
  const spots = blindSpotsOf(cluster);
  return html`
<details class="card"><summary><strong>${clipped(cluster.cluster, 200)}</strong>
<span class="soft">${several(cluster.requests, 'request')} in ${several(cluster.lines, 'line')}; ${stateOf(cluster)}${spots.length === 0 ? null : `; ${several(spots.length, 'blind spot')}`}</span></summary>${
    spots.length === 0
      ? null
      : html`
<h3 class="label">Blind spots</h3><ul>${spots.map((spot) => html`<li>${clipped(spot)}</li>`)}</ul>`
  }
<p class="small soft"><code>${clipped(cluster.clusterId)}</code><br>newest event ${cluster.lastSeen ?? '(none)'}, ${several(cluster.events, 'event')} counted</p>
${skippedTable(cluster.skipped)}</details>`;
}

export const coverageSection = (clusters: readonly ClusterCoverage[]): Html => html`
<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>${
  clusters.length === 0 ? html`<p>No cluster wrote a log on this day.</p>` : clusters.map(clusterCard)
}</section>`;

const unloggedShown = 50;

/** What the archive has not, or has where nobody reads it; `null` where nothing is known to be missing. */
export const unseenSection = (unseen: readonly string[] = []): Html | null =>
  unseen.length === 0
    ? null
    : html`
<section aria-labelledby="unseen"><h2 id="unseen">Not archived</h2><ul>${unseen.map((one) => html`<li>${clipped(one)}</li>`)}</ul></section>`;

/** That there was nothing to look at, or not everywhere; `null` where each cluster has logs. */
export function logsSection({ day, logs, findings, held, suppressed }: ReportData): Html | null {
  const note = logsNote(day, logs, findings.length + held.length + suppressed.length > 0);
  if (note === null) return null;
  const { without } = logs;
  const unsaid = without.length - unloggedShown;
  return html`
<section class="card" aria-label="What was not looked at"><p><strong>${note.says}</strong></p><p>${note.todo}</p>${
    without.length === 0
      ? null
      : html`
<p class="soft">Clusters without a log:</p><ul>${without
          .slice(0, unloggedShown)
          .map(
            ({ cluster, clusterId }) =>
              html`<li><strong>${clipped(cluster, 200)}</strong> <code class="small soft">${clipped(clusterId)}</code></li>`,
          )}${unsaid > 0 ? html`<li>and ${whole(unsaid)} more</li>` : null}</ul>`
  }</section>`;
}

export const damagedNote = (damaged: number): Html | null =>
  damaged === 0
    ? null
    : html`
<p class="card"><strong>${several(damaged, 'finding')} of this day ${damaged === 1 ? 'is' : 'are'} damaged and missing here</strong>, and made again when the day is ranked.</p>`;

const heldBecause: Readonly<Record<HeldFinding['because'], string>> = {
  learning: 'of clusters that are still learning',
  budget: 'over the budget of the day',
};

export function heldSection(held: readonly HeldFinding[], hrefOf: HrefOf = nowhere): Html | null {
  const lead = ({ id }: Finding) => hrefOf({ page: 'finding', id });
  if (held.length === 0) return null;
  const groupOf = (because: HeldFinding['because']): Html | null => {
    const findings = held.filter((entry) => entry.because === because).map(({ finding }) => finding);
    return findings.length === 0
      ? null
      : html`
<details class="card"><summary>${several(findings.length, 'finding')} ${heldBecause[because]}</summary>${findingList(findings, lead)}</details>`;
  };
  return html`
<section aria-labelledby="held"><h2 id="held">Kept, not told</h2>
<p class="soft">Found like the others, and pressed on nobody: no chat and no SIEM has them.</p>${groupOf('learning')}${groupOf('budget')}</section>`;
}

export const givenUpSection = (givenUp: ReportData['givenUp']): Html | null =>
  givenUp.length === 0
    ? null
    : html`
<section aria-labelledby="given-up"><h2 id="given-up">Not delivered</h2><ul>${givenUp.map(
        ({ sink, findings }) =>
          html`<li>${several(findings, 'finding was', 'findings were')} given up: <strong>${clipped(sink, 100)}</strong> did not take ${findings === 1 ? 'it' : 'them'}.</li>`,
      )}</ul></section>`;

const suppressedCard = ({ suppression, hits, calls, expiresSoon }: SuppressedCalls): Html => html`
<details class="card"><summary>${several(hits, 'call')} hidden by <strong>${clipped(suppression.id, 100)}</strong> <span class="soft">until ${clipped(suppression.expires, 100)}</span>${expiresSoon ? html` <span class="badge medium">expires within 7 days</span>` : null}</summary>
<p>${clipped(suppression.reason)} <span class="soft">(${clipped(suppression.owner, 200)})</span></p>
${callTable(calls.slice(0, hiddenCallsShown), hits > hiddenCallsShown || hits > calls.length ? 'The rarest of them; all stand in the ranking of the day' : 'All of them')}</details>`;

export const suppressedSection = (suppressed: readonly SuppressedCalls[]): Html | null =>
  suppressed.length === 0
    ? null
    : html`
<section aria-labelledby="suppressed"><h2 id="suppressed">Suppressed</h2>
<p class="soft">Hidden from the findings on purpose, and counted all the same.</p>${suppressed.map(suppressedCard)}</section>`;
