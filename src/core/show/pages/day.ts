/** The day in pictures: who did rare things when, how rare the day's calls were, and how many there were in each hour. */
import type { Finding } from '../../find/finding.ts';
import { type Html, html } from '../html.ts';
import type { HourCalls } from '../report.ts';
import { dayChart } from './pictures/chart.ts';
import { heatMap } from './pictures/heat.ts';
import { spreadChart } from './pictures/spread.ts';

export interface DayPictures {
  readonly findings: readonly Finding[];
  /** Empty: not drawn. */
  readonly hours: readonly HourCalls[];
  readonly spread: readonly number[];
}

const part = (name: string, picture: Html | null): Html | null =>
  picture === null
    ? null
    : html`
<h4>${name}</h4>${picture}`;

/** @returns `null` where there is nothing to draw */
export function daySection({ findings, hours, spread }: DayPictures): Html | null {
  const parts = [
    part('Rare calls by actor and hour', heatMap(findings)),
    part('How rare the calls of the day are', spreadChart(spread, findings)),
    part('Requests by hour', dayChart(hours)),
  ].filter((one) => one !== null);
  return parts.length === 0
    ? null
    : html`
<section class="card pictures" aria-labelledby="day"><h3 id="day">The day in pictures</h3>${parts}</section>`;
}
