/**
 * A finding as a picture of its session: a lane for each thing that was done, a mark where it was. The shape says what became
 * of it, and whether it is filled, that it was new; colour only repeats that. Lengths are percent, so that it is as wide as the
 * page and its marks keep their shape; words are words of the page.
 */
import type { Finding } from '../../../find/finding.ts';
import { type Deed, deedsIn } from '../../../find/title/deeds.ts';
import { deedPhrase } from '../../../find/title/words.ts';
import type { RankedCall } from '../../../judge/ranked-call.ts';
import { type Html, html } from '../../html.ts';
import { clipped, clock, several } from '../../phrase.ts';

/** Lanes beyond these would not be looked at; marks nearer than a step of a lane would lie on each other. */
export const sessionBounds = { lanes: 20, steps: 80 } as const;
const mostTicks = 5;
/** Room for half a mark at both ends, percent. */
const edge = 1.5;

const shapes = ['allowed', 'refused', 'open'] as const;
type Shape = (typeof shapes)[number];

interface Mark {
  readonly at: number;
  readonly shape: Shape;
  readonly isNew: boolean;
}

const meanings: Readonly<Record<Shape, string>> = {
  allowed: 'allowed',
  refused: 'refused',
  open: 'failed, tried or not known',
};

/** For `use`, once a page. */
export const markShapes = html`
<svg class="shapes" width="0" height="0" aria-hidden="true"><defs>
<circle id="mark-allowed" r="4.5"/><path id="mark-refused" d="M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0z"/><path id="mark-open" d="M-4-4H4V4H-4z"/>
</defs></svg>`;

const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Milliseconds; none of a text that is no time. */
const timeOf = (text: string | null): number[] => {
  const time = text !== null && written.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? [] : [time];
};

type Timed = ReadonlyMap<RankedCall, readonly number[]>;

/** As far as they were kept. */
const timesOf = ({ firstSeen, lastSeen, evidence }: RankedCall): number[] =>
  [firstSeen, ...evidence.map(({ time }) => time), lastSeen].flatMap(timeOf);

/** The caller never did it before, or never there. */
export const isNew = ({ baseline: { known } }: RankedCall): boolean =>
  known.action?.ownDays === 0 || known.namespace?.ownDays === 0;

const shapeOf = ({ manner }: Deed): Shape => (manner === 'allowed' || manner === 'refused' ? manner : 'open');

/** @returns `null` where no call has a time */
export function sessionPicture({ calls }: Pick<Finding, 'calls'>): Html | null {
  const timed: Timed = new Map(calls.map((call) => [call, timesOf(call)]));
  const times = [...timed.values()].flat();
  if (times.length === 0) return null;
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const placed = placer(from, to);
  const deeds = deedsIn(calls);
  const firstOf = (deed: Deed): number => Math.min(...deed.calls.flatMap((call) => timed.get(call) ?? []));
  const lanes = deeds
    .slice(0, sessionBounds.lanes)
    .map((deed) => ({ deed, marks: marksOf(deed, timed, placed), first: firstOf(deed) }))
    .sort((a, b) => a.first - b.first);
  const ticks = ticksOf(from, to).map((time) => ({ at: placed(time), label: labelOf(time, to - from) }));
  const lines = html`${ticks.map(({ at }) => html`<line x1="${percent(at)}" x2="${percent(at)}" y1="0" y2="100%"/>`)}`;
  const left = deeds.length - lanes.length;
  return html`
<figure class="session">${lanes.map(({ deed, marks }) => laneOf(deed, marks, lines))}
<div class="lane axis" aria-hidden="true"><span></span><svg>${ticks.map(
    ({ at, label }) =>
      html`<text x="${percent(at)}" y="13" class="${at < 12 ? 'first' : at > 88 ? 'last' : 'inner'}">${label}</text>`,
  )}</svg></div>
<figcaption>${keyOf(lanes.flatMap(({ marks }) => marks))}${left > 0 ? html`<p class="soft small">${several(left, 'more thing was done, which is', 'more things were done, which are')} not drawn; calls stand below.</p>` : null}</figcaption></figure>`;
}

const percent = (at: number): string => `${at.toFixed(2)}%`;

/** From a time to percent of the lane. */
const placer =
  (from: number, to: number) =>
  (time: number): number =>
    to === from ? 50 : edge + ((time - from) / (to - from)) * (100 - 2 * edge);

/** Those that would lie on each other are one. */
function marksOf(deed: Deed, timed: Timed, placed: (time: number) => number): Mark[] {
  const marks = new Map<number, Mark>();
  const shape = shapeOf(deed);
  for (const call of deed.calls) {
    const fresh = isNew(call);
    for (const time of timed.get(call) ?? []) {
      const at = placed(time);
      const step = 2 * Math.round((at / 100) * sessionBounds.steps) + Number(fresh);
      if (!marks.has(step)) marks.set(step, { at, shape, isNew: fresh });
    }
  }
  return [...marks.values()];
}

const use = ({ shape, isNew: fresh }: Omit<Mark, 'at'>, x: string): Html =>
  html`<use href="#mark-${shape}" class="${fresh ? 'new' : 'usual'}" x="${x}" y="11"/>`;

const laneOf = (deed: Deed, marks: readonly Mark[], lines: Html): Html => html`
<div class="lane"><span>${clipped(labelFor(deed), 200)}</span><svg role="img" aria-label="${saidOf(deed)}">${lines}${marks.map((mark) => use(mark, percent(mark.at)))}</svg></div>`;

/** Two lines at most beside its marks: the name of its object where that fits. */
function labelFor(deed: Deed): string {
  const named = deedPhrase(deed, true);
  return named.length <= 70 ? named : deedPhrase(deed, false);
}

/** What the marks of a lane say. */
function saidOf({ calls, manner, count }: Deed): string {
  const seen = calls
    .flatMap(({ firstSeen, lastSeen }) => [firstSeen, lastSeen])
    .filter((time) => timeOf(time).length > 0);
  const [first = null, last = null] = [seen.toSorted()[0], seen.toSorted().at(-1)].map(
    (time) => time ?? null,
  );
  const [from, to] = [clock(first), clock(last)];
  const fresh = calls.filter(isNew).length;
  const news = fresh === 0 ? 'usual' : fresh === calls.length ? 'new' : `${fresh} of ${calls.length} new`;
  return `${from === to ? from : `${from} to ${to}`}, ${several(count, 'time')}, ${manner}, ${news}`;
}

/** What the marks mean, of those that are there. */
function keyOf(marks: readonly Mark[]): Html {
  const kinds = shapes.flatMap((shape) =>
    [true, false]
      .map((fresh) => ({ shape, isNew: fresh }))
      .filter((kind) => marks.some((mark) => mark.shape === kind.shape && mark.isNew === kind.isNew)),
  );
  return html`<ul class="key">${kinds.map(
    (kind) =>
      html`<li><svg class="mark" aria-hidden="true">${use(kind, '50%')}</svg>${meanings[kind.shape]}, ${kind.isNew ? 'new for the caller' : 'usual'}</li>`,
  )}<li>time in UTC</li></ul>`;
}

const seconds = [1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600];

/** Round times between both, few enough to be read on a phone; the one time where both are the same. */
function ticksOf(from: number, to: number): number[] {
  if (from === to) return [from];
  const step = 1_000 * (seconds.find((size) => (to - from) / (1_000 * size) < mostTicks) ?? 86_400);
  const first = Math.ceil(from / step) * step;
  const ticks = Array.from({ length: mostTicks }, (_, at) => first + at * step).filter((time) => time <= to);
  return ticks.length > 0 ? ticks : [from];
}

/** Seconds only where they matter. */
const labelOf = (time: number, length: number): string =>
  clock(new Date(time).toISOString()).slice(0, length < 300_000 ? 8 : 5);
