/** All days with what was found on each, and all findings of one actor. */
import type { Day } from '../../count/day.ts';
import type { Finding } from '../../find/finding.ts';
import { severities } from '../../judge/severity.ts';
import { type Html, html } from '../html.ts';
import { severityPhrase } from '../lead.ts';
import { type HrefOf, nowhere } from '../links.ts';
import { clipped, several, userPhrase, whole } from '../phrase.ts';
import { documentText } from './document.ts';
import { filtersOf } from './filters.ts';
import { findingList } from './list.ts';
import { otherNav } from './nav.ts';
import { severityStrip } from './pictures/chart.ts';
import { monthStrip } from './pictures/month.ts';

/** What is known of a day. */
export interface FoundDay {
  readonly day: Day;
  /** Told, the highest risk first. */
  readonly findings: readonly Finding[];
  /** Kept and told to nobody. */
  readonly held: number;
  /** `no-logs`: nothing was counted of it. `unranked`: counted, and nothing looked for yet in some of it. */
  readonly state: 'ranked' | 'unranked' | 'no-logs';
}

const order = severities.toReversed();
const foot = 'A rare call is not a bad one. Days are UTC.';

const stateText: Readonly<Record<FoundDay['state'], string>> = {
  ranked: 'nothing told',
  unranked: 'not ranked yet',
  'no-logs': 'no logs',
};

function dayRow({ day, findings, held, state }: FoundDay, hrefOf: HrefOf): Html {
  const href = state === 'no-logs' && findings.length === 0 ? null : hrefOf({ page: 'report', day });
  const found = findings.map(({ risk }) => risk.severity);
  const note = [
    ...(findings.length === 0 || state === 'unranked' ? [stateText[state]] : []),
    ...(held > 0 ? [`${whole(held)} kept, not told`] : []),
  ].join('; ');
  return html`
<tr><th scope="row" class="keep">${href === null ? day : html`<a href="${href}">${day}</a>`}</th>${order.map(
    (severity) => {
      const count = found.filter((one) => one === severity).length;
      return html`<td class="number ${severity}">${count === 0 ? html`<span class="soft">·</span>` : html`<b class="badge">${whole(count)}</b>`}</td>`;
    },
  )}<td>${findings[0] === undefined ? null : html`${clipped(findings[0].title, 140)} `}<span class="soft">${note}</span></td></tr>`;
}

/** @param days the last first; @returns a complete HTML document */
export function daysPage(days: readonly FoundDay[], hrefOf: HrefOf = nowhere): string {
  const found = days.flatMap(({ findings }) => findings);
  const silent = days.filter(({ state }) => state === 'no-logs').length;
  const [from, to] = [days.at(-1)?.day ?? '', days[0]?.day ?? ''];
  const title = from === to ? `Findings of ${to}` : `Findings from ${from} to ${to}`;
  return documentText({
    title: days.length === 0 ? 'No days' : title,
    over: 'Rarecall days',
    lead: [
      found.length === 0
        ? `Nothing was told in ${several(days.length, 'day')}.`
        : `${several(found.length, 'finding')}: ${severityPhrase(found.map(({ risk }) => risk.severity))}.`,
      ...(silent > 0
        ? [`Of ${several(silent, 'day')} no log was counted: there nothing was looked at.`]
        : []),
    ],
    nav: otherNav((to) => (to.page === 'days' ? null : hrefOf(to))),
    parts: [
      html`
<section class="card" aria-labelledby="days"><h2 id="days" class="first">Day by day</h2>
<div class="wide" tabindex="0"><table class="days"><thead><tr><th scope="col">Day</th>${order.map((one) => html`<th scope="col" class="number">${one}</th>`)}<th scope="col">Worst first</th></tr></thead>
<tbody>${days.map((day) => dayRow(day, hrefOf))}</tbody></table></div></section>`,
    ],
    foot,
  });
}

export interface ActorDays {
  readonly user: string;
  readonly from: Day;
  readonly to: Day;
  /** The newest first. */
  readonly findings: readonly Finding[];
}

/** All findings of one actor: what he did, and on which days. @returns a complete HTML document */
export function actorPage({ user, from, to, findings }: ActorDays, hrefOf: HrefOf = nowhere): string {
  const days = new Set(findings.map(({ day }) => day)).size;
  const { clusters, fields } = filtersOf(findings);
  const [newest] = findings;
  return documentText({
    title: `All findings of ${clipped(userPhrase(user), 120)}`,
    over: 'Rarecall actor',
    lead: [
      findings.length === 0
        ? `Nothing was told of this actor from ${from} to ${to}.`
        : `${several(findings.length, 'finding')} on ${several(days, 'day')} from ${from} to ${to}: ${severityPhrase(findings.map(({ risk }) => risk.severity))}.`,
    ],
    nav: otherNav(hrefOf),
    parts:
      newest === undefined
        ? [
            html`<section class="card"><p>Nothing told is not nothing done: calls that are usual for an actor are never told.</p></section>`,
          ]
        : [
            html`
<section class="findings" aria-labelledby="all"><h2 id="all">The newest first</h2><div class="card">${severityStrip(findings.map(({ risk }) => risk.severity))}${fields}${findingList(findings, ({ id }) => hrefOf({ page: 'finding', id }), clusters, true)}</div>${html`<div class="card"><h3>When</h3>${monthStrip(newest, findings.slice(1))}</div>`}</section>`,
          ],
    foot,
  });
}
