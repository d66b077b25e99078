/** What would have hidden a finding that was expected, for a terminal: what it would do, then the text to set it with. */

import type { TrialOfDays } from '../find/suppression-trial.ts';
import type { Offered } from '../find/work/offer.ts';
import { several, whole } from './phrase.ts';
import { trialText } from './suppressions.ts';
import type { TableStyle } from './table.ts';
import { visible, visibleJson } from './visible.ts';

interface Offer extends Offered {
  readonly trial: TrialOfDays | null;
  readonly doubt: string | null;
}

export function offerText({ body, hidden, trial, doubt }: Offer, style: TableStyle): string {
  if (trial === null)
    return 'no suppression can be offered: none that is narrow would hide these calls (docs/suppressions.md)\n';
  const all =
    hidden.hidden === hidden.calls ? '' : `, ${whole(hidden.calls - hidden.hidden)} of which it leaves`;
  const parts = [
    `Expected? ${several(body.suppressions.length, 'suppression')} would have hidden ${whole(hidden.hidden)} of the ${several(hidden.calls, 'call')} of this finding${all}. Not set: rarecall suppress add <file> sets it.`,
    trialText(trial, style).trimEnd(),
    ...(doubt === null ? [] : [visible(`It is set with --force alone: ${doubt}.`)]),
    visibleJson(body),
  ];
  return `${parts.join('\n\n')}\n`;
}
