/** The frame of every page: its policy, its head, its headline numbers. Refuses to know what the page is about. */
import { type Html, html, htmlText } from '../html.ts';
import { contentSecurityPolicy, contentSecurityPolicyOfForms, styleElement } from './style.ts';

/** A headline number. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

export interface Frame {
  readonly title: string;
  /** A line over the title. */
  readonly over: string;
  /** Sentences under the title: what the page has to say. */
  readonly lead?: readonly string[];
  /** Ways to other pages. */
  readonly nav?: Html | null;
  /** What must be read before all else. */
  readonly first?: Html | null;
  readonly parts: readonly (Html | null)[];
  readonly foot: string;
  /** Whether a form of it may be sent. */
  readonly hasForm?: boolean;
}

const tileOf = ({ name, value, note }: Tile): Html => html`
<div><dt>${name}</dt><dd>${value}</dd><dd>${note}</dd></div>`;

export const tilesSection = (tiles: readonly Tile[]): Html => html`
<section aria-labelledby="numbers"><h2 id="numbers">In numbers</h2><dl class="tiles">${tiles.map(tileOf)}</dl></section>`;

/** @returns a complete HTML document. */
export const documentText = ({ title, over, lead = [], nav, first, parts, foot, hasForm }: Frame): string =>
  htmlText(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${hasForm === true ? contentSecurityPolicyOfForms : contentSecurityPolicy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${styleElement}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><div class="over">${over}</div><h1>${title}</h1>${lead.length === 0 ? null : html`<p class="lead">${lead.join(' ')}</p>`}${nav ?? null}</header>
<main id="content">${first ?? null}${parts}
</main>
<footer><p>${foot}</p></footer>
</body>
</html>
`);
