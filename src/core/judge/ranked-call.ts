/** A call as rankings show it, with the risk it carries: the `calls` of `rarecall hunt` (DESIGN 10) to the letter. */

import { type CallBaseline, callBaseline } from '../rank/baseline.ts';
import { explain } from '../rank/explain.ts';
import { actionOf } from '../rank/features.ts';
import { gravityOf } from '../rank/gravity.ts';
import { maskGrown, maskNames, maskPattern } from '../rank/mask/mask.ts';
import { maskText } from '../rank/mask/shapes.ts';
import { compareTexts } from '../rank/order.ts';
import type { Outcome } from '../rank/pattern.ts';
import type { CallEvidence, PatternRow } from '../rank/pattern-row.ts';
import type { SurpriseRanking, SurprisingCall } from '../rank/surprise.ts';
import type { Applied, Text } from '../read/call.ts';
import type { Cluster } from '../read/path.ts';
import { type Amounts, amountsOf } from './amounts.ts';
import type { Technique } from './attack.ts';
import type { AppliedFactor } from './factor.ts';
import { riskOf } from './risk.ts';

export interface RankedCall {
  readonly rank: number;
  readonly cluster: string;
  /** Full resource id in lower case, or the name again where there is none. */
  readonly clusterId: string;
  /** The effective user: the impersonated one, else the caller; `''` when unknown. */
  readonly user: string;
  /** The real caller, where he impersonates. */
  readonly impersonatedBy: Text;
  /** Who impersonates is an access proxy, by which many call: the user counts as the caller. */
  readonly proxied?: true;
  readonly groups: readonly string[];
  /** Those taken on by impersonation, as logged. */
  readonly impersonatedGroups: readonly string[];
  readonly clientIp: Text;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
  readonly verb: Text;
  readonly resource: Text;
  readonly subresource: Text;
  readonly namespace: Text;
  readonly requestURI: Text;
  /** The command of an exec, folded and masked; `null` for what runs nothing. */
  readonly command: Text;
  /** The pattern in one line, e.g. `exec pods/exec payments /api/v1/namespaces/{ns}/pods/{name}/exec`. */
  readonly pattern: string;
  readonly count: number;
  /** Response codes seen, ascending. */
  readonly codes: readonly number[];
  readonly outcome: Outcome;
  /** Of the objects, the first of them. */
  readonly names: readonly string[];
  /** What the authorizer says allowed it; `''`: an empty reason. */
  readonly grants: readonly string[];
  /** Entra object id of who really calls. */
  readonly objectId: Text;
  /** A trial: nothing was changed. */
  readonly dryRun: boolean;
  /** A record of it was cut: what comes behind the cut is not known. */
  readonly cut: boolean;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** 0-100: position of its surprise among those of past days. */
  readonly rarity: number;
  /** Surprise in bits: `total` and its terms by name. */
  readonly bits: Readonly<Record<string, number>>;
  readonly baseline: CallBaseline;
  readonly explanation: string;
  readonly risk: { readonly score: number; readonly factors: readonly AppliedFactor[] };
  readonly attack: readonly Technique[];
  readonly evidence: readonly CallEvidence[];
  readonly applied: Applied | null;
}

/** A day's ranking with what each of its calls risks. */
export interface JudgedRanking extends Omit<SurpriseRanking, 'calls'> {
  /** The most surprising first. */
  readonly calls: RankedCall[];
}

/** @param reveal shows what callers wrote as it is; else what may be a secret is masked, here and in all that follows */
export const judged = (
  { calls, ...ranking }: SurpriseRanking,
  cluster: Cluster,
  reveal = false,
): JudgedRanking => ({
  ...ranking,
  crowded: reveal
    ? ranking.crowded
    : ranking.crowded.map((crowd) => ({ ...crowd, caller: maskText(crowd.caller) })),
  grown: reveal ? ranking.grown : ranking.grown.map(maskGrown),
  calls: allJudged(calls, cluster, reveal),
});

function allJudged(calls: readonly SurprisingCall[], cluster: Cluster, reveal: boolean): RankedCall[] {
  const amounts = amountsOf(calls);
  return calls.map((call) => rankedCall(call, amounts(call), cluster, reveal));
}

/** Weighted bits of the namespace, or of which of the generated ones it was, from which on a place is none of the actor's. */
const strangePlace = 4.5;

/** Judged by what was logged; worded by what may be shown. */
function rankedCall(call: SurprisingCall, inAll: Amounts, cluster: Cluster, reveal: boolean): RankedCall {
  const { row: logged, rank, rarity, reasons, baseline, before } = call;
  const { terms, habit } = reasons;
  const row = reveal ? logged : maskPattern(logged);
  const known = callBaseline(habit, baseline);
  const { example } = row;
  const isNewcomer = (habit('action')?.actorDays ?? 0) === 0;
  const ofIp = logged.clientIp === null ? null : habit('clientIp');
  const facts = {
    ipIsNew: !isNewcomer && ofIp?.ownDays === 0,
    ipIsUnknown: ofIp?.ownDays === 0 && ofIp.others === 0,
    // Where there is no baseline nobody is new.
    isNewcomer: isNewcomer && baseline.days > 0,
    isFirst: baseline.days > 0 && gravityOf(logged) >= 2 && habit('action')?.firstSeen === null,
    isElsewhere:
      !isNewcomer &&
      ((terms.get('namespace') ?? 0) >= strangePlace || (terms.get('member') ?? 0) >= strangePlace),
    inAll,
  };
  const total = [...terms.values()].reduce((sum, bits) => sum + bits, 0);
  return {
    rank,
    cluster: cluster.name,
    clusterId: cluster.id,
    user: row.user,
    impersonatedBy: row.impersonatedBy,
    ...(before.isProxied ? { proxied: true as const } : {}),
    groups: example.groups,
    impersonatedGroups: example.impersonatedGroups,
    clientIp: row.clientIp,
    sourceIPs: example.sourceIPs,
    userAgent: example.userAgent,
    verb: example.verb,
    resource: example.resource,
    subresource: example.subresource,
    namespace: example.namespace,
    requestURI: example.requestURI,
    command: row.command,
    pattern: patternText(row),
    // A presence has neither: it was there.
    count: row.requests || row.events || 1,
    codes: row.codes,
    outcome: row.outcome,
    names: row.said.names,
    grants: row.said.grants,
    objectId: row.said.objectId,
    dryRun: row.said.dryRun,
    cut: row.said.cut,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
    rarity,
    bits: Object.fromEntries(
      [['total', total] as const, ...terms].map(([name, bits]) => [name, rounded(bits)]),
    ),
    baseline: reveal ? known : maskNames(known),
    explanation: explain({ ...reasons, pattern: row }, baseline),
    ...riskOf({ ...logged, ...before, ...facts }, rarity),
    evidence: row.evidence,
    applied: row.applied,
  };
}

/** `get secrets payments /api/v1/namespaces/{ns}/secrets/{name}` */
const patternText = (row: PatternRow): string =>
  [actionOf(row), row.namespace, row.resource === null ? null : row.uri]
    .filter((text) => text !== null && text !== '')
    .join(' ');

const rounded = (bits: number): number => Number(bits.toFixed(2));

/** The calls of several clusters as one ranking: rarity means the same on each. */
export const mergeRankings = <T extends Ordered>(rankings: readonly (readonly T[])[]): T[] =>
  rankings
    .flat()
    .sort(byRarity)
    .map((call, at) => ({ ...call, rank: at + 1 }));

/** The order of the calls of several clusters. */
export const byRarity = (a: Ordered, b: Ordered): number =>
  b.rarity - a.rarity || totalOf(b) - totalOf(a) || compareTexts(a.clusterId, b.clusterId) || a.rank - b.rank;

type Ordered = Pick<RankedCall, 'rarity' | 'bits' | 'clusterId' | 'rank'>;

const totalOf = ({ bits }: Ordered): number => bits.total ?? 0;
