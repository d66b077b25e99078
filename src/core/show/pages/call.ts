/** A rare call on a page: what was called, why that is rare, and where its events lie. */

import type { RankedCall } from '../../judge/ranked-call.ts';
import type { CallBaseline } from '../../rank/baseline.ts';
import type { CallEvidence } from '../../rank/pattern-row.ts';
import { notesOf } from '../call-notes.ts';
import { type Html, html } from '../html.ts';
import {
  callerPhrase,
  callPhrase,
  clipped,
  clock,
  several,
  span,
  techniquePhrase,
  techniquesOf,
  tenth,
  whole,
} from '../phrase.ts';
import { bitBars } from './pictures/chart.ts';

const evidenceShown = 4;

function evidenceTable(evidence: readonly CallEvidence[]): Html | null {
  if (evidence.length === 0) return null;
  const shown = evidence.slice(0, evidenceShown);
  const sources = [...new Set(shown.map((event) => event.source))];
  const eventRow = (event: CallEvidence): Html => html`
<tr><td class="keep">byte ${whole(event.offset)}</td><td class="keep">${clipped(clock(event.time), 20)}</td><td><code>${clipped(event.auditID ?? '(no auditID)', 100)}</code></td></tr>`;
  const rows = sources.map(
    (source) => html`
<tr><th scope="row" colspan="3"><code>${clipped(source)}</code></th></tr>${shown.filter((event) => event.source === source).map(eventRow)}`,
  );
  const more = evidence.length - shown.length;
  return html`
<div class="wide"><table class="small">
<caption>Evidence: blob or file, then byte offset of the line in it, time (UTC) and auditID${more > 0 ? `; ${whole(more)} more in the JSON` : null}</caption>
<tbody>${rows}</tbody></table></div>`;
}

/** The numbers behind the sentence: how often the caller did so before, and who else. */
const baselinePhrase = ({ days, known }: CallBaseline, name: string): string => {
  const { ownDays = 0, others = 0, neighbours = [], firstSeen = null } = known[name] ?? {};
  const who =
    neighbours.length === 0 ? '' : ` (${neighbours.join(', ')}${others > neighbours.length ? ', …' : ''})`;
  const since = firstSeen === null ? 'nobody ever before' : `first seen ${firstSeen}`;
  return `the user on ${ownDays} of ${several(days, 'day')}; ${several(others, 'other')}${who}; ${since}`;
};

function fieldTable(call: RankedCall): Html {
  const fields: readonly (readonly [string, string])[] = [
    ['Pattern', call.pattern],
    ['User agent', call.userAgent],
    ['Source IPs', call.sourceIPs.join(', ')],
    ['Groups', call.groups.join(', ')],
    ['ATT&CK', techniquesOf(call.attack).map(techniquePhrase).join('; ')],
    ['Risk factors', call.risk.factors.map((factor) => factor.id).join(', ')],
    ...Object.keys(call.baseline.known).map(
      (name) => [`Baseline: ${name}`, baselinePhrase(call.baseline, name)] as const,
    ),
    ['User first seen', call.baseline.actorFirstSeen ?? `not in ${several(call.baseline.days, 'day')}`],
  ];
  const rows = fields
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        html`<tr><th scope="row" class="keep">${name}</th><td><code>${clipped(value)}</code></td></tr>`,
    );
  return html`<div class="wide"><table class="small"><tbody>${rows}</tbody></table></div>`;
}

/** What it says besides itself: much of it was written by the caller, and is shown as his word. */
const noteLines = (call: RankedCall): Html[] =>
  notesOf(call).map(
    ({ label, value, isCode }) => html`
<p class="note">${label}${isCode ? html` <code>${clipped(value)}</code>` : html`: ${clipped(value)}`}</p>`,
  );

function chips(call: RankedCall): Html {
  const texts = [
    `rarity ${tenth(call.rarity)}`,
    `risk ${whole(call.risk.score)}`,
    several(call.count, 'time'),
    ...(call.codes.length === 0 ? [] : [`HTTP ${call.codes.join(', ')}`]),
    span(call.firstSeen, call.lastSeen),
  ];
  return html`<ul class="chips">${texts.map((text) => html`<li>${clipped(text, 100)}</li>`)}</ul>`;
}

/**
 * `fullBits` is what a full bar stands for, the same for all calls that are looked at together;
 * `who` says whose call it is where the place does not.
 */
export const callItem = (call: RankedCall, fullBits: number, who: string | null = null): Html => html`
<li class="call">
<div>${who === null ? null : html`<div class="soft small">${clipped(who)}</div>`}
<div class="what">${clipped(callPhrase(call))}</div>
<code class="uri">${clipped(call.requestURI ?? '(no address)')}</code>
<p>${clipped(call.explanation)}</p>${noteLines(call)}
${chips(call)}
<details><summary>Fields and evidence (${several(call.evidence.length, 'event')})</summary>${fieldTable(call)}${evidenceTable(call.evidence)}</details>
</div>
${bitBars(call.bits, fullBits)}
</li>`;

const callRow = (call: RankedCall): Html => html`
<tr><td class="number">${tenth(call.rarity)}</td><td class="number">${whole(call.risk.score)}</td>
<td>${clipped(callPhrase(call), 200)}<br><code class="soft">${clipped(call.requestURI ?? '(no address)', 200)}</code></td>
<td>${clipped(callerPhrase(call), 200)}</td><td class="keep">${clipped(call.clientIp ?? '', 50)}</td><td>${clipped(call.cluster, 200)}</td><td class="number">${whole(call.count)}</td></tr>`;

/** Calls in a row each, where their details are not asked for. */
export const callTable = (calls: readonly RankedCall[], caption: string): Html => html`
<div class="wide" tabindex="0"><table class="fold"><caption>${caption}</caption>
<thead><tr><th scope="col" class="number">Rarity</th><th scope="col" class="number">Risk</th><th scope="col">Call</th><th scope="col">User</th><th scope="col">From</th><th scope="col">Cluster</th><th scope="col" class="number">Count</th></tr></thead>
<tbody>${calls.map(callRow)}</tbody></table></div>`;
