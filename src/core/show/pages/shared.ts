/** The page of whoever came by a link that leads nowhere. */
import { html } from '../html.ts';
import { documentText } from './document.ts';

/** The same whatever is wrong with a link: it says nothing of what there is. @returns a complete HTML document */
export const deadLinkPage = (): string =>
  documentText({
    title: 'This link leads nowhere',
    over: 'Rarecall',
    parts: [
      html`
<section class="card"><p>It is not whole, or it has ended: links to findings last for some days.</p>
<p>Whoever runs Rarecall has all findings in its report.</p></section>`,
    ],
    foot: '',
  });
