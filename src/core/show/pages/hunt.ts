/** What `rarecall hunt` found, as a page of the same look as the report. */
import type { Day } from '../../count/day.ts';
import type { HuntAnswer, RareAnswer, SurpriseAnswer } from '../../find/answer.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { type RareRow, rareFields } from '../../rank/rare.ts';
import { spreadOf } from '../../rank/rarity/spread.ts';
import { allLookedAt } from '../day-logs.ts';
import { type Html, html } from '../html.ts';
import { huntLead } from '../lead.ts';
import { nowhere } from '../links.ts';
import { addressPhrase, callerPhrase, clipped, several, whole } from '../phrase.ts';
import { callItem } from './call.ts';
import { skippedTable, suppressedSection } from './coverage.ts';
import { daySection } from './day.ts';
import { documentText, tilesSection } from './document.ts';
import { findingsSection } from './finding.ts';
import { fullBitsOf } from './pictures/chart.ts';

const foot = 'A rare call is not a bad one. Times are UTC.';

const readSection = (hunt: HuntAnswer): Html => html`
<section class="card" aria-labelledby="read"><h2 id="read" class="first">What was read</h2>
<p>${several(hunt.lines, 'line')}</p>${skippedTable(hunt.skipped)}</section>`;

function callsSection(calls: readonly RankedCall[]): Html {
  const fullBits = fullBitsOf(calls);
  const whose = (call: RankedCall): string =>
    `${call.rank}. ${callerPhrase(call)} from ${addressPhrase(call.clientIp)} on ${call.cluster}`;
  return html`
<section aria-labelledby="calls"><h2 id="calls">Rarest calls</h2>${
    calls.length === 0
      ? html`<p>No call on this day.</p>`
      : html`
<ol class="plain card">${calls.map((call) => callItem(call, fullBits, whose(call)))}</ol>`
  }</section>`;
}

/** Of several days where it begins before its day. */
export type HuntOfDays = SurpriseAnswer & { readonly from?: Day };

const titleOf = ({ day, from }: HuntOfDays): string =>
  day === null
    ? 'No calls'
    : `Rare calls of ${from === undefined || from === day ? day : `${from} to ${day}`}`;

/** @param shown how many of the ranked calls; 0 = all */
function surprisePage(hunt: HuntOfDays, shown: number): string {
  const calls = shown === 0 ? hunt.calls : hunt.calls.slice(0, shown);
  return documentText({
    title: titleOf(hunt),
    over: 'Rarecall hunt',
    lead: huntLead(hunt),
    parts: [
      findingsSection(
        hunt.findings,
        allLookedAt,
        nowhere,
        daySection({ findings: hunt.findings, hours: [], spread: spreadOf(hunt.calls) }),
      ),
      callsSection(calls),
      suppressedSection(hunt.suppressed ?? []),
      tilesSection([
        {
          name: 'Calls shown',
          value: whole(calls.length),
          note: `of ${whole(hunt.calls.length)}, ranked by surprise`,
        },
        { name: 'Findings', value: whole(hunt.findings.length), note: 'by actor and address' },
        {
          name: 'Baseline',
          value: several(hunt.baselineDays, 'day'),
          note: hunt.learning === true ? 'still learning' : 'before this one',
        },
        { name: 'Lines read', value: whole(hunt.lines), note: 'of all files' },
      ]),
      readSection(hunt),
    ],
    foot,
  });
}

const rareSection = (rows: readonly RareRow[]): Html => html`
<section class="card wide" aria-labelledby="rows" tabindex="0"><h2 id="rows" class="first">Least frequent first</h2><table class="small">
<thead><tr><th scope="col" class="number">count</th><th scope="col" class="number">percent</th>${rareFields.map((column) => html`<th scope="col" class="keep">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
  (row) => html`
<tr><td class="number">${whole(row.count)}</td><td class="number">${row.percent.toFixed(6)}</td>${rareFields.map((column) => html`<td><code>${clipped(row[column], 300)}</code></td>`)}</tr>`,
)}</tbody></table></section>`;

const rarePage = (hunt: RareAnswer): string =>
  documentText({
    title: 'Rare kubectl calls, ranked as Splunk does',
    over: 'Rarecall hunt',
    lead: [
      `${several(hunt.rows.length, 'row')}, the least frequent first, as the command of Splunk gives them: nothing here is judged.`,
    ],
    parts: [
      tilesSection([
        { name: 'Rows shown', value: whole(hunt.rows.length), note: `of ${several(hunt.tuples, 'tuple')}` },
        { name: 'Combinations', value: whole(hunt.combinations), note: 'counted in all' },
        { name: 'kubectl events', value: whole(hunt.events), note: several(hunt.requests, 'request') },
        { name: 'Lines read', value: whole(hunt.lines), note: 'of all files' },
      ]),
      rareSection(hunt.rows),
      readSection(hunt),
    ],
    foot,
  });

/**
 * @param shown the most ranked calls that are listed; 0 = all. More of them make the pictures whole
 * @returns a complete HTML document for `rarecall hunt --format html`.
 */
export const huntPage = (hunt: RareAnswer | HuntOfDays, shown = 0): string =>
  hunt.ranking === 'rare' ? rarePage(hunt) : surprisePage(hunt, shown);
