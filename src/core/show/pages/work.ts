/** How a finding is worked, on a page: how it stands, what was noted last, and the commands to change that. Pages change nothing. */
import type { ShownWork, WorkedFinding } from '../../find/work/work.ts';
import { type Html, html } from '../html.ts';
import { clipped, several } from '../phrase.ts';
import { earlierPhrases, minutePhrase, openPhrase, standPhrase } from '../terminal/work.ts';

const longestNote = 2_000;

/** How many are open, before the list of them; nothing where nobody can work them. */
export function openCount(findings: readonly WorkedFinding[]): Html | null {
  const phrase = openPhrase(findings);
  return phrase === '' ? null : html`<p><strong>${phrase}</strong></p>`;
}

/** One line in the list. */
export const workLine = ({ work }: WorkedFinding): Html | null =>
  work === undefined
    ? null
    : html`<p class="gist"><b>Status</b> ${clipped(standPhrase(work), 300)}${
        work.notes === 0 ? null : html`, ${several(work.notes, 'note')}`
      }</p>`;

const lastNote = ({ notes, lastNote: note }: ShownWork): Html | null =>
  note === null
    ? null
    : html`
<p>${notes > 1 ? html`The last of ${several(notes, 'note')}, ` : null}${minutePhrase(note.at)}, ${clipped(note.by)}: ${clipped(note.text, longestNote)}</p>`;

const earlier = (work: ShownWork): Html | null =>
  work.story === undefined
    ? null
    : html`
<p>Earlier in its story:</p>
<ul class="plain">${earlierPhrases(work).map((phrase) => html`<li>${clipped(phrase, 400)}</li>`)}</ul>`;

/** Of its card. @param form to change it; the commands that do, where there is none */
export const workSection = ({ id, work }: WorkedFinding, form?: Html): Html | null =>
  work === undefined
    ? null
    : html`
<h4${form === undefined ? null : html` id="work"`}>Work</h4>
<p><b>${clipped(standPhrase(work), 600)}</b></p>${lastNote(work)}${earlier(work)}${form ?? commands(id, work)}`;

/** An id is a hash: it needs no quotes. */
const commands = (id: string, work: ShownWork): Html => html`
<details><summary>Take it, note, close it</summary>
<pre class="query" tabindex="0">${[
  html`rarecall work ${id} --status acknowledged --owner ${'<you>'}`,
  html`rarecall work ${id} --note "…"`,
  html`rarecall work ${id} --verdict attack|expected|false-positive|unclear --note "…"`,
].map(
  (line) => html`${line}
`,
)}</pre>
<pre class="query" tabindex="0">curl -X PATCH "$URL/api/findings/${id}/work" -H "x-functions-key: $KEY" -H 'If-Match: "${work.etag}"' -d '${'{"status": "acknowledged", "by": "<you>"}'}'</pre></details>`;
