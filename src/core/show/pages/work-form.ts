/** A form by which a finding is worked on its page, without script; with what is offered to whoever expected it. */

import type { Offered } from '../../find/work/offer.ts';
import { type ShownWork, verdicts, type WorkedFinding, workStatuses } from '../../find/work/work.ts';
import { longestTyped, nothingTyped, type RefusedWork } from '../../find/work/work-form.ts';
import { type Html, html } from '../html.ts';
import { clipped } from '../phrase.ts';
import { doubtPhrase, noOffer, offerPhrase, type ShownOffer } from '../terminal/offer.ts';
import { trialPhrases } from '../terminal/suppressions.ts';
import { minutePhrase } from '../terminal/work.ts';
import { visibleJson } from '../visible.ts';

export interface ShownForm {
  /** What was sent in vain, to be put right. */
  readonly refused: RefusedWork | null;
  /** Tried or not. */
  readonly offer: Offered | ShownOffer | null;
  /** Leads to the page with its offer tried; `null` where it is. */
  readonly trialHref: string | null;
}

const changedLine = ({ changed }: ShownWork): Html | null =>
  changed === null
    ? null
    : html`
<p class="soft small">Last changed ${minutePhrase(changed.at)} by ${clipped(changed.by)}.</p>`;

const textField = (name: 'by' | 'owner', label: Html, value: string, more: Html | null = null): Html => html`
<p><label for="work-${name}">${label}</label><input type="text" id="work-${name}" name="${name}" value="${value}" maxlength="${longestTyped[name]}"${more}></p>`;

const choice = (
  name: 'status' | 'verdict',
  label: Html,
  empty: string,
  known: readonly string[],
  typed: string,
) => html`
<p><label for="work-${name}">${label}</label><select id="work-${name}" name="${name}"><option value="">${empty}</option>${known.map(
  (one) => html`<option${one === typed ? html` selected` : null}>${one}</option>`,
)}</select></p>`;

/** A text as it was typed; what begins with an empty line would lose it without the one that is put before. */
const linesOf = (text: string): Html[] =>
  text.split('\n').map(
    (line) => html`
${line}`,
  );

/**
 * Sent to where the page is from, with the query that opened it; what comes of it is shown from its section on. Browsers fill
 * nothing in: whoever goes back would find what he has saved beside the state that is newer than it, and might save it again.
 */
export function workForm({ work }: WorkedFinding, { refused, offer, trialHref }: ShownForm): Html {
  if (work === undefined) return html``;
  const typed = refused?.typed ?? nothingTyped;
  return html`${changedLine(work)}${offer === null ? null : offerSection(offer, trialHref)}
<form method="post" action="#work" class="work" autocomplete="off" aria-label="Take it, note, close it">${
    refused === null
      ? null
      : html`
<p class="note" role="alert">${refused.problem}</p>`
  }
<input type="hidden" name="tag" value="${refused?.tag ?? work.etag}">${textField('by', html`By <small>your name; it stands beside what you say</small>`, typed.by, html` required`)}${textField(
    'owner',
    html`Owner <small>who takes it; empty: as it is</small>`,
    typed.owner,
  )}
<p><label><input type="checkbox" name="nobody" value="yes"${typed.nobody === '' ? null : html` checked`}>Nobody’s <small>gives it back</small></label></p>
<div class="pair">${choice('status', html`Status`, `as it is: ${work.status}`, workStatuses, typed.status)}${choice(
    'verdict',
    html`Verdict <small>closes it</small>`,
    'none',
    verdicts,
    typed.verdict,
  )}</div>
<p><label for="work-note">Note <small>stays as it is for good</small></label><textarea id="work-note" name="note" maxlength="${longestTyped.note}">${linesOf(typed.note)}</textarea></p>
<button>Save</button>
</form>`;
}

/** Numbers of the trial alone: who has a link to this finding has none to others. */
const offerSection = (offer: Offered | ShownOffer, trialHref: string | null): Html => html`
<details class="offer"${trialHref === null ? html` open` : null}><summary>What would have hidden it, since it was expected</summary>${
  offer.body.suppressions.length === 0
    ? html`
<p>${noOffer}</p>`
    : html`
<p>${offerPhrase(offer)}</p>${'trial' in offer ? trialPart(offer) : null}${
        trialHref === null
          ? null
          : html`
<p><a href="${trialHref}" rel="nofollow">What else of the last 30 days it would have hidden</a></p>`
      }
<pre class="query" tabindex="0">${visibleJson(offer.body)}</pre>`
}</details>`;

const trialPart = ({ trial, doubt }: ShownOffer): Html =>
  html`${
    trial === null
      ? null
      : html`
<ul class="plain">${trialPhrases(trial).map((phrase) => html`<li>${phrase}</li>`)}</ul>`
  }${
    doubt === null
      ? null
      : html`
<p class="note">${doubtPhrase(doubt)}</p>`
  }`;
