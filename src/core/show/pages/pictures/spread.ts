/** The day's calls by how rare they are, and where among them the findings stand. Bars grow with the logarithm: a few must be seen beside thousands. */
import type { Finding } from '../../../find/finding.ts';
import { type Severity, severities } from '../../../judge/severity.ts';
import { bandOf, spreadBands } from '../../../rank/rarity/spread.ts';
import { type Html, html } from '../../html.ts';
import { several, whole } from '../../phrase.ts';

const plot = { left: 8, right: 1052, top: 34, foot: 130 } as const;
const step = (plot.right - plot.left) / spreadBands;
const length = (value: number): string => value.toFixed(1);

interface Band {
  readonly calls: number;
  readonly findings: number;
  readonly worst: Severity;
}

/** A finding stands where its rarest call does. */
function bandsOf(spread: readonly number[], findings: readonly Finding[]): Band[] {
  const placed = findings.map(({ calls, risk }) => ({
    band: bandOf(Math.max(0, ...calls.map(({ rarity }) => rarity))),
    severity: risk.severity,
  }));
  return Array.from({ length: spreadBands }, (_, at) => {
    const own = placed.filter(({ band }) => band === at);
    const worst = severities.findLast((one) => own.some(({ severity }) => severity === one));
    return { calls: spread[at] ?? 0, findings: own.length, worst: worst ?? 'informational' };
  });
}

/** `1 in 10 to 18`: what share of a caller's days has so rare a call. */
function bandPhrase(at: number): string {
  const from = whole(10 ** (at / 4));
  return at === spreadBands - 1
    ? `rarer than 1 in ${from}`
    : `1 in ${from} to ${whole(10 ** ((at + 1) / 4))}`;
}

function column({ calls, findings, worst }: Band, at: number, most: number): Html | null {
  if (calls === 0 && findings === 0) return null;
  const x = plot.left + at * step;
  const tall = calls === 0 ? 0 : 3 + ((plot.foot - plot.top - 3) * Math.log1p(calls)) / Math.log1p(most);
  const y = plot.foot - tall;
  const mark =
    findings === 0
      ? null
      : html`<circle class="${worst}" cx="${length(x + step / 2)}" cy="${length(y - 16)}" r="12"/><text class="on" x="${length(x + step / 2)}" y="${length(y - 11.5)}" text-anchor="middle">${whole(findings)}</text>`;
  return html`
<g><rect class="requests" x="${length(x + 2)}" y="${length(y)}" width="${length(step - 4)}" height="${length(tall)}"/>${mark}</g>`;
}

const row = ({ calls, findings }: Band, at: number): Html | null =>
  calls === 0 && findings === 0
    ? null
    : html`
<tr><th scope="row">${bandPhrase(at)}</th><td class="number">${whole(calls)}</td><td class="number">${whole(findings)}</td></tr>`;

const labels = [0, 4, 8, 12, 16].map(
  (at) =>
    html`<text x="${length(plot.left + at * step + 2)}" y="${plot.foot + 17}">${at === 0 ? 'every day' : `1 in ${whole(10 ** (at / 4))}`}</text>`,
);

/** @param spread of all ranked calls; `null` where nothing is known or there are none */
export function spreadChart(spread: readonly number[], findings: readonly Finding[]): Html | null {
  const bands = bandsOf(spread, findings);
  const calls = bands.reduce((sum, band) => sum + band.calls, 0);
  if (calls === 0) return null;
  const most = Math.max(...bands.map((band) => band.calls));
  const rarest = bands.findLastIndex((band) => band.calls > 0);
  const said = `${several(calls, 'different call')} by rarity, the rarest ${bandPhrase(rarest)}; ${several(findings.length, 'finding')} marked`;
  return html`
<figure class="spread"><ul class="key"><li><i class="requests"></i>different calls, so rare that one day of a caller in … has such a one</li><li><i class="dot"></i>findings, by their rarest call</li></ul>
<div class="wide"><svg class="chart" viewBox="0 0 1060 152" role="img" aria-label="${said}">
<line x1="${plot.left}" x2="${plot.right}" y1="${plot.foot}" y2="${plot.foot}"/>${bands.map((band, at) => column(band, at, most))}${labels}
</svg></div>
<figcaption><details><summary>The same as a table</summary><table class="small"><thead><tr><th scope="col">One day of a caller in …</th><th scope="col" class="number">Different calls</th><th scope="col" class="number">Findings</th></tr></thead><tbody>${bands.map(row)}</tbody></table></details></figcaption></figure>`;
}
