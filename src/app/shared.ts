/** What a link opens, as pages. Reads nothing before it is known that the link is good. */
import { nowhere } from '../core/show/links.ts';
import { type Links, queryOf } from './links.ts';
import type { Show } from './showing/shown.ts';
import type { RefusedForm } from './working/by-link.ts';

export interface SharedPages {
  readonly links: Links;
  readonly show: Show;
  /** The address of the app that people know; may be empty. */
  readonly publicUrl: string;
}

export interface SharedPage {
  /** A complete HTML document. */
  readonly html: string;
  /** Origins that its form may be sent to besides that of the page itself; `null` where it has none. */
  readonly sentTo: readonly string[] | null;
}

const foot = {
  read: ' Whoever has the link to this page can read it until the link ends.',
  work: ' Whoever has the link to this page can read it, and say how its finding is worked, until the link ends.',
} as const;

/**
 * @param refused what somebody has typed in vain, to be shown again where it can be
 * @returns `null` for a link that opens nothing, whatever the cause
 */
export async function sharedPage(
  query: URLSearchParams,
  { links, show, publicUrl }: SharedPages,
  refused: RefusedForm | null = null,
): Promise<SharedPage | null> {
  const opened = await links.opened(query);
  if (opened === null) return null;
  const { to, reach, until } = opened;
  // What a page leads to ends no later than the link that led to it.
  const hrefOf = reach === 'pages' ? await links.hrefs(until) : nowhere;
  // A trial reads a month of findings: it is made where the page is asked for it, not for whoever only fetches the link.
  const trialHref =
    reach !== 'work' || query.get('trial') === 'true'
      ? null
      : `${queryOf(await links.sign(to, reach, until))}&trial=true#work`;
  const html = await show(
    to,
    hrefOf,
    reach === 'work' ? { foot: foot.work, form: { refused, trialHref } } : { foot: foot.read },
  );
  if (html === null) return null;
  const origins = publicUrl === '' ? [] : [new URL(publicUrl).origin];
  return { html, sentTo: reach === 'work' ? origins : null };
}
