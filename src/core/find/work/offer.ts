/**
 * The suppressions that would have hidden a finding, and as little else as can be said. They are offered to whoever expected it,
 * and never set. Refuses to know what else they would have hidden: a trial tells.
 */
import { addDays, dayOf } from '../../count/day.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { cut } from '../../rank/cut.ts';
import { foldGenerated } from '../../rank/generated.ts';
import type { Text } from '../../read/call.ts';
import type { Finding } from '../finding.ts';
import { parseSuppressions } from '../suppressions/parser.ts';
import {
  hiderOf,
  type MatchField,
  type Suppression,
  type SuppressionMatch,
  valuesOf,
} from '../suppressions/suppression.ts';
import { type TriedFinding, tried } from '../suppressions/trial.ts';

export interface Offered {
  /** As `PUT /api/suppressions` and `rarecall suppress add` take it. */
  readonly body: { readonly suppressions: readonly Suppression[] };
  /** What of this very finding they would have hidden. */
  readonly hidden: Pick<TriedFinding, 'calls' | 'vanishes'> & { readonly hidden: number };
}

export interface Explained {
  /** Who answers for it. */
  readonly owner: string;
  /** Why it was to be expected, where somebody has said so. */
  readonly note?: string | undefined;
}

/** Days that it is good for: what is expected is to be looked at once a quarter. */
const goodForDays = 90;

/** Without it any other of its kind would be hidden too. */
const needed = [
  'cluster',
  'user',
  'impersonatedBy',
  'clientIp',
  'verb',
  'resource',
  'subresource',
  'namespace',
  'command',
  'outcome',
] as const satisfies readonly MatchField[];

/** Narrows further where it can be said. */
const wanted = ['agent', 'name'] as const satisfies readonly MatchField[];

/** More than that are hard to read: they do without names of objects. */
const mostWithNames = 10;

/** One a kind of call; of a call for which none can be written, none. */
export function offerFor(finding: Finding, explained: Explained, now: Date): Offered {
  const expires = addDays(dayOf(now), goodForDays);
  const why = explained.note === undefined ? '' : ` ${explained.note}`;
  const reason = cut(
    `Expected: ${finding.title} (finding ${finding.id} of ${finding.day}).${why}`.toWellFormed(),
    2_000,
  );
  const write = (matches: readonly SuppressionMatch[]): Suppression[] =>
    matches.map((match, at) => ({
      id: `expected-${finding.id}${matches.length > 1 ? `-${at + 1}` : ''}`,
      owner: explained.owner,
      reason,
      expires,
      match,
    }));
  const isSound = (match: SuppressionMatch): boolean => parseSuppressions(write([match]), now).ok;
  const matchesBy = (more: readonly MatchField[]): SuppressionMatch[] => {
    const all = finding.calls.map((call) => matchOf(call, more, isSound)).filter((match) => match !== null);
    return [...new Map(all.map((match) => [JSON.stringify(match), match])).values()];
  };
  const named = matchesBy(wanted);
  const suppressions = write(named.length > mostWithNames ? matchesBy(['agent']) : named);
  const { hidden, calls, vanishes } = tried(finding, hiderOf(suppressions));
  return { body: { suppressions }, hidden: { hidden: hidden.length, calls, vanishes } };
}

/** @returns `null` where what matters cannot be said: a suppression without it would be wider */
function matchOf(
  call: RankedCall,
  more: readonly MatchField[],
  isSound: (match: SuppressionMatch) => boolean,
): SuppressionMatch | null {
  const values = valuesOf(call);
  let match: Partial<Record<MatchField, Text>> = {};
  for (const field of needed) {
    // The id of a cluster, which stands behind its name; an address that may be forged is compared with nothing.
    const value = values[field].at(-1);
    if (value === undefined || (field === 'impersonatedBy' && value === null)) continue;
    if (value?.includes('*') === true) return null;
    match[field] = value;
  }
  if (!isSound(match)) return null;
  for (const field of more) {
    const [value, another] = values[field];
    if (value === undefined || another !== undefined || value?.includes('*') === true) continue;
    // A generated name comes once, and its suppression would hide nothing again.
    if (field === 'name' && value !== null && foldGenerated(value) !== value) continue;
    const narrower = { ...match, [field]: value };
    if (isSound(narrower)) match = narrower;
  }
  return match;
}
