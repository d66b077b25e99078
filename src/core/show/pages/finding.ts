/** A finding on a page, and the list that leads to it. */

import type { Finding } from '../../find/finding.ts';
import type { AppliedFactor } from '../../judge/factor.ts';
import type { DayLogs } from '../day-logs.ts';
import { type Html, type HtmlValue, html } from '../html.ts';
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
import { callItem, callTable } from './call.ts';
import { fullBitsOf, severityStrip } from './chart.ts';
import { storyOf } from './story.ts';

const callsInFull = 6;
const callsInRows = 100;

const badge = ({ risk: { severity } }: Finding): Html =>
  html`<span class="badge ${severity}">${severity}</span>`;

const titleLink = (finding: Finding): Html =>
  html`<a href="#finding-${finding.id}">${clipped(finding.title, 200)}</a>`;

/** A row a finding; a title leads to its card, where nothing else is asked for. */
export const findingTable = (
  findings: readonly Finding[],
  titleOf: (finding: Finding) => HtmlValue = titleLink,
): Html => html`
<div class="wide"><table class="fold">
<thead><tr><th scope="col">Severity</th><th scope="col" class="number">Risk</th><th scope="col">Finding</th><th scope="col">User</th><th scope="col">From</th><th scope="col">Cluster</th></tr></thead>
<tbody>${findings.map(
  (finding) => html`
<tr><td>${badge(finding)}</td><td class="number">${whole(finding.risk.score)}</td><td>${titleOf(finding)}</td><td>${clipped(actorPhrase(finding), 200)}</td><td class="keep">${clipped(addressPhrase(finding.clientIp), 50)}</td><td>${clipped(finding.cluster, 200)}</td></tr>`,
)}</tbody></table></div>`;

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
    ['Kill chain', finding.killChainPhases.join(', ')],
    ['Analytic story', finding.analyticStories.join(', ')],
  ];
  return html`
<dl class="facts">${shown
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${clipped(value)}</dd></div>`)}</dl>`;
}

function callsOf(finding: Finding): Html {
  const fullBits = fullBitsOf(finding.calls);
  const rows = finding.calls.slice(callsInFull, callsInFull + callsInRows);
  const unseen = finding.calls.length - callsInFull - rows.length;
  const caption =
    unseen > 0 ? `${several(unseen, 'more call')} in the JSON` : 'Less rare calls of this finding';
  return html`
<h4>${several(finding.calls.length, 'rare call')}</h4>
<ol class="plain">${finding.calls.slice(0, callsInFull).map((call) => callItem(call, fullBits))}</ol>${
    rows.length === 0
      ? null
      : html`
<details><summary>${several(rows.length, 'more call')}</summary>${callTable(rows, caption)}</details>`
  }`;
}

const attackList = (finding: Finding): Html => html`
<h4>ATT&amp;CK ${finding.attackVersion}</h4>
<ul class="chips">${techniquesOf(finding.attack).map((technique) => html`<li>${clipped(techniquePhrase(technique))}</li>`)}</ul>`;

function record(finding: Finding): Html {
  const { risk, detection } = finding;
  const rows: readonly (readonly [string, string])[] = [
    ['Finding', finding.id],
    ['Cluster', finding.clusterId],
    ['Risk', `score ${risk.score}, impact ${risk.impact}, confidence ${risk.confidence}`],
    [
      'Risk objects',
      finding.riskObjects.map(({ type, value, score }) => `${type} ${value} (${score})`).join('; '),
    ],
    ['Threat objects', finding.threatObjects.map(({ type, value }) => `${type} ${value}`).join('; ')],
    ['Detection', `${detection.name}, version ${detection.version}, ${detection.id}`],
    ['Known false positives', finding.knownFalsePositives],
  ];
  return html`
<details><summary>Record</summary><div class="wide"><table class="small"><tbody>${rows.map(
    ([name, value]) => html`
<tr><th scope="row" class="keep">${name}</th><td>${clipped(value)}</td></tr>`,
  )}</tbody></table></div></details>`;
}

/** To be copied: where the events are kept, this shows them. */
function queriesOf({ queries }: Finding): Html {
  const shown: readonly (readonly [string, string])[] = [
    ['Log Analytics, resource-specific tables', queries.aksAudit],
    ['Log Analytics, AzureDiagnostics', queries.azureDiagnostics],
    ['Splunk', queries.splunk],
  ];
  return html`
<details><summary>See the events</summary>${shown.map(
    ([where, query]) => html`
<h4>${where}</h4>
<pre class="query">${clipped(query, 6_000)
      .split('\n')
      .map((line, at) =>
        at === 0
          ? html`${line}`
          : html`
${line}`,
      )}</pre>`,
  )}
<h4>In the archive</h4>
<ul class="plain small">${queries.blobs.map(
    ({ source, from, to }) =>
      html`<li><code>${clipped(source, 600)}</code>, bytes ${whole(from)}-${whole(to)}</li>`,
  )}</ul></details>`;
}

const findingCard = (finding: Finding): Html => html`
<article class="card finding ${finding.risk.severity}" id="finding-${finding.id}" aria-labelledby="title-${finding.id}">
<div class="top">
<div>${badge(finding)}${finding.learning ? html` <span class="badge informational">cluster is learning</span>` : null}
<h3 id="title-${finding.id}">${clipped(finding.title)}</h3></div>
<div class="score">${whole(finding.risk.score)}<small>risk of 100</small></div>
</div>
<p class="message">${clipped(finding.message, 2_000)}</p>
${facts(finding)}${storyOf(finding)}${finding.risk.factors.length === 0 ? null : factorTable(finding.risk.factors)}${callsOf(finding)}${
  finding.attack.length === 0 ? null : attackList(finding)
}${queriesOf(finding)}${record(finding)}
</article>`;

const order = html`<p class="soft">The highest risk first. The risk of a finding is that of its worst call.</p>`;

const nothing = ({ logged, unranked }: DayLogs): Html =>
  logged && unranked.length > 0
    ? html`
<div class="card"><p>None yet: not all of the day is ranked.</p></div>`
    : logged
      ? html`
<div class="card"><p class="calm">Nothing rare enough to tell.</p><p class="soft">Logs were counted for this day. What was read, and what could not be seen, stands below.</p></div>`
      : html`
<div class="card"><p>None, since no log was looked at.</p></div>`;

/** All findings, a list of them first. @param logs what there was to find something in */
export const findingsSection = (findings: readonly Finding[], logs: DayLogs): Html => html`
<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${
  findings.length === 0
    ? nothing(logs)
    : html`
<nav class="card" aria-label="Findings, highest risk first">${severityStrip(findings.map(({ risk }) => risk.severity))}${findingTable(findings)}${findings.length > 1 ? order : ''}</nav>
${findings.map(findingCard)}`
}</section>`;
