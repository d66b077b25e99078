/**
 * The page at `/`: where a person who followed the address of the host goes on. Knows addresses and what they are for;
 * refuses to know what they answer. Local only: in Azure the host shows a page of its own there.
 */
import { html } from '../core/show/html.ts';
import { documentText } from '../core/show/pages/document.ts';
import { contentSecurityPolicy } from '../core/show/pages/style.ts';
import type { Answer } from './http-server.ts';

/** In the order of the page. */
const texts: ReadonlyMap<string, string> = new Map([
  ['report', 'The report of a day: findings, with what to look at next'],
  ['findings?format=html', 'All days, and what was found on each'],
  ['clusters?format=html', 'What is counted of each cluster, and what nobody can see of it'],
  ['findings', 'Findings of a day as JSON, the highest risk first'],
  ['calls', 'Rarest calls of a day as JSON'],
  ['clusters', 'What is counted, what is missing, who is still learning, as JSON'],
  ['suppressions', 'What is not told on purpose'],
  ['health', 'Is Rarecall itself well, and if not, what to look at'],
  ['openapi.json', 'All addresses and their parameters, for machines'],
]);

/** @param routes of the functions that answer GET, as they are registered; those of no known name are left out */
export function frontPage(prefix: string, routes: ReadonlySet<string>): Answer {
  const links = [...texts]
    .filter(([route]) => routes.has(route.split('?')[0] ?? ''))
    .map(([route, text]) => {
      const path = `/${[prefix, route].filter((part) => part !== '').join('/')}`;
      return html`
<li class="call"><div><a class="what" href="${path}"><code>${path}</code></a><p>${text}</p></div></li>`;
    });
  const text = documentText({
    title: 'Rarecall is running',
    over: 'Rarecall on this machine',
    parts: [
      html`<section class="card" aria-labelledby="on"><h2 id="on" class="first">Go on to</h2>
<ul class="plain">${links}</ul></section>
<section class="card" aria-labelledby="logs"><h2 id="logs" class="first">Bring logs</h2>
<p><code>npx rarecall replay &lt;file or folder&gt;</code> uploads logs, which then are counted.
<code>npx rarecall rank --day YYYY-MM-DD</code> ranks a day at once.</p></section>`,
    ],
    foot: 'This page is shown on this machine alone.',
  });
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${contentSecurityPolicy}; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: Buffer.from(text),
  };
}
