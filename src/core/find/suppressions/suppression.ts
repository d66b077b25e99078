/**
 * Suppressions: calls that somebody has explained and answers for, hidden from findings until a date (DESIGN 7).
 * Knows which calls one hides; refuses to know how it was written, and where it is kept.
 */
import type { Day } from '../../count/day.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { agentOf } from '../../rank/agent.ts';
import { addressRange, isInRange } from '../../rank/client-ip.ts';
import { foldGenerated } from '../../rank/generated.ts';
import { maskLine } from '../../rank/mask/command.ts';
import { compareTexts } from '../../rank/order.ts';
import { verbClass } from '../../rank/pattern.ts';
import type { Text } from '../../read/call.ts';
import { mostNames } from '../../read/said.ts';

export const matchFields = [
  'cluster',
  'user',
  'clientIp',
  'verb',
  'resource',
  'subresource',
  'namespace',
  'agent',
  'impersonatedBy',
  'group',
  'name',
  'command',
  'outcome',
] as const;
export type MatchField = (typeof matchFields)[number];

/**
 * All that is given must match. A text is the value itself, or its beginning and a `*`; of `clientIp` an address or a
 * CIDR range. `null` is a value that is missing. An `impersonatedBy` that is left out is `null`: who may impersonate
 * could else hide behind anybody who is suppressed.
 */
export type SuppressionMatch = Readonly<Partial<Record<MatchField, Text>>>;

export interface Suppression {
  /** `[a-z0-9-]{1,64}` */
  readonly id: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** The last UTC day it hides something, or the time from which on it hides nothing. */
  readonly expires: string;
  readonly match: SuppressionMatch;
}

/** What became of a suppression. A call that it hides counts once a day. */
export interface SuppressionStatus {
  readonly active: boolean;
  /** Within seven days. */
  readonly expiresSoon: boolean;
  readonly hits: number;
  readonly hitsLast30Days: number;
  readonly lastHitDay: Day | null;
}

/** `shipped`: it came with the product. */
export type ShownSuppression = Suppression & {
  readonly status: SuppressionStatus;
  readonly shipped?: true;
};

const dayMs = 86_400_000;
const soonMs = 7 * dayMs;

const isDay = (expires: string): boolean => expires.length === 10;

/** Milliseconds since 1970 from which on it hides nothing. */
const endOf = ({ expires }: Pick<Suppression, 'expires'>): number =>
  Date.parse(expires) + (isDay(expires) ? dayMs : 0);

export const isActive = (suppression: Pick<Suppression, 'expires'>, now: Date): boolean =>
  now.getTime() < endOf(suppression);

/** It still hides, and will not in seven days. */
export const expiresSoon = (suppression: Pick<Suppression, 'expires'>, now: Date): boolean =>
  isActive(suppression, now) && endOf(suppression) - now.getTime() <= soonMs;

/** What each field is compared with, folded as in patterns. One of several is enough. */
export const valuesOf = (call: RankedCall): Readonly<Record<MatchField, readonly Text[]>> => ({
  cluster: [call.cluster.toLowerCase(), call.clusterId.toLowerCase()],
  user: [call.user === '' ? null : call.user],
  // Where the source IPs disagree, the client may have written the one that is looked at: it fits nothing.
  clientIp: call.clientIp !== null && isForgeable(call) ? [] : [call.clientIp],
  verb: [verbClass(call)],
  resource: [call.resource],
  subresource: [call.subresource],
  namespace: [call.namespace === null ? null : foldGenerated(call.namespace)],
  agent: [agentOf(call.userAgent).family || null],
  impersonatedBy: [call.impersonatedBy],
  group: orNone(call.groups.filter((group) => group !== 'system:authenticated')),
  // Where there are as many as are kept, nobody knows the rest.
  name: call.names.length >= mostNames ? [] : orNone(call.names),
  // As it is shown to those who may not see more: what is revealed to some is suppressed in the same words.
  command: [call.command === null ? null : maskLine(call.command, true)],
  outcome: [call.outcome],
});

const orNone = (texts: readonly string[]): readonly Text[] => (texts.length === 0 ? [null] : texts);

type Fits = (value: Text) => boolean;

function fitsOf(field: string, wanted: Text): Fits {
  if (wanted === null) return (value) => value === null;
  if (field === 'clientIp') {
    const range = addressRange(wanted);
    return (value) => range !== null && value !== null && isInRange(value, range);
  }
  if (!wanted.endsWith('*')) return (value) => value === wanted;
  const start = wanted.slice(0, -1);
  return (value) => value?.startsWith(start) === true;
}

export type Hider = (call: RankedCall) => Suppression | null;

/** @returns what tells of a call which suppression hides it: the first that matches, by id */
export function hiderOf(suppressions: readonly Suppression[]): Hider {
  const tests = suppressions
    .toSorted((a, b) => compareTexts(a.id, b.id))
    .map((suppression) => {
      const asked = Object.entries({ impersonatedBy: null, ...suppression.match });
      return { suppression, fields: asked.map(([field, wanted]) => [field, fitsOf(field, wanted)] as const) };
    });
  return (call) => {
    const values: Readonly<Record<string, readonly Text[]>> = valuesOf(call);
    const found = tests.find(({ fields }) =>
      fields.every(([field, fits]) => fitsAny(field, values[field] ?? [], fits)),
    );
    return found?.suppression ?? null;
  };
}

/** One value of several is enough; but a call is of all the objects it names. */
const fitsAny = (field: string, values: readonly Text[], fits: Fits): boolean =>
  field === 'name' ? values.length > 0 && values.every(fits) : values.some(fits);

const isForgeable = ({ risk }: RankedCall): boolean =>
  risk.factors.some(({ id }) => id === 'forgeable-address');
