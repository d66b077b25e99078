/**
 * How a call, an actor, a time and a number are worded, the same on every way out.
 * The texts still hold what a log said: each way out escapes them for its own medium.
 */
import { actPhrase } from '../find/act.ts';
import type { Campaign } from '../find/campaign/campaign.ts';
import { otherPhase } from '../find/campaign/steps.ts';
import type { Finding } from '../find/finding.ts';
import type { Technique } from '../judge/attack.ts';
import type { RankedCall } from '../judge/ranked-call.ts';

export const callPhrase = actPhrase;

export const userPhrase = (user: string): string => (user === '' ? '(unknown user)' : user);

/** `eve@example.com as bob`: who really calls, and who is taken on. */
export const callerPhrase = ({
  user,
  impersonatedBy,
}: Pick<RankedCall, 'user' | 'impersonatedBy'>): string =>
  impersonatedBy === null ? userPhrase(user) : `${userPhrase(impersonatedBy)} as ${userPhrase(user)}`;

/** The same of all calls of a finding: all who called. */
export const actorPhrase = ({ user, calls }: Pick<Finding, 'user' | 'calls'>): string => {
  const callers = [
    ...new Set(calls.map(({ impersonatedBy }) => impersonatedBy).filter((one) => one !== null)),
  ];
  if (callers.length === 0) return userPhrase(user);
  const more = callers.length > 3 ? ` and ${callers.length - 3} more` : '';
  return `${callers.slice(0, 3).map(userPhrase).join(', ')}${more} as ${userPhrase(user)}`;
};

/** `4 days from 2026-10-28 to 2026-10-31: discovery, credential access, execution`; what has no phase is not named. */
export function storyPhrase({ days, firstDay, lastDay, phases }: Campaign): string {
  const named = phases.filter((phase) => phase !== otherPhase).map(phasePhrase);
  const through = named.length === 0 ? '' : `: ${named.join(', ')}`;
  return `${several(days, 'day')} from ${firstDay} to ${lastDay}${through}`;
}

export const phasePhrase = (phase: string): string => phase.toLowerCase();

export const addressPhrase = (clientIp: string | null): string => clientIp ?? '(no address)';

/** `T1552.007 Unsecured Credentials: Container API (Credential Access)`. */
export const techniquePhrase = (technique: Technique): string =>
  `${technique.id} ${technique.name} (${technique.tactics.join(', ')})`;

/** Each technique once, in the order met. */
export const techniquesOf = (attack: readonly Technique[]): Technique[] => [
  ...new Map(attack.map((technique) => [technique.id, technique])).values(),
];

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,234,567`. */
export const whole = (value: number): string => grouped.format(value);

/** One decimal. */
export const tenth = (value: number): string => value.toFixed(1);

/** `1 call`, `2 calls`. */
export const several = (count: number, one: string, many = `${one}s`): string =>
  `${whole(count)} ${count === 1 ? one : many}`;

/** `21:47:12` of a time in UTC; a text that is no time stays as it is. */
export const clock = (time: string | null): string =>
  time === null ? '(no time)' : (/^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)/.exec(time)?.[1] ?? time);

/** `21:47:12 – 21:52:40`, or one time where both are the same second. */
export function span(first: string | null, last: string | null): string {
  const [from, to] = [clock(first), clock(last)];
  return from === to ? from : `${from} – ${to}`;
}

/** `07:00`. */
export const hourPhrase = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const longestText = 600;

/** A text an attacker may have made long: its beginning, and how much is left out. */
export const clipped = (text: string, limit = longestText): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… (${whole(text.length - limit)} more characters)`;

/** A text in at most `limit` UTF-16 units, well-formed; an ellipsis says that there was more. */
export const shortened = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
