/**
 * Which calls are told, and in what order: the rare ones of one actor from one client IP in one cluster on one day.
 * Knows thresholds, budget and strength; refuses to know what a finding says.
 */
import type { RankedCall } from '../judge/ranked-call.ts';
import { tellsByItself } from '../judge/risk.ts';
import { inTurns, type Owner } from '../rank/fair/turns.ts';
import { callerOf } from '../rank/features.ts';
import { noTexts, orMake } from '../rank/maps.ts';
import { compareTexts } from '../rank/order.ts';
import { type Finding, type FoundIn, findingOf } from './finding.ts';

export interface FindingContext extends FoundIn {
  /** The most findings told for the day. */
  readonly budget: number;
  /** A call is part of a finding from this rarity on. */
  readonly minRarity?: number;
  /** A finding is told from this risk on: what is rare without being dangerous must be rarer still. */
  readonly minRisk?: number;
  /** How many really called on the day, by cluster; else those of the calls that are given. */
  readonly callers?: ReadonlyMap<string, number>;
}

/** Chosen on the tuning attacks and calm days of docs/signal.md: as much as is told at two findings a cluster and calm day. */
export const toldFrom = { rarity: 90, risk: 19 } as const;

/**
 * What is odd without being dangerous is told, too, where so little of it is to be expected: on a day, of all callers of the
 * cluster. So strange work in the account of one of four is told, and not each odd day of one of sixty.
 */
const expectedFrom = 0.35;

/**
 * The most findings told of a cluster that is learning: nearly everything is new in it, and the attacker is among the first five nearly as
 * often as he is told at all (docs/decisions/0023). The rest is held back.
 */
export const mostWhileLearning = 5;

/**
 * One finding per actor, client IP, cluster and day, the highest risk first. The budget goes round the callers: one may forge
 * as many addresses and take on as many names as he likes, and must not use it up.
 * @returns the findings within the budget, and those that were held back, in turns of the callers: whoever keeps only
 * some of them is fair by taking the first
 */
export function findings(
  calls: readonly RankedCall[],
  context: FindingContext,
): { readonly findings: Finding[]; readonly held: Finding[] } {
  const all = toldSessions(calls, context)
    .map((session) => findingOf(session.toSorted(strongestFirst), context))
    .sort(byRisk);
  const ordered = inTurns(all, ownerOf);
  const most = context.learning ? Math.min(context.budget, mostWhileLearning) : context.budget;
  return {
    findings: ordered.slice(0, most).sort(byRisk),
    held: ordered.slice(most),
  };
}

/** Of a finding: who made its strongest call. */
function ownerOf({ clusterId, user, calls: [top] }: Finding): Owner {
  const by = top?.impersonatedBy ?? null;
  const caller = callerOf({ user, impersonatedBy: by });
  return { caller: JSON.stringify([clusterId, caller]), user, isHimself: by === null };
}

/** Calls by finding: what is rare enough of each actor, who takes him on, and client IP, where something of it is worth telling. */
export function toldSessions(
  calls: readonly RankedCall[],
  {
    minRarity = toldFrom.rarity,
    minRisk = toldFrom.risk,
    callers = callersIn(calls),
  }: Pick<FindingContext, 'minRarity' | 'minRisk' | 'callers'> = {},
): RankedCall[][] {
  const sessions = Map.groupBy(
    calls.filter(({ rarity, risk }) => rarity >= minRarity || tellsByItself(risk.factors)),
    ({ clusterId, user, impersonatedBy, clientIp }) =>
      JSON.stringify([clusterId, user, impersonatedBy, clientIp]),
  );
  const isOdd = ({ rarity, clusterId }: RankedCall): boolean =>
    rarity >= minRarity && (1 - rarity / 100) * (callers.get(clusterId) ?? 1) <= expectedFrom;
  return [...sessions.values()].filter((session) =>
    session.some((call) => call.risk.score >= minRisk || isOdd(call)),
  );
}

/** How many really called, by cluster. */
export function callersIn(calls: readonly RankedCall[]): ReadonlyMap<string, number> {
  const clusters = new Map<string, Set<string>>();
  for (const call of calls) orMake(clusters, call.clusterId, noTexts).add(callerOf(call));
  return new Map([...clusters].map(([cluster, { size }]) => [cluster, size]));
}

/** The logarithm of the risk formula without its bounds, so that the strongest do not tie. */
const strengthOf = ({ rarity, risk }: RankedCall): number =>
  -Math.log2(1 - rarity / 100) + risk.factors.reduce((sum, { weight }) => sum + Math.log2(weight) / 2, 0);

const strongestFirst = (a: RankedCall, b: RankedCall): number =>
  strengthOf(b) - strengthOf(a) || a.rank - b.rank || compareTexts(a.clusterId, b.clusterId);

/** The order in which findings are shown: by the risk that is shown; where that is the same, by the strongest call. */
export function byRisk(a: Finding, b: Finding): number {
  const [one, other] = [a.calls[0], b.calls[0]];
  const order =
    one !== undefined && other !== undefined
      ? strongestFirst(one, other)
      : Number(one === undefined) - Number(other === undefined);
  return b.risk.score - a.risk.score || order || compareTexts(a.id, b.id);
}
