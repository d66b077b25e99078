/** A finding on a page, and the list that leads to it. */

import type { Finding } from '../../find/finding.ts';
import type { QueryTexts } from '../../find/queries.ts';
import type { AppliedFactor } from '../../judge/factor.ts';
import type { DayLogs } from '../day-logs.ts';
import { eventsCommandOf } from '../events-command.ts';
import { gistOf } from '../gist.ts';
import { type Html, html } from '../html.ts';
import { type HrefOf, nowhere } from '../links.ts';
import {
  actorPhrase,
  addressPhrase,
  clipped,
  several,
  span,
  techniquePhrase,
  techniquesOf,
  whole,
} from '../phrase.ts';
import { clusterClass, filtersOf } from './filters.ts';
import { badge, findingList, gistLines } from './list.ts';
import { cardNav } from './nav.ts';
import { severityStrip } from './pictures/chart.ts';
import { monthStrip } from './pictures/month.ts';
import { markShapes, sessionPicture } from './pictures/session.ts';
import { stepsOf } from './steps.ts';
import { storyOf } from './story.ts';
import { openCount, workSection } from './work.ts';

const factorTable = (factors: readonly AppliedFactor[]): Html => html`
<h4>Why this matters</h4>
<div class="wide"><table class="fold">
<thead><tr><th scope="col">Factor</th><th scope="col">Why</th><th scope="col">Innocent cause</th><th scope="col">Look at next</th></tr></thead>
<tbody>${factors.map(
  (factor) => html`
<tr><th scope="row" class="keep">${factor.id} <span class="soft">×${factor.weight}</span></th><td>${factor.why}</td><td>${factor.innocent}</td><td>${factor.next}</td></tr>`,
)}</tbody></table></div>`;

function facts(finding: Finding): Html {
  const shown: readonly (readonly [string, string])[] = [
    ['User', actorPhrase(finding)],
    ['From', addressPhrase(finding.clientIp)],
    ['Cluster', finding.cluster],
    ['Time (UTC)', span(finding.firstSeen, finding.lastSeen)],
  ];
  return html`
<dl class="facts">${shown
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${clipped(value)}</dd></div>`)}</dl>`;
}

const attackList = (finding: Finding): Html => html`
<h4>ATT&amp;CK ${finding.attackVersion}</h4>
<ul class="chips">${techniquesOf(finding.attack).map((technique) => html`<li>${clipped(techniquePhrase(technique))}</li>`)}</ul>`;

function record(finding: Finding): Html {
  const { risk, detection } = finding;
  const rows: readonly (readonly [string, string])[] = [
    ['Finding', finding.id],
    ['Message', finding.message],
    ['Cluster', finding.clusterId],
    ['Risk', `score ${risk.score}, impact ${risk.impact}, confidence ${risk.confidence}`],
    [
      'Risk objects',
      finding.riskObjects.map(({ type, value, score }) => `${type} ${value} (${score})`).join('; '),
    ],
    ['Threat objects', finding.threatObjects.map(({ type, value }) => `${type} ${value}`).join('; ')],
    ['Kill chain', finding.killChainPhases.join(', ')],
    ['Analytic story', finding.analyticStories.join(', ')],
    ['Detection', `${detection.name}, version ${detection.version}, ${detection.id}`],
    ['Known false positives', finding.knownFalsePositives],
  ];
  return html`
<details><summary>Record</summary><div class="wide"><table class="small"><tbody>${rows.map(
    ([name, value]) => html`
<tr><th scope="row" class="keep">${name}</th><td>${clipped(value, 2_000)}</td></tr>`,
  )}</tbody></table></div></details>`;
}

/** To be copied: where the events are kept, this shows them. */
function queriesOf({ id, queries }: Finding): Html {
  const { parts = [], unnamed = 0 } = queries;
  const shown: readonly (readonly [string, (texts: QueryTexts) => string])[] = [
    ['Log Analytics, resource-specific tables', ({ aksAudit }) => aksAudit],
    ['Log Analytics, AzureDiagnostics', ({ azureDiagnostics }) => azureDiagnostics],
    ['Splunk', ({ splunk }) => splunk],
  ];
  return html`
<details><summary>See the events</summary>
<h4>Raw, on the command line</h4>
${textToCopy(eventsCommandOf({ id, queries }))}${
  unnamed === 0
    ? null
    : html`
<p class="soft">Not all events can be named: ${whole(unnamed)} of them are among what the queries show, unmarked.</p>`
}${shown.map(
  ([where, textOf]) => html`
<h4>${where}</h4>
${textToCopy(textOf(queries))}${
  parts.length === 0
    ? null
    : html`
<details><summary>${several(parts.length, 'query', 'queries')} more, for the other events by id</summary>${parts.map((part) => textToCopy(textOf(part)))}</details>`
}`,
)}
<h4>In the archive</h4>
<ul class="plain small">${queries.blobs.map(
    ({ source, from, to }) =>
      html`<li><code>${clipped(source, 600)}</code>, bytes ${whole(from)}-${whole(to)}</li>`,
  )}</ul></details>`;
}

const textToCopy = (text: string): Html =>
  html`<pre class="query" tabindex="0">${clipped(text, 6_000)
    .split('\n')
    .map((line, at) =>
      at === 0
        ? html`${line}`
        : html`
${line}`,
    )}</pre>`;

/** @param clusters of all that is shown with it, for the filter. @param form by which it is worked here */
export const findingCard = (
  finding: Finding,
  hrefOf: HrefOf,
  clusters: readonly string[] = [],
  form?: Html,
): Html => html`
<article class="card finding ${finding.risk.severity} ${clusterClass(finding, clusters)}" id="finding-${finding.id}" aria-labelledby="title-${finding.id}">
<div class="top">
<div>${badge(finding)}${finding.learning ? html` <span class="badge informational">cluster is learning</span>` : null}
<h3 id="title-${finding.id}">${clipped(finding.title)}</h3></div>
<div class="score">${whole(finding.risk.score)}<small>risk of 100</small></div>
</div>
${gistLines(gistOf(finding))}${workSection(finding, form)}${facts(finding)}${cardNav(finding, hrefOf)}${sessionPicture(finding)}${stepsOf(finding)}${monthStrip(finding)}${storyOf(finding)}${
  finding.risk.factors.length === 0 ? null : factorTable(finding.risk.factors)
}${finding.attack.length === 0 ? null : attackList(finding)}${queriesOf(finding)}${record(finding)}
</article>`;

const order = html`<p class="soft small">The highest risk first: the number is the risk of 100, that of the worst call.</p>`;

const nothing = ({ logged, unranked }: DayLogs): Html =>
  logged && unranked.length > 0
    ? html`
<div class="card"><p>None yet: not all of the day is ranked.</p></div>`
    : logged
      ? html`
<div class="card"><p class="calm">Nothing rare enough to tell.</p><p class="soft">Logs were counted for this day. What was read, and what could not be seen, stands below.</p></div>`
      : html`
<div class="card"><p>None, since no log was looked at.</p></div>`;

/**
 * All findings, a list of them first.
 * @param logs what there was to find something in
 * @param between what stands between the list and the findings
 */
export function findingsSection(
  findings: readonly Finding[],
  logs: DayLogs,
  hrefOf: HrefOf = nowhere,
  between: Html | null = null,
): Html {
  const { clusters, fields } = filtersOf(findings);
  return html`
<section class="findings" aria-labelledby="findings"><h2 id="findings">Findings</h2>${
    findings.length === 0
      ? html`${nothing(logs)}${between}`
      : html`
<nav class="card" aria-label="Findings, highest risk first">${openCount(findings)}${severityStrip(findings.map(({ risk }) => risk.severity))}${fields}${findings.length > 1 ? order : null}${findingList(findings, ({ id }) => `#finding-${id}`, clusters)}</nav>${between}${markShapes}
${findings.map((finding) => findingCard(finding, hrefOf, clusters))}`
  }</section>`;
}
