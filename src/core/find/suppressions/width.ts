/**
 * How much a suppression may match: never as much as everybody, however it is cut up.
 * Knows which fields narrow and how far; refuses to know what is matched, and what was hidden.
 */
import { type AddressRange, addressesIn, addressRange } from '../../rank/client-ip.ts';
import { deedsOf } from '../../rank/command/deeds.ts';
import { shells, wrappers } from '../../rank/mask/harmless.ts';
import type { Text } from '../../read/call.ts';
import type { MatchField, Suppression, SuppressionMatch } from './suppression.ts';

/** Who calls, or where: verb, resource, group, agent and the like are shared by all, and narrow only beside one of these. */
export const narrowFields = [
  'user',
  'impersonatedBy',
  'clientIp',
  'namespace',
] as const satisfies MatchField[];
type NarrowField = (typeof narrowFields)[number];

/** A range of fewer bits is no place: a /8 of IPv4 is what one company may own, a /32 of IPv6 one provider. */
const fewestBits = { ipv4: 8, ipv6: 32 } as const;

/** Ranges of that size that all suppressions together may hold. */
const mostRanges = 4n;

/** Words of a command that is narrow by itself. */
const commandWords = 3;

/** Characters that a beginning needs of its own, behind what very many values begin with. */
const ownChars = 4;

const sharedStarts: Readonly<Record<NarrowField, readonly string[]>> = {
  user: [
    'system:serviceaccount:',
    'system:node:',
    'system:bootstrap:',
    'system:',
    'https://',
    'oidc:',
    'aad:',
  ],
  impersonatedBy: [
    'system:serviceaccount:',
    'system:node:',
    'system:bootstrap:',
    'system:',
    'https://',
    'oidc:',
  ],
  clientIp: [],
  namespace: ['kube-'],
};

/** Whom nobody is, and everybody may be. */
const everybody: readonly string[] = ['system:anonymous'];

export const widthProblem = `match is as wide as everybody: it needs a user, impersonatedBy or namespace, or a beginning of one with ${ownChars} characters of its own, or a clientIp no wider than /${fewestBits.ipv4} (IPv6: /${fewestBits.ipv6}), or a whole command of ${commandWords} plain words or more`;

/** Whether a match names somebody or some place, or one thing that is run. */
export const isNarrow = (match: SuppressionMatch): boolean =>
  narrowFields.some((field) => isNarrowText(field, match[field])) || isOneCommand(match.command);

/**
 * Whether a folded command can only have been one: words that stand for themselves. Flags lose their values, paths their
 * ends, and what a shell runs is told by its programs alone; nor is a command narrow that does something of note.
 */
function isOneCommand(wanted: Text | undefined): boolean {
  if (typeof wanted !== 'string' || !/^[A-Za-z][\w.:-]*(?: [A-Za-z][\w.:-]*)+$/.test(wanted)) return false;
  const words = wanted.split(' ');
  const [program = ''] = words;
  const runsOthers = shells.has(program) || wrappers.has(program) || /^(?:eval|find|chroot)$/.test(program);
  return words.length >= commandWords && !runsOthers && deedsOf(words).length === 0;
}

function isNarrowText(field: NarrowField, wanted: Text | undefined): boolean {
  if (typeof wanted !== 'string' || everybody.includes(wanted)) return false;
  if (field === 'clientIp') return isNarrowRange(addressRange(wanted));
  if (!wanted.endsWith('*')) return named(wanted).length > 0;
  return ownOf(field, wanted.slice(0, -1)) >= ownChars;
}

/** What is left of a name where generated parts are folded: `{n}` is every number, not one. */
const named = (text: string): string => text.replaceAll(/\{(?:n|id|uuid)\}|[^\p{L}\p{N}]/gu, '');

/** Characters of a beginning that tell it from others. */
function ownOf(field: NarrowField, start: string): number {
  const shared = sharedStarts[field];
  if (shared.some((one) => one.startsWith(start))) return 0;
  const head = shared.find((one) => start.startsWith(one)) ?? '';
  const own = start.slice(head.length);
  // The namespace of a service account is a whole name, be it of one letter.
  if (head === 'system:serviceaccount:' && /^[^:]+:/.test(own)) return ownChars;
  return named(own).length;
}

const isNarrowRange = (range: AddressRange | null): boolean =>
  range !== null && range[1] >= fewestBits[range[0].kind()];

/**
 * What is wrong with suppressions taken together, `null` where nothing is: many narrow ranges may make up the world.
 * @param others those that hide at the same time already; alone they are no fault of the new ones
 */
export function togetherProblem(
  suppressions: readonly Pick<Suppression, 'match'>[],
  others: readonly Pick<Suppression, 'match'>[] = [],
): string | null {
  const added = rangesOf(suppressions);
  const ranges = added.length === 0 ? [] : [...added, ...rangesOf(others)];
  for (const [kind, length] of [['ipv4', 32] as const, ['ipv6', 128] as const]) {
    const own = ranges.filter(([start]) => start.kind() === kind);
    const most = mostRanges << BigInt(length - fewestBits[kind]);
    if (addressesIn(own) > most)
      return `together, the suppressions that name addresses alone are as wide as everybody: at most ${mostRanges} times a /${fewestBits[kind]}`;
  }
  return null;
}

/** The ranges of those that nothing else narrows. */
const rangesOf = (suppressions: readonly Pick<Suppression, 'match'>[]): AddressRange[] =>
  suppressions
    .map(({ match }) => match)
    .filter(({ clientIp: _, ...others }) => !isNarrow(others))
    .flatMap(({ clientIp }) => (typeof clientIp === 'string' ? [addressRange(clientIp)] : []))
    .filter((range) => range !== null);
