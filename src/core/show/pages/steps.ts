/** The calls of a finding in order of time, those that did the same together; the most telling in full. */
import type { Finding } from '../../find/finding.ts';
import { callCount } from '../../find/left-out.ts';
import { type Deed, deedsIn } from '../../find/title/deeds.ts';
import { deedPhrase } from '../../find/title/words.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { compareTexts } from '../../rank/order.ts';
import { type Html, html } from '../html.ts';
import { callPhrase, clipped, clock, several, tenth, whole } from '../phrase.ts';
import { callItem } from './call.ts';
import { fullBitsOf } from './pictures/chart.ts';

/** Calls of a finding in full, and in a row each. */
const most = { inFull: 6, inRows: 100 } as const;

/** Those without a time come last. */
const byTime = (a: RankedCall, b: RankedCall): number =>
  Number(a.firstSeen === null) - Number(b.firstSeen === null) || compareTexts(a.firstSeen, b.firstSeen);

const row = (call: RankedCall): Html => html`
<tr><td class="keep">${clipped(clock(call.firstSeen), 20)}</td><td>${clipped(callPhrase(call), 200)}<br><code class="soft">${clipped(call.requestURI ?? '(no address)', 200)}</code></td><td class="number">${tenth(call.rarity)}</td><td class="number">${whole(call.risk.score)}</td><td class="number">${whole(call.count)}×</td></tr>`;

const rows = (calls: readonly RankedCall[]): Html => html`
<div class="wide"><table class="small steps">
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Call</th><th scope="col" class="number">Rarity</th><th scope="col" class="number">Risk</th><th scope="col" class="number">Count</th></tr></thead>
<tbody>${calls.map(row)}</tbody></table></div>`;

/** @param at the calls in full, and which are not shown at all */
function group(
  deed: Deed,
  inFull: ReadonlySet<RankedCall>,
  left: ReadonlySet<RankedCall>,
  fullBits: number,
): Html {
  const calls = deed.calls.filter((call) => !left.has(call)).toSorted(byTime);
  const [full, short] = [calls.filter((call) => inFull.has(call)), calls.filter((call) => !inFull.has(call))];
  const risk = Math.max(...deed.calls.map((call) => call.risk.score));
  return html`
<li><details><summary><span class="time">${clipped(clock(calls[0]?.firstSeen ?? null), 20)}</span> ${clipped(deedPhrase(deed, true), 300)} <span class="soft">${several(deed.calls.length, 'call')}, risk ${whole(risk)}</span></summary>${
    full.length === 0
      ? null
      : html`
<ol class="plain">${full.map((call) => callItem(call, fullBits))}</ol>`
  }${short.length === 0 ? null : rows(short)}</details></li>`;
}

export function stepsOf(finding: Pick<Finding, 'calls' | 'leftOut'>): Html {
  const { calls, leftOut = 0 } = finding;
  const deeds = deedsIn(calls);
  const ranked = deeds.flatMap((deed) => deed.calls);
  const inFull = new Set(ranked.slice(0, most.inFull));
  const left = new Set(ranked.slice(most.inFull + most.inRows));
  const shown = deeds.filter((deed) => deed.calls.some((call) => !left.has(call)));
  const first = ({ calls: own }: Deed): RankedCall => own.toSorted(byTime)[0] as RankedCall;
  const ordered = shown.map((deed) => ({ deed, call: first(deed) })).sort((a, b) => byTime(a.call, b.call));
  const fullBits = fullBitsOf([...inFull]);
  return html`
<h4>${several(callCount(finding), 'rare call')} in order of time</h4>
<ol class="plain steps">${ordered.map(({ deed }) => group(deed, inFull, left, fullBits))}</ol>${
    left.size > 0 ? html`<p class="soft small">${several(left.size, 'more call')} in the JSON.</p>` : null
  }${
    leftOut > 0
      ? html`<p class="soft small">${several(leftOut, 'more call')} in the ranking of the day.</p>`
      : null
  }`;
}
