/** What a link opens, as pages. Reads nothing before it is known that the link is good. */
import { nowhere } from '../core/show/links.ts';
import type { Links } from './links.ts';
import type { Show } from './showing/shown.ts';

export interface SharedPages {
  readonly links: Links;
  readonly show: Show;
}

const foot = ' Whoever has the link to this page can read it until the link ends.';

/** @returns a complete HTML document; `null` for a link that opens nothing, whatever the cause */
export async function sharedPage(
  query: URLSearchParams,
  { links, show }: SharedPages,
): Promise<string | null> {
  const opened = await links.opened(query);
  if (opened === null) return null;
  const { to, reach, until } = opened;
  // What a page leads to ends no later than the link that led to it.
  return await show(to, reach === 'pages' ? await links.hrefs(until) : nowhere, { foot });
}
