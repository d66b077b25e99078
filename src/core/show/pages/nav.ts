/** Ways from a page to others, as far as there are any. */
import { addDays, calendarDay, type Day } from '../../count/day.ts';
import type { Finding } from '../../find/finding.ts';
import { type Html, html } from '../html.ts';
import type { HrefOf } from '../links.ts';
import { clipped, userPhrase } from '../phrase.ts';

interface Way {
  readonly href: string | null;
  readonly text: string;
}

const wayTo = ({ href, text }: Way): Html[] =>
  href === null ? [] : [html`<li><a href="${href}">${text}</a></li>`];

function ways(label: string, to: readonly Way[]): Html | null {
  const there = to.flatMap(wayTo);
  return there.length === 0
    ? null
    : html`
<nav class="ways" aria-label="${label}"><ul>${there}</ul></nav>`;
}

/** @param newest days after it have nothing to show; `null` where that is not known */
export function dayNav(day: Day, newest: Day | null, hrefOf: HrefOf): Html | null {
  if (calendarDay(day) === null) return null;
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  return ways('Days', [
    { href: hrefOf({ page: 'report', day: before }), text: `← ${before}` },
    { href: hrefOf({ page: 'days' }), text: 'All days' },
    {
      href: newest !== null && day >= newest ? null : hrefOf({ page: 'report', day: after }),
      text: `${after} →`,
    },
    { href: hrefOf({ page: 'clusters' }), text: 'Clusters' },
  ]);
}

/** From a page about something else than a day. */
export const otherNav = (hrefOf: HrefOf, finding?: Finding): Html | null =>
  ways('Other pages', [
    ...(finding === undefined
      ? []
      : [
          { href: hrefOf({ page: 'report', day: finding.day }), text: `Report of ${finding.day}` },
          { href: actorHref(finding, hrefOf), text: allOf(finding) },
        ]),
    { href: hrefOf({ page: 'days' }), text: 'All days' },
    { href: hrefOf({ page: 'clusters' }), text: 'Clusters' },
  ]);

/** Of nobody there is no page. */
const actorHref = ({ user, clusterId }: Finding, hrefOf: HrefOf): string | null =>
  user === '' ? null : hrefOf({ page: 'actor', user, cluster: clusterId });

const allOf = ({ user }: Pick<Finding, 'user'>): string => `All findings of ${clipped(userPhrase(user), 80)}`;

/** In a card among others, where a landmark each would be too many. */
export function cardNav(finding: Finding, hrefOf: HrefOf): Html | null {
  const there = [
    { href: hrefOf({ page: 'finding', id: finding.id }), text: 'This finding alone' },
    { href: actorHref(finding, hrefOf), text: allOf(finding) },
  ].flatMap(wayTo);
  return there.length === 0
    ? null
    : html`
<div class="ways"><ul>${there}</ul></div>`;
}
