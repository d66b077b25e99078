/**
 * What a call says besides itself, in short lines: who really called, what allowed it and how to take that away, what
 * was asked for, what could not be seen. The same lines on every way out, each of which escapes them for its medium.
 */
import { unseenPhrase } from '../find/act.ts';
import { grantOf } from '../judge/grant.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import { commandOfCall } from '../rank/command/command.ts';
import type { Applied } from '../read/call.ts';

export interface Note {
  readonly label: string;
  readonly value: string;
  /** A command to copy, or a text of the log: shown in a fixed font. */
  readonly isCode: boolean;
}

const note = (label: string, value: string, isCode = true): Note => ({ label, value, isCode });

export function notesOf(call: RankedCall): Note[] {
  const { impersonatedBy, impersonatedGroups, objectId, outcome, dryRun, codes, applied } = call;
  const by = impersonatedBy === '' ? '(unknown user)' : impersonatedBy;
  const unseen = unseenPhrase(call);
  return [
    ...(by === null ? [] : [note('Impersonated by', by)]),
    ...lists([['Groups taken on', impersonatedGroups]]),
    ...lists([
      ['Objects', call.names],
      ['Runs', commandPhrase(call)],
    ]),
    ...(objectId === null ? [] : [note('Entra object id', objectId)]),
    ...(outcome === 'allowed' ? [] : [note('Outcome', outcomePhrase(outcome, codes), false)]),
    ...(dryRun ? [note('Trial', 'a dry run: nothing was changed', false)] : []),
    ...grantNotes(call),
    ...(applied === null ? [] : appliedNotes(applied)),
    ...(unseen === null ? [] : [note('Not seen', unseen, false)]),
  ];
}

/** The words of its command as far as they may be shown; those that hold spaces stand in quotes. */
export const commandPhrase = (call: RankedCall): string | null =>
  commandOfCall(call)
    ?.map((word) => (/\s/.test(word) ? `"${word}"` : word))
    .join(' ') || null;

/** In one line, for a chat. */
export const noteLine = (notes: readonly Note[]): string =>
  notes.map(({ label, value }) => `${label}: ${value}`).join('; ');

function outcomePhrase(outcome: RankedCall['outcome'], codes: readonly number[]): string {
  const code = codes.length === 0 ? '' : ` (HTTP ${codes.join(', ')})`;
  return outcome === 'unknown' ? 'not known' : `${outcome}${code}`;
}

function grantNotes({ outcome, grants }: RankedCall): Note[] {
  if (outcome === 'refused') return lists([['Refused because', grants.filter((grant) => grant !== '')]]);
  const known = grants.map(grantOf).filter((grant) => grant !== null);
  if (known.length === 0)
    return grants.length === 0
      ? []
      : [note('Allowed by', 'not known: AKS wrote no reason into the log', false)];
  return [
    ...known.map(({ by }) => note('Allowed by', by)),
    ...known.flatMap(({ revoke }) => (revoke === null ? [] : [note('To revoke that', revoke)])),
  ];
}

/** Written by the caller, so shown as his word. */
function appliedNotes(applied: Applied): Note[] {
  const { kind, name, serviceAccount, role, signer, decision, seconds, omitted, unlogged } = applied;
  return [
    note('Asked for', `${kind} ${name ?? '(no name)'}`),
    ...lists([
      ['Images', applied.images],
      ['Dangerous', applied.dangerous],
      ['Service account', serviceAccount],
      ['Rules', applied.rules],
      ['Role', role],
      ['Given to', applied.subjects],
      ['Exposes', applied.exposes],
      ['Sends to', applied.webhooks],
      ['Signer', signer],
      ['Usages', applied.usages],
      ['Decision', decision],
      ['Audiences', applied.audiences],
    ]),
    ...(seconds === null ? [] : [note('Good for', `${seconds} seconds`, false)]),
    ...(omitted === 0 || unlogged ? [] : [note('Left out', `${omitted} more of these`, false)]),
  ];
}

const lists = (all: readonly (readonly [string, readonly string[] | string | null])[]): Note[] =>
  all.flatMap(([label, texts]) => {
    const list = texts === null ? [] : typeof texts === 'string' ? [texts] : texts;
    return list.length === 0 ? [] : [note(label, list.join(', '))];
  });
