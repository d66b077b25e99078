/** Findings as a list: what was done, when, why it is told and what to do next, in a few lines each. */
import type { Finding } from '../../find/finding.ts';
import { severities } from '../../judge/severity.ts';
import { gistOf } from '../gist.ts';
import { type Html, html } from '../html.ts';
import { clipped, whole } from '../phrase.ts';
import { workLine } from './work.ts';

export const badge = ({ risk: { severity } }: Finding): Html =>
  html`<span class="badge ${severity}">${severity}</span>`;

/** Why and what next, as far as there is something to say. */
export function gistLines({ why, next }: ReturnType<typeof gistOf>): Html {
  const line = (name: string, text: string): Html | null =>
    text === '' ? null : html`<p class="gist"><b>${name}</b> ${clipped(text)}</p>`;
  return html`${line('Why', why)}${line('Next', next)}`;
}

function entry(finding: Finding, isLinked: boolean): Html {
  const gist = gistOf(finding);
  const title = clipped(finding.title, 200);
  return html`
<li class="entry ${finding.risk.severity}"><div class="score">${whole(finding.risk.score)}</div>
<div>${badge(finding)} ${isLinked ? html`<a href="#finding-${finding.id}">${title}</a>` : html`<strong>${title}</strong>`}
<p class="soft small">${clipped(gist.when, 200)}</p>${workLine(finding)}${gistLines(gist)}</div></li>`;
}

/** Radio buttons that the style sheet knows; none where all are of one severity. */
export function severityFilter(findings: readonly Finding[]): Html | null {
  const there = severities.toReversed().filter((one) => findings.some(({ risk }) => risk.severity === one));
  if (there.length < 2) return null;
  return html`
<fieldset><legend>Show</legend><label><input type="radio" name="only" id="only-all" checked=""/>all</label>${there.map(
    (one) => html`<label class="${one}"><input type="radio" name="only" id="only-${one}"/>${one}</label>`,
  )}</fieldset>`;
}

/** @param isLinked a title leads to its card, where there is one */
export const findingList = (findings: readonly Finding[], isLinked: boolean): Html => html`
<ol class="plain">${findings.map((finding) => entry(finding, isLinked))}</ol>`;
