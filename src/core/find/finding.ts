/**
 * A finding: what it says of the rare calls it is made of (DESIGN 7).
 * Knows its words and numbers; refuses to know which calls make one, and to whom it is told.
 */
import { createHash } from 'node:crypto';
import type { Day } from '../count/day.ts';
import { attackOf, attackVersion, type Technique, type TechniqueId, techniques } from '../judge/attack.ts';
import type { AppliedFactor } from '../judge/factor.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import { confidence, impact } from '../judge/risk.ts';
import { type Severity, severityOf } from '../judge/severity.ts';
import { cut } from '../rank/cut.ts';
import { compareTexts } from '../rank/order.ts';
import type { Text } from '../read/call.ts';
import { actPhrase, peopleIn, unseenPhrase, whoPhrase } from './act.ts';
import type { Campaign } from './campaign/campaign.ts';
import { type Held, withCalls } from './left-out.ts';
import { type Queries, queriesFor } from './queries.ts';
import { gravityOf } from './title/deeds.ts';
import { titleOf } from './title/title.ts';

/** A finding: one actor from one client IP in one cluster on one day, its rare calls strongest first (DESIGN 7). */
export interface Finding extends Held {
  /** Hash of actor, client IP, cluster and day: the same on every run. */
  readonly id: string;
  readonly day: Day;
  readonly cluster: string;
  readonly clusterId: string;
  readonly user: string;
  readonly clientIp: Text;
  readonly title: string;
  readonly message: string;
  readonly risk: {
    readonly score: number;
    readonly impact: number;
    readonly confidence: number;
    readonly severity: Severity;
    readonly factors: readonly AppliedFactor[];
  };
  readonly riskObjects: readonly {
    readonly type: 'user' | 'system';
    readonly value: string;
    readonly score: number;
  }[];
  readonly threatObjects: readonly {
    readonly type: 'ip_address' | 'http_user_agent';
    readonly value: string;
  }[];
  readonly killChainPhases: readonly string[];
  readonly analyticStories: readonly string[];
  readonly attack: readonly Technique[];
  readonly attackVersion: string;
  readonly detection: { readonly id: string; readonly name: string; readonly version: number };
  readonly knownFalsePositives: string;
  /** The cluster has too little history; such a finding is kept and not pressed on anybody. */
  readonly learning: boolean;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** To see the events where they are kept. */
  readonly queries: Queries;
  /** The story it belongs to; none where it was not to be told, or was kept before there were any. */
  readonly campaign?: Campaign;
}

export interface FoundIn {
  readonly day: Day;
  /** Whether the cluster has too little history. */
  readonly learning: boolean;
  /** The log category that its events are of; `kube-audit` where not said. */
  readonly logCategory?: string;
}

/** The detection that all this started from, in its last version. */
export const detection = {
  id: '4b6d1ba8-0000-4cec-87e6-6cbbd71651b5',
  name: 'Kubernetes Azure detect suspicious kubectl calls',
  version: 4,
} as const;

export const knownFalsePositives =
  'People change: new tasks, new teams, journeys, a new machine or kubectl, incidents and clean-ups all look rare on ' +
  'their first day. Ask whether somebody expected these calls; the innocent cause of each risk factor is named with it.';

/** What a finding holds at most: the rest of the calls are in the day's ranking. */
const maxCalls = 50;

/** Characters of a text that stands in a finding beside its calls: whoever is logged chose it, and it must be stored. */
const longest = { agent: 512, act: 256 } as const;

function first<T>(things: readonly T[]): T {
  const [thing] = things;
  if (thing === undefined) throw new RangeError('a finding has at least one call');
  return thing;
}

/** @param by who takes on the user, if anybody does: what he does in a name is another finding than what its owner does */
export const findingId = (
  clusterId: string,
  user: string,
  clientIp: string | null,
  day: Day,
  by: Text = null,
): string =>
  createHash('sha256')
    .update(JSON.stringify([clusterId, user, clientIp, day, ...(by === null ? [] : [by])]))
    .digest('hex')
    .slice(0, 32);

/**
 * @param calls at least one, strongest first
 */
export function findingOf(calls: readonly RankedCall[], context: FoundIn): Finding {
  const top = first(calls);
  const factors = factorsOf(calls);
  // Of its worst call: a long day's work gathers factors, and is no worse for it (docs/decisions/0008).
  const score = Math.max(...calls.map(({ risk }) => risk.score));
  const { cluster, clusterId, user, clientIp } = top;
  const ids = calls.flatMap((call) => call.attack.map(({ id }) => id)).filter(isTechnique);
  const firstSeen = calls.map((call) => call.firstSeen).sort(compareTexts)[0] ?? null;
  const lastSeen =
    calls
      .map((call) => call.lastSeen ?? '')
      .sort(compareTexts)
      .at(-1) || null;
  const shown = calls.slice(0, maxCalls);
  const agents = [...new Set(calls.map(({ userAgent }) => userAgent))].filter((agent) => agent !== '');
  return {
    id: findingId(clusterId, user, clientIp, context.day, top.impersonatedBy),
    day: context.day,
    cluster,
    clusterId,
    user,
    clientIp,
    title: titleOf(calls),
    message: messageOf(calls),
    risk: { score, impact, confidence, severity: severityOf(score), factors },
    riskObjects: [
      ...peopleIn(calls).map((value) => ({ type: 'user', value, score }) as const),
      { type: 'system', value: cluster, score },
    ],
    threatObjects: [
      ...(clientIp === null ? [] : [{ type: 'ip_address', value: clientIp } as const]),
      ...agents
        .slice(0, 10)
        .map((agent) => ({ type: 'http_user_agent', value: cut(agent, longest.agent) }) as const),
    ],
    killChainPhases: ['Exploitation'],
    analyticStories: ['Kubernetes Sensitive Object Access Activity'],
    attack: attackOf(ids),
    attackVersion,
    detection,
    knownFalsePositives,
    learning: context.learning,
    firstSeen,
    lastSeen,
    queries: queriesFor(
      { clusterId, clientIp, firstSeen, lastSeen, calls: shown, category: context.logCategory },
      calls,
    ),
    ...withCalls({ calls }, shown),
  };
}

const isTechnique = (id: string): id is TechniqueId => Object.hasOwn(techniques, id);

/** What happened, with the real values: data that a caller may have written. */
function messageOf(calls: readonly RankedCall[]): string {
  const top = first(calls);
  const from = top.clientIp === null ? '' : ` from ${top.clientIp}`;
  const acts = [...new Set(calls.toSorted(gravest).map((call) => cut(actPhrase(call), longest.act)))];
  const more = acts.length > 5 ? ` and ${acts.length - 5} more` : '';
  const did = `${whoPhrase(top)}${from} on ${top.cluster}: ${acts.slice(0, 5).join(', ')}${more}.`;
  const unseen = calls.map(unseenPhrase).find((phrase) => phrase !== null);
  const blind = unseen === undefined || unseen === null ? [] : [`Not all is seen: ${unseen}.`];
  return [did, top.explanation, ...blind].join(' ');
}

/** What weighs most first: not every deed that is rare is the one to tell of. */
const gravest = (a: RankedCall, b: RankedCall): number => gravityOf(b) - gravityOf(a);

/** The factors of all calls, each once, the weightiest first. What lowers the risk of some calls does not of the others. */
function factorsOf(calls: readonly RankedCall[]): AppliedFactor[] {
  const byId = new Map(
    calls.flatMap((call) => call.risk.factors.map((factor) => [factor.id, factor] as const)),
  );
  const isOfAll = ({ id }: AppliedFactor): boolean =>
    calls.every(({ risk }) => risk.factors.some((factor) => factor.id === id));
  return [...byId.values()]
    .filter((factor) => factor.weight >= 1 || isOfAll(factor))
    .sort((a, b) => b.weight - a.weight || compareTexts(a.id, b.id));
}
