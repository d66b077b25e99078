/** Small pictures: bars of bits, a strip of severities, the hours of a day. Inline SVG, no style attributes. */

import { type Severity, severities } from '../../../judge/severity.ts';
import { type Html, html } from '../../html.ts';
import { hourPhrase, several, tenth, whole } from '../../phrase.ts';
import type { HourCalls } from '../../report.ts';

// SVG lengths with two decimals: an exponent or a NaN would void the picture.
const length = (value: number): string => (Number.isFinite(value) ? Math.max(0, value) : 0).toFixed(2);

const barOf = (share: number): Html => html`
<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
<rect class="track" width="100" height="8"/><rect class="fill" width="${length(share * 100)}" height="8"/>
</svg>`;

/** The terms of a surprise, most surprising first, each as long as its share of `fullBits`; the total below. */
export function bitBars(bits: Readonly<Record<string, number>>, fullBits: number): Html {
  const terms = Object.entries(bits)
    .filter(([term]) => term !== 'total')
    .sort(([, one], [, other]) => other - one);
  const total =
    bits.total === undefined
      ? null
      : html`<dt class="whole">surprise</dt><dd></dd><dd class="number whole">${tenth(bits.total)} bits</dd>`;
  return html`<dl class="bits">${terms.map(
    ([term, value]) => html`
<dt>${term}</dt><dd>${barOf(value / fullBits)}</dd><dd class="number">${tenth(value)}</dd>`,
  )}${total}</dl>`;
}

/** The largest single term of some calls, at least one bit: what a full bar stands for. */
export const fullBitsOf = (calls: readonly { readonly bits: Readonly<Record<string, number>> }[]): number =>
  calls
    .flatMap((call) => Object.entries(call.bits))
    .filter(([term, value]) => term !== 'total' && Number.isFinite(value))
    .reduce((full, [, value]) => Math.max(full, value), 1);

/** How many findings of each severity, as a strip with its key. */
export function severityStrip(found: readonly Severity[]): Html {
  const counts = severities
    .toReversed()
    .map((severity) => ({ severity, count: found.filter((other) => other === severity).length }))
    .filter(({ count }) => count > 0);
  const share = (count: number): number => (count / found.length) * 100;
  let from = 0;
  const parts = counts.map(({ severity, count }) => {
    const x = share(from);
    from += count;
    return html`<rect class="${severity}" x="${length(x)}" width="${length(share(count))}" height="10"/>`;
  });
  const key = counts.map(
    ({ severity, count }) => html`<li><i class="${severity}"></i>${whole(count)} ${severity}</li>`,
  );
  return html`
<svg class="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<ul class="key">${key}</ul>`;
}

const plot = { left: 44, right: 1030, top: 16, foot: 112 } as const;
const step = (plot.right - plot.left) / 24;
const tallest = plot.foot - plot.top;
/** A rare call must be seen beside thousands: its mark has a least height. */
const leastMark = 4;

function hourColumn({ hour, requests, rare }: HourCalls, highest: number): Html {
  const x = plot.left + hour * step;
  const rect = (kind: string, tall: number): Html =>
    html`<rect class="${kind}" x="${length(x + 2)}" y="${length(plot.foot - tall)}" width="${length(step - 4)}" height="${length(tall)}"/>`;
  const tall = (requests / highest) * tallest;
  const marked = Math.max(leastMark, (rare / highest) * tallest);
  const dotY = plot.foot - Math.max(tall, marked) - 7;
  const mark =
    rare === 0
      ? null
      : html`${rect('rare', marked)}<circle class="rare" cx="${length(x + step / 2)}" cy="${length(dotY)}" r="3.5"/>`;
  return html`
<g><title>${hourPhrase(hour)} UTC: ${several(requests, 'request')}, ${whole(rare)} in findings</title>${rect('requests', tall)}${mark}</g>`;
}

/** requests by hour, those in findings marked; `null` where there is nothing to draw. */
export function dayChart(hours: readonly HourCalls[]): Html | null {
  const highest = Math.max(0, ...hours.map((hour) => hour.requests));
  if (highest === 0) return null;
  const busy = hours.filter((hour) => hour.rare > 0).map((hour) => hourPhrase(hour.hour));
  const said = `requests by hour, at most ${whole(highest)} an hour; those in findings: ${busy.join(', ') || 'none'}`;
  const ruler = (y: number, label: string): Html => html`
<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}"/><text x="${plot.left - 6}" y="${y + 4}" text-anchor="end">${label}</text>`;
  const hourLabels = [0, 6, 12, 18, 24].map(
    (hour) => html`
<text x="${length(plot.left + hour * step)}" y="${plot.foot + 16}" text-anchor="middle">${hourPhrase(hour)}</text>`,
  );
  return html`
<ul class="key"><li><i class="requests"></i>requests an hour</li><li><i class="rare"></i>of them in findings</li></ul>
<div class="wide"><svg class="chart" viewBox="0 0 1060 132" role="img" aria-label="${said}">
${ruler(plot.top, whole(highest))}${ruler(plot.foot, '0')}${hours.map((hour) => hourColumn(hour, highest))}${hourLabels}
</svg></div>`;
}
