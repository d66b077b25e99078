/** The story that a finding belongs to: its days in order, each with its steps. Refuses to know how it was put together. */
import type { Campaign, CampaignStep } from '../../find/campaign/campaign.ts';
import { isStory } from '../../find/campaign/words.ts';
import type { Finding } from '../../find/finding.ts';
import type { OddDay } from '../../rank/grown.ts';
import { type Html, html } from '../html.ts';
import { clipped, clock, phasePhrase, several, storyPhrase } from '../phrase.ts';

const stepRow = (step: CampaignStep): Html => html`
<tr><td class="keep">${clipped(clock(step.time), 20)}</td><td class="keep">${clipped(phasePhrase(step.phase), 40)}</td><td>${clipped(step.what, 300)}${
  step.outcome === 'allowed' ? null : html` <span class="soft">(${clipped(outcomePhrase(step), 40)})</span>`
}</td></tr>`;

const outcomePhrase = ({ outcome }: CampaignStep): string =>
  outcome === 'unknown' ? 'outcome not known' : outcome;

const stepTable = (steps: readonly CampaignStep[]): Html => html`
<div class="wide"><table class="small">
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Phase</th><th scope="col">What was done</th></tr></thead>
<tbody>${steps.map(stepRow)}</tbody></table></div>`;

const oddPhrase = ({ act, namespace, bits }: OddDay): string =>
  `${act === null ? 'odd by where it came from' : `${act}${namespace === null ? '' : ` in ${namespace}`}`}; ${bits} bits more than usual, not told`;

interface StoryDay {
  readonly day: string;
  readonly steps: readonly CampaignStep[];
  readonly odd: OddDay | null;
}

/** A day may have both where a step of it was told and the rest was not. */
function daysOf({ steps, untold }: Campaign): StoryDay[] {
  const days = new Set([...steps.map(({ day }) => day), ...untold.map(({ day }) => day)]);
  return [...days].sort().map((day) => ({
    day,
    steps: steps.filter((step) => step.day === day),
    odd: untold.find((one) => one.day === day) ?? null,
  }));
}

const dayItem = ({ day, steps, odd }: StoryDay, last: string): Html => html`
<li><strong>${day}</strong>${day === last ? html` <span class="soft">this day</span>` : null}${
  odd === null ? null : html` <span class="soft">${clipped(oddPhrase(odd), 300)}</span>`
}${steps.length === 0 ? null : stepTable(steps)}</li>`;

/** Nothing where only one day of it is known: its calls say it all. */
export function storyOf({ campaign }: Finding): Html | null {
  if (campaign === undefined || !isStory(campaign)) return null;
  const more =
    campaign.leftOut > 0
      ? html` ${several(campaign.leftOut, 'more step')} ${campaign.leftOut === 1 ? 'is' : 'are'} left out.`
      : null;
  return html`
<div class="story"><h4>The story</h4>
<p>${clipped(storyPhrase(campaign))}.${more} <span class="soft">Campaign <code>${campaign.id}</code></span></p>
<ol class="plain">${daysOf(campaign).map((one) => dayItem(one, campaign.lastDay))}</ol></div>`;
}
