/**
 * Suppressions as people write them, checked whole: a typing mistake must never make one wider.
 * Knows what may be said; refuses to know where the text came from. Faults name fields, not what they hold.
 */
import { calendarDay } from '../../count/day.ts';
import { agentOf } from '../../rank/agent.ts';
import { addressRange } from '../../rank/client-ip.ts';
import { foldGenerated } from '../../rank/generated.ts';
import { outcomes } from '../../rank/pattern.ts';
import type { Text } from '../../read/call.ts';
import { utcTime } from '../../read/time.ts';
import {
  isActive,
  type MatchField,
  matchFields,
  type Suppression,
  type SuppressionMatch,
} from './suppression.ts';
import { isNarrow, togetherProblem, widthProblem } from './width.ts';

export type ParsedSuppressions =
  | {
      readonly ok: true;
      readonly suppressions: readonly Suppression[];
      /** They were written as a list, be it of one. */
      readonly isList: boolean;
    }
  | { readonly ok: false; readonly problem: string };

const dayMs = 86_400_000;
const mostDaysAhead = 366;
const mostAtOnce = 1_000;
const faultsTold = 20;
const longest = { owner: 256, reason: 2_000, match: 512 } as const;

/** What an answer adds to a suppression; whoever sends it back need not take it out. */
const readOnly = ['status', 'trial', 'shipped'];
const fields = ['id', 'owner', 'reason', 'expires', 'match'];

/** A caller writes his user agent himself, and a cluster is too much: a text in neither is enough. */
const telling = matchFields.filter((field) => !['cluster', 'agent', 'outcome'].includes(field));

/**
 * One suppression, a list of them, or `{"suppressions": [...]}`.
 * @param now when they are set: the expiry lies at most 366 days ahead of it
 * @param expired whether one whose time is over is a fault
 */
export function parseSuppressions(
  value: unknown,
  now: Date,
  expired: 'refused' | 'accepted' = 'refused',
): ParsedSuppressions {
  const faults: string[] = [];
  const wrapped = isRecord(value) && 'suppressions' in value ? value : null;
  const list: unknown = wrapped === null ? value : wrapped.suppressions;
  if (wrapped !== null && (!Array.isArray(list) || Object.keys(wrapped).length > 1))
    return { ok: false, problem: 'suppressions must be a list, and nothing may stand beside it' };
  const entries: readonly unknown[] = Array.isArray(list) ? list : [list];
  if (entries.length === 0) return { ok: false, problem: 'there is no suppression in it' };
  if (entries.length > mostAtOnce)
    return { ok: false, problem: `there are more than ${mostAtOnce} suppressions in it` };

  const suppressions = entries.map((entry, index) => {
    const name = entries.length === 1 ? '' : `${nameOf(entry, index)}: `;
    return suppressionOf(entry, now, expired, (fault) => faults.push(`${name}${fault}`));
  });
  const ids = suppressions.map(({ id }) => id).filter((id) => id !== '');
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
    faults.push(`${id}: the id is given twice`);
  // What is written wrong is told first: put right, it may be narrower.
  if (faults.length === 0) faults.push(...widthFaults(suppressions, now));
  if (faults.length === 0) return { ok: true, suppressions, isList: Array.isArray(list) };
  const more = faults.length > faultsTold ? `; and ${faults.length - faultsTold} more` : '';
  return { ok: false, problem: faults.slice(0, faultsTold).join('; ') + more };
}

function widthFaults(suppressions: readonly Suppression[], now: Date): string[] {
  const wide = suppressions
    .filter(({ match }) => !isNarrow(match))
    .map(({ id }) => `${suppressions.length === 1 ? '' : `${id}: `}${widthProblem}`);
  return [...wide, ...listOf(togetherProblem(suppressions.filter((one) => isActive(one, now))))];
}

const listOf = (problem: string | null): string[] => (problem === null ? [] : [problem]);

type Fault = (problem: string) => void;
type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As an id must be written. */
export const isSuppressionId = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value);

const nameOf = (entry: unknown, index: number): string =>
  isRecord(entry) && isSuppressionId(entry.id) ? entry.id : `suppression ${index + 1}`;

function suppressionOf(
  value: unknown,
  now: Date,
  expired: 'refused' | 'accepted',
  fault: Fault,
): Suppression {
  const given = isRecord(value) ? value : {};
  if (!isRecord(value)) fault('a suppression must be a JSON object');
  else checkNames(given, [...fields, ...readOnly], '', fault);
  if (!isSuppressionId(given.id)) fault('id must be 1 to 64 of the characters a-z, 0-9 and -');
  return {
    id: isSuppressionId(given.id) ? given.id : '',
    owner: spoken(given.owner, 'owner', fault),
    reason: spoken(given.reason, 'reason', fault),
    expires: expiry(given.expires, now, expired, fault),
    match: matchOf(given.match, fault),
  };
}

function checkNames(given: Fields, known: readonly string[], prefix: string, fault: Fault): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    // What is no plain word is not repeated.
    fault(
      /^\w{1,40}$/.test(name)
        ? `${prefix}${name} is not known`
        : `${prefix || 'it '}has a field that is not known`,
    );
  }
}

/** A text in which somebody says something. */
function spoken(value: unknown, field: 'owner' | 'reason', fault: Fault): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (!/[\p{L}\p{N}]/u.test(text)) fault(`${field} must be a text that is not blank`);
  if (text.length > longest[field]) fault(`${field} must be at most ${longest[field]} characters long`);
  return text.toWellFormed();
}

function expiry(value: unknown, now: Date, expired: 'refused' | 'accepted', fault: Fault): string {
  const text = typeof value === 'string' && value.length <= 64 ? value : '';
  const time = utcTime(text);
  const expires = calendarDay(text) ?? (time === null ? null : `${time.slice(0, 19)}Z`);
  if (expires === null) {
    fault('expires must be a day such as 2027-03-31, or a time such as 2027-03-31T18:00:00Z');
    return '';
  }
  if (Date.parse(expires) > now.getTime() + mostDaysAhead * dayMs)
    fault(`expires must lie at most ${mostDaysAhead} days ahead`);
  if (expired === 'refused' && !isActive({ expires }, now)) fault('expires lies in the past');
  return expires;
}

function matchOf(value: unknown, fault: Fault): SuppressionMatch {
  if (!isRecord(value)) {
    fault('match must be a JSON object');
    return {};
  }
  checkNames(value, matchFields, 'match.', fault);
  const match: Partial<Record<MatchField, Text>> = {};
  for (const field of matchFields) {
    if (!Object.hasOwn(value, field)) continue;
    const wanted = value[field];
    const problem = wanted === null ? null : problemOf(field, wanted);
    if (problem !== null) fault(`match.${field} ${problem}`);
    else if (typeof wanted !== 'string') match[field] = null;
    else match[field] = field === 'cluster' || field === 'agent' ? wanted.toLowerCase() : wanted;
  }
  if (match.cluster === null) fault('match.cluster must be a name or a resource id: no call lacks it');
  if (!telling.some((field) => typeof value[field] === 'string'))
    fault(`match needs a text in at least one of ${telling.join(', ')}`);
  return match;
}

/** What is wrong with a value, `null` where it can be compared. */
function problemOf(field: MatchField, value: unknown): string | null {
  if (typeof value !== 'string') return 'must be a text or null';
  if (value === '' || value === '*') return 'must not be empty: null is for a value that is missing';
  if (value.length > longest.match) return `must be at most ${longest.match} characters long`;
  if (field === 'clientIp')
    return addressRange(value) === null
      ? 'must be an address such as 203.0.113.9 or a range such as 203.0.113.0/24'
      : null;
  if (field === 'outcome')
    return outcomes.some((one) => one === value) ? null : `must be one of ${outcomes.join(', ')}`;
  if (value.slice(0, -1).includes('*')) return 'may have a * at its end alone';
  if (value.endsWith('*')) return null;
  if (field === 'namespace' && foldGenerated(value) !== value)
    return 'has a part that looks generated, which patterns fold: give the beginning before it and a *';
  if (field === 'agent' && agentOf(value).family !== value.toLowerCase())
    return 'must be the name of a program such as kubectl, without version or system';
  if (field === 'group' && value === 'system:authenticated')
    return 'must be a group that not every caller is in';
  return null;
}
