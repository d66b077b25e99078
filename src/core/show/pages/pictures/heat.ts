/** Who of the findings did rare things at which hour: a lane for each actor, a cell for each hour, darker for more. */
import type { Finding } from '../../../find/finding.ts';
import type { RankedCall } from '../../../judge/ranked-call.ts';
import { type Html, html } from '../../html.ts';
import { actorPhrase, clipped, hourPhrase, several, whole } from '../../phrase.ts';

/** Lanes beyond these would not be looked at. */
export const heatLanes = 12;

/** Calls from which on a cell is as dark as that. */
const levels = [1, 2, 4, 8] as const;

interface Lane {
  readonly who: string;
  /** Distinct rare calls by hour of the day, UTC. */
  readonly hours: readonly number[];
}

const hourIn = (time: string | null): number[] => {
  const hour = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):/.exec(time ?? '')?.[1];
  return hour === undefined ? [] : [Number(hour)];
};

/** As far as the times of a call were kept. */
const hoursOf = ({ firstSeen, lastSeen, evidence }: RankedCall): Set<number> =>
  new Set([firstSeen, lastSeen, ...evidence.map(({ time }) => time)].flatMap(hourIn));

/** Those of the highest risk first, as the findings are. */
function lanesOf(findings: readonly Finding[]): Lane[] {
  const actors = Map.groupBy(findings, (finding) => `${actorPhrase(finding)} on ${finding.cluster}`);
  return [...actors].map(([who, own]) => {
    const hours = new Array<number>(24).fill(0);
    for (const call of own.flatMap(({ calls }) => calls))
      for (const hour of hoursOf(call)) hours[hour] = (hours[hour] ?? 0) + 1;
    return { who, hours };
  });
}

const width = 100 / 24;
const percent = (value: number): string => `${value.toFixed(2)}%`;

const cell = (count: number, hour: number): Html => html`
<rect class="${count === 0 ? 'none' : `heat-${levels.filter((from) => count >= from).length}`}" x="${percent(hour * width + 0.25)}" width="${percent(width - 0.5)}" y="1" height="20" rx="3"/>${
  count === 0
    ? null
    : html`<text x="${percent((hour + 0.5) * width)}" y="15" text-anchor="middle">${whole(count)}</text>`
}`;

/** `02:00 5 calls, 13:00 1 call`. */
const saidOf = ({ hours }: Lane): string =>
  hours
    .flatMap((count, hour) => (count === 0 ? [] : [`${hourPhrase(hour)} ${several(count, 'call')}`]))
    .join(', ') || 'no time is known';

const laneOf = (lane: Lane): Html => html`
<div class="lane"><span>${clipped(lane.who, 120)}</span><svg role="img" aria-label="${clipped(saidOf(lane), 900)}">${lane.hours.map(cell)}</svg></div>`;

const axis = html`
<div class="lane axis" aria-hidden="true"><span></span><svg>${[0, 6, 12, 18, 24].map(
  (hour) =>
    html`<text x="${percent(hour * width)}" y="13" class="${hour === 0 ? 'first' : hour === 24 ? 'last' : 'inner'}">${hourPhrase(hour)}</text>`,
)}</svg></div>`;

const key = html`<ul class="key">${levels.map((from, at) => {
  const to = (levels[at + 1] ?? 0) - 1;
  return html`<li><i class="heat-${at + 1}"></i>${to < 0 ? `${from} or more` : to === from ? `${from}` : `${from}–${to}`}</li>`;
})}<li>rare calls in the hour (UTC)</li></ul>`;

/** @returns `null` where no finding has a time */
export function heatMap(findings: readonly Finding[]): Html | null {
  const lanes = lanesOf(findings);
  if (lanes.every(({ hours }) => hours.every((count) => count === 0))) return null;
  const left = lanes.length - heatLanes;
  return html`
<figure class="session heat">${lanes.slice(0, heatLanes).map(laneOf)}${axis}
<figcaption>${key}${left > 0 ? html`<p class="soft small">${several(left, 'more actor')} of lower risk ${left === 1 ? 'is' : 'are'} not drawn.</p>` : null}</figcaption></figure>`;
}
