/**
 * The days before a finding as a strip: when its actor was told of, was odd, was first seen. Draws what findings and their
 * stories know; that a day is not known is drawn as well, and never taken for a quiet one.
 */
import { addDays, calendarDay, type Day } from '../../../count/day.ts';
import type { Finding } from '../../../find/finding.ts';
import { severityOf } from '../../../judge/severity.ts';
import { type Html, html } from '../../html.ts';
import { several } from '../../phrase.ts';

/** Days that are drawn, the day of the finding the last of them. */
export const stripDays = 31;

type Kind = 'told' | 'odd' | 'first' | 'unseen' | 'unsaid';

interface StripDay {
  readonly day: Day;
  readonly kind: Kind;
  /** 1-100, of the worst that was told. */
  readonly risk: number;
}

type Told = ReadonlyMap<Day, number>;

/** Day -> the highest risk of what was told of it. */
function toldDays({ day, risk, campaign }: Finding, others: readonly Finding[]): Told {
  const told = new Map<Day, number>();
  const add = (one: Day, score: number) => told.set(one, Math.max(score, told.get(one) ?? 0));
  for (const step of campaign?.steps ?? []) add(step.day, step.risk);
  for (const other of others) add(other.day, other.risk.score);
  add(day, risk.score);
  return told;
}

/** @param others findings of the same actor on other days, where somebody looked */
export function stripOf(finding: Finding, others: readonly Finding[] = []): StripDay[] {
  const { day, calls, campaign } = finding;
  const baseline = calls[0]?.baseline;
  const seenFrom = baseline === undefined ? undefined : baseline.actorFirstSeen;
  const told = toldDays(finding, others);
  const odd = new Set(campaign?.untold.map((one) => one.day));
  return Array.from({ length: stripDays }, (_, at) => {
    const one = addDays(day, at + 1 - stripDays);
    const risk = told.get(one) ?? 0;
    const isBefore = seenFrom !== undefined && one < day && (seenFrom === null || one < seenFrom);
    const kind = told.has(one)
      ? 'told'
      : odd.has(one)
        ? 'odd'
        : one === seenFrom
          ? 'first'
          : isBefore
            ? 'unseen'
            : 'unsaid';
    return { day: one, kind, risk };
  });
}

const meanings: Readonly<Record<Kind, string>> = {
  told: 'told, in the colour of its risk',
  odd: 'odd, not told',
  first: 'first seen',
  unseen: 'did not call',
  unsaid: 'nothing told',
};

const width = 100 / stripDays;
const percent = (value: number): string => `${value.toFixed(2)}%`;
const classOf = ({ kind, risk }: Pick<StripDay, 'kind' | 'risk'>): string =>
  kind === 'told' ? `told ${severityOf(risk)}` : kind === 'unseen' ? 'unseen-day' : kind;

const cell = (one: StripDay, at: number): Html => html`
<rect class="${classOf(one)}" x="${percent(at * width + 0.3)}" width="${percent(width - 0.6)}" y="2" height="18" rx="2"><title>${one.day}: ${meanings[one.kind]}</title></rect>`;

/** What the cells say, in days. */
function saidOf(days: readonly StripDay[]): string {
  const of = (kind: Kind): string =>
    days
      .filter((one) => one.kind === kind)
      .map(({ day }) => day)
      .join(', ');
  const parts = [
    ['told', of('told')],
    ['odd and not told', of('odd')],
    ['first seen', of('first')],
  ].filter(([, listed]) => listed !== '');
  const unseen = days.filter(({ kind }) => kind === 'unseen').length;
  return [
    ...parts.map(([name, listed]) => `${name} on ${listed}`),
    ...(unseen > 0 ? [`no call on the ${several(unseen, 'day')} before that`] : []),
  ].join('; ');
}

/** Nothing where it would say no more than that the day was told. */
export function monthStrip(finding: Finding, others: readonly Finding[] = []): Html | null {
  if (calendarDay(finding.day) === null) return null;
  const days = stripOf(finding, others);
  const kinds = (Object.keys(meanings) as Kind[]).filter((kind) => days.some((one) => one.kind === kind));
  const known = days.filter(({ kind }) => kind !== 'unsaid');
  if (known.length < 2) return null;
  const first = days[0]?.day ?? finding.day;
  return html`
<h4>The ${stripDays - 1} days before</h4>
<figure class="month"><svg role="img" aria-label="${saidOf(days)}" height="22" width="100%">${days.map(cell)}</svg>
<div class="ends small soft"><span>${first}</span><span>${finding.day}</span></div>
<figcaption><ul class="key">${kinds.map((kind) => html`<li><i class="${classOf({ kind, risk: finding.risk.score })}"></i>${meanings[kind]}</li>`)}</ul></figcaption></figure>`;
}
