/** What a link opens, as pages. Reads nothing before it is known that the link is good. */
import { type Day, parseDay } from '../core/count/day.ts';
import type { HrefOf } from '../core/show/links.ts';
import { findingWithNames, type Names } from '../core/show/names.ts';
import { findingPage } from '../core/show/pages/shared.ts';
import type { Links } from './links.ts';
import type { Findings } from './ports/findings.ts';

export interface SharedPages {
  readonly links: Links;
  readonly findings: Findings;
  readonly names: () => Names;
  readonly report: (day: Day, hrefOf: HrefOf) => Promise<string>;
}

/** @returns a complete HTML document; `null` for a link that opens nothing, whatever the cause */
export async function sharedPage(query: URLSearchParams, pages: SharedPages): Promise<string | null> {
  const opened = await pages.links.opened(query);
  if (opened === null) return null;
  const { to, reach, until } = opened;
  // What a page leads to ends no later than the link that led to it.
  const hrefs = async (): Promise<HrefOf> =>
    reach === 'pages' ? await pages.links.hrefs(until) : () => null;
  switch (to.page) {
    case 'finding': {
      const kept = await pages.findings.find(to.id);
      return kept === null ? null : findingPage(findingWithNames(kept.finding, pages.names()), !kept.closed);
    }
    case 'report': {
      const day = parseDay(to.day);
      return day === null ? null : await pages.report(day, await hrefs());
    }
  }
}
