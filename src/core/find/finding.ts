/**
 * Findings: the rare calls of one actor from one client IP in one cluster on one day (DESIGN 7).
 * Knows how calls become something to tell; refuses to know to whom it is told.
 */
import { createHash } from 'node:crypto';
import type { Day } from '../count/day.ts';
import { attackOf, attackVersion, type TechniqueId, techniques } from '../judge/attack.ts';
import type { AppliedFactor, Finding, RankedCall } from '../judge/ranked.ts';
import { confidence, impact, scoreOf, severityOf } from '../judge/risk.ts';
import { cut } from '../rank/cut.ts';
import { compareTexts } from '../rank/order.ts';
import { queriesFor } from './queries.ts';

/** The detection that all this started from, in its last version. */
export const detection = {
  id: '4b6d1ba8-0000-4cec-87e6-6cbbd71651b5',
  name: 'Kubernetes Azure detect suspicious kubectl calls',
  version: 4,
} as const;

export const knownFalsePositives =
  'People change: new tasks, new teams, journeys, a new machine or kubectl, incidents and clean-ups all look rare on ' +
  'their first day. Ask whether somebody expected these calls; the innocent cause of each risk factor is named with it.';

export interface FindingContext {
  readonly day: Day;
  readonly learning: boolean;
  /** The most findings told for the day. */
  readonly budget: number;
  /** A call is part of a finding from this rarity on. */
  readonly minRarity?: number;
  /** A finding is told from this risk on: what is rare without being dangerous must be rarer still. */
  readonly minRisk?: number;
}

/**
 * Chosen on the tuning attacks of docs/signal.md: from a rarity of 98 alone nine quiet attacks in ten would be told; so it
 * is all but one in a hundred, at fewer than two findings per cluster and day without an attack.
 */
export const toldFrom = { rarity: 90, risk: 18 } as const;

/** What a finding holds at most: the rest of the calls are in the day's ranking. */
const maxCalls = 50;

/** Characters of a text that stands in a finding beside its calls: whoever is logged chose it, and it must be stored. */
const longest = { agent: 512, act: 256 } as const;

/**
 * One finding per actor, client IP, cluster and day, the strongest first. The budget goes round the actors: a caller may
 * forge as many addresses as he likes, and must not use it up.
 * @returns the findings within the budget, and those that were held back
 */
export function findings(
  calls: readonly RankedCall[],
  context: FindingContext,
): { readonly findings: Finding[]; readonly held: Finding[] } {
  const all = toldSessions(calls, context)
    .map((session) => findingOf(session.toSorted(strongestFirst), context))
    .sort(byStrength);
  const actors = Map.groupBy(all, ({ clusterId, user }) => JSON.stringify([clusterId, user]));
  const ordered = [...actors.values()]
    .flatMap((own) => own.map((finding, round) => ({ finding, round })))
    .sort((a, b) => a.round - b.round || byStrength(a.finding, b.finding))
    .map(({ finding }) => finding);
  return {
    findings: ordered.slice(0, context.budget).sort(byStrength),
    held: ordered.slice(context.budget).sort(byStrength),
  };
}

/** Calls by finding: what is rare enough of each actor and client IP, where something of it is worth telling. */
export function toldSessions(
  calls: readonly RankedCall[],
  {
    minRarity = toldFrom.rarity,
    minRisk = toldFrom.risk,
  }: Pick<FindingContext, 'minRarity' | 'minRisk'> = {},
): RankedCall[][] {
  const sessions = Map.groupBy(
    calls.filter((call) => call.rarity >= minRarity),
    ({ clusterId, user, clientIp }) => JSON.stringify([clusterId, user, clientIp]),
  );
  return [...sessions.values()].filter((session) => session.some((call) => call.risk.score >= minRisk));
}

/** The logarithm of the risk formula without its bounds, so that the strongest do not tie. */
const strengthOf = ({ rarity, risk }: RankedCall): number =>
  -Math.log2(1 - rarity / 100) + risk.factors.reduce((sum, { weight }) => sum + Math.log2(weight) / 2, 0);

const strongestFirst = (a: RankedCall, b: RankedCall): number =>
  strengthOf(b) - strengthOf(a) || a.rank - b.rank || compareTexts(a.clusterId, b.clusterId);

/**
 * The order in which findings are shown: by the strongest call of each. Not by risk, which many factors of a long day's
 * work raise as well: so an attacker's own finding came first less often (docs/decisions/0008).
 */
export function byStrength(a: Finding, b: Finding): number {
  const [one, other] = [a.calls[0], b.calls[0]];
  const order =
    one !== undefined && other !== undefined
      ? strongestFirst(one, other)
      : Number(one === undefined) - Number(other === undefined);
  return order || compareTexts(a.id, b.id);
}

function first<T>(things: readonly T[]): T {
  const [thing] = things;
  if (thing === undefined) throw new RangeError('a finding has at least one call');
  return thing;
}

export const findingId = (clusterId: string, user: string, clientIp: string | null, day: Day): string =>
  createHash('sha256')
    .update(JSON.stringify([clusterId, user, clientIp, day]))
    .digest('hex')
    .slice(0, 32);

function findingOf(calls: readonly RankedCall[], context: FindingContext): Finding {
  const top = first(calls);
  const factors = factorsOf(calls);
  // As of a call: a privileged pod, a shell in it and a look at secrets are worse together than the worst of them.
  const score = scoreOf(Math.max(...calls.map(({ rarity }) => rarity)), factors);
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
    id: findingId(clusterId, user, clientIp, context.day),
    day: context.day,
    cluster,
    clusterId,
    user,
    clientIp,
    title: `Rare kubectl calls by ${shownUser(top)} in ${cluster}`,
    message: messageOf(calls),
    risk: { score, impact, confidence, severity: severityOf(score), factors },
    riskObjects: [
      ...(user === '' ? [] : [{ type: 'user', value: user, score } as const]),
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
    queries: queriesFor({ clusterId, clientIp, firstSeen, lastSeen, calls: shown }),
    calls: shown,
  };
}

const isTechnique = (id: string): id is TechniqueId => Object.hasOwn(techniques, id);

const shownUser = ({ user, impersonatedBy }: RankedCall): string => {
  const name = user === '' ? 'a caller without a name' : user;
  return impersonatedBy === null ? name : `${name} (impersonated by ${impersonatedBy})`;
};

/** What happened, with the real values: data that a caller may have written. */
function messageOf(calls: readonly RankedCall[]): string {
  const top = first(calls);
  const from = top.clientIp === null ? '' : ` from ${top.clientIp}`;
  const acts = [...new Set(calls.map((call) => cut(`${call.verb ?? '-'} ${target(call)}`, longest.act)))];
  const more = acts.length > 5 ? ` and ${acts.length - 5} more` : '';
  const did = `${shownUser(top)}${from} on ${top.cluster}: ${acts.slice(0, 5).join(', ')}${more}.`;
  return `${did} ${top.explanation}`;
}

const target = ({ resource, subresource, namespace, requestURI }: RankedCall): string => {
  if (resource === null) return (requestURI ?? '-').split('?')[0] ?? '-';
  const what = subresource === null ? resource : `${resource}/${subresource}`;
  return namespace === null ? what : `${what} in ${namespace}`;
};

/** The factors of all calls, each once, the weightiest first. */
function factorsOf(calls: readonly RankedCall[]): AppliedFactor[] {
  const byId = new Map(
    calls.flatMap((call) => call.risk.factors.map((factor) => [factor.id, factor] as const)),
  );
  return [...byId.values()].sort((a, b) => b.weight - a.weight || compareTexts(a.id, b.id));
}
