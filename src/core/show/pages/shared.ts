/** Pages of whoever came by a link: the one finding that it names, or that it leads nowhere. */
import type { Finding } from '../../find/finding.ts';
import { html } from '../html.ts';
import { documentText } from './document.ts';
import { findingCard } from './finding.ts';
import { markShapes } from './session.ts';

/** @param isOpen `false`: it is not found any more, or was held back. @returns a complete HTML document */
export const findingPage = (finding: Finding, isOpen: boolean): string =>
  documentText({
    title: `A finding of ${finding.day}`,
    over: 'Rarecall',
    first: isOpen
      ? null
      : html`
<p class="card">This finding is told no more: its day was ranked again, and it was not among what is told.</p>`,
    tiles: [],
    parts: [markShapes, findingCard(finding)],
    foot: 'A rare call is not a bad one: every factor names its innocent cause. Times are UTC. Whoever has the link to this page can read it until the link ends.',
  });

/** The same whatever is wrong with a link: it says nothing of what there is. @returns a complete HTML document */
export const deadLinkPage = (): string =>
  documentText({
    title: 'This link leads nowhere',
    over: 'Rarecall',
    tiles: [],
    parts: [
      html`
<section class="card"><p>It is not whole, or it has ended: links to findings last for some days.</p>
<p>Whoever runs Rarecall has all findings in its report.</p></section>`,
    ],
    foot: '',
  });
