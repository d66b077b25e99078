/** One finding on a page of its own. */
import type { WorkedFinding } from '../../find/work/work.ts';
import { type Html, html } from '../html.ts';
import { type HrefOf, nowhere } from '../links.ts';
import { actorPhrase, addressPhrase, clipped } from '../phrase.ts';
import { documentText } from './document.ts';
import { findingCard } from './finding.ts';
import { otherNav } from './nav.ts';
import { markShapes } from './pictures/session.ts';
import { type ShownForm, workForm } from './work-form.ts';

/** What became of it since it was found. */
export type FindingState = 'open' | 'held' | 'closed';

const leads: Readonly<Record<FindingState, string>> = {
  open: '',
  held: 'Kept and told to nobody: there were more findings than a day may tell.',
  closed: 'No longer found when its day was ranked again: what follows is what was told before.',
};

/**
 * @param more what its foot says besides
 * @param form what its form for working it shows; without, it has none
 * @returns a complete HTML document
 */
export function findingPage(
  finding: WorkedFinding,
  state: FindingState = 'open',
  hrefOf: HrefOf = nowhere,
  more = '',
  form?: ShownForm,
): string {
  const { day, cluster, clientIp, learning } = finding;
  const early = learning
    ? ['The cluster is still learning, with too few days to judge by: nobody was told.']
    : [];
  const lead = [leads[state], ...early].filter((text) => text !== '');
  const who = clipped(`${actorPhrase(finding)} from ${addressPhrase(clientIp)}`, 200);
  const part: Html = html`
<section class="findings" aria-labelledby="who"><h2 id="who">${who}</h2>${markShapes}${findingCard(finding, nowhere, [], form && workForm(finding, form))}</section>`;
  return documentText({
    title: `Finding of ${day} on ${clipped(cluster, 100)}`,
    over: 'Rarecall finding',
    lead,
    nav: otherNav(hrefOf, finding),
    parts: [part],
    foot: `A rare call is not a bad one: every factor names its innocent cause. Times are UTC.${more}`,
    hasForm: form !== undefined,
  });
}
