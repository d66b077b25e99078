/** Findings as a list: what was done, when, why it is told and what to do next, in a few lines each. */
import { isStory } from '../../find/campaign/words.ts';
import type { Finding } from '../../find/finding.ts';
import { gistOf } from '../gist.ts';
import { type Html, html } from '../html.ts';
import { clipped, whole } from '../phrase.ts';
import { clusterClass } from './filters.ts';
import { workLine } from './work.ts';

export const badge = ({ risk: { severity } }: Finding): Html =>
  html`<span class="badge ${severity}">${severity}</span>`;

/** Why and what next, as far as there is something to say. */
export function gistLines({ why, next }: ReturnType<typeof gistOf>): Html {
  const line = (name: string, text: string): Html | null =>
    text === '' ? null : html`<p class="gist"><b>${name}</b> ${clipped(text)}</p>`;
  return html`${line('Why', why)}${line('Next', next)}`;
}

/** That it is no affair of one day is known before anything is opened. */
const storyPart = ({ campaign }: Finding): string =>
  campaign === undefined || !isStory(campaign)
    ? ''
    : `; day ${whole(campaign.days)} of what began on ${campaign.firstDay}`;

/** Where the title of an entry leads; `null`: nowhere. */
export type Lead = (finding: Finding) => string | null;

function entry(finding: Finding, lead: Lead, clusters: readonly string[], days: boolean): Html {
  const gist = gistOf(finding);
  const title = clipped(finding.title, 200);
  const href = lead(finding);
  return html`
<li class="entry ${finding.risk.severity} ${clusterClass(finding, clusters)}"><div class="score"><span class="unseen">risk </span>${whole(finding.risk.score)}</div>
<div>${badge(finding)} ${href === null ? html`<strong>${title}</strong>` : html`<a href="${href}">${title}</a>`}
<p class="soft small">${days ? `${finding.day}, ` : ''}${clipped(`${gist.when}${storyPart(finding)}`, 260)}</p>${workLine(finding)}${gistLines(gist)}</div></li>`;
}

/** @param clusters of all that the filter knows. @param days whether each says its day: they are of several */
export const findingList = (
  findings: readonly Finding[],
  lead: Lead,
  clusters: readonly string[] = [],
  days = false,
): Html => html`
<ol class="plain">${findings.map((finding) => entry(finding, lead, clusters, days))}</ol>`;
