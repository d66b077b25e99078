/** What would have hidden a finding that was expected: what it would do, then the text to set it with. */

import type { TrialOfDays } from '../../find/suppressions/trial.ts';
import type { Offered } from '../../find/work/offer.ts';
import { several, whole } from '../phrase.ts';
import { visible, visibleJson } from '../visible.ts';
import { trialText } from './suppressions.ts';
import type { TableStyle } from './table.ts';

export interface ShownOffer extends Offered {
  readonly trial: TrialOfDays | null;
  readonly doubt: string | null;
}

export const noOffer =
  'no suppression can be offered: none that is narrow would hide these calls (docs/suppressions.md)';

export function offerPhrase({ body, hidden }: Offered): string {
  const all =
    hidden.hidden === hidden.calls ? '' : `, ${whole(hidden.calls - hidden.hidden)} of which it leaves`;
  return `Expected? ${several(body.suppressions.length, 'suppression')} would have hidden ${whole(hidden.hidden)} of the ${several(hidden.calls, 'call')} of this finding${all}. Not set: rarecall suppress add <file> sets it.`;
}

export const doubtPhrase = (doubt: string): string => `It is set with --force alone: ${doubt}.`;

/** For a terminal. */
export function offerText(offer: ShownOffer, style: TableStyle): string {
  const { body, trial, doubt } = offer;
  if (trial === null) return `${noOffer}\n`;
  const parts = [
    offerPhrase(offer),
    trialText(trial, style).trimEnd(),
    ...(doubt === null ? [] : [visible(doubtPhrase(doubt))]),
    visibleJson(body),
  ];
  return `${parts.join('\n\n')}\n`;
}
