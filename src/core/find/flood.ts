/**
 * That one caller made more different calls than are looked at one by one: a finding of its own, whatever else is told,
 * since what is not looked at is where somebody would hide. Knows its words; refuses to know where the bounds lie.
 */
import type { AppliedFactor } from '../judge/factor.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import { severityOf } from '../judge/severity.ts';
import type { Crowd } from '../rank/fair/crowd.ts';
import { type Finding, type FoundIn, findingId, findingOf } from './finding.ts';
import { floodTitle } from './title/title.ts';

/** At most so many a day and cluster: with more of them the rest is in their number. */
const mostFloods = 3;

/** Calls of a flood that stand in its finding. */
const mostShown = 10;

/** Medium: nobody makes so many different calls by accident, and nothing is known to be broken. */
const leastRisk = 50;

/** Of a flood's finding; no call alone has it. */
export const floodFactor: AppliedFactor = {
  id: 'flood',
  weight: 1.8,
  why: 'The caller made so many different calls that not all of them are looked at one by one: others may hide among them.',
  innocent: 'A scanner, a load test, or a tool that lists everything there is, by name.',
  next: 'Stop it, then look for what else was done in these hours: in the raw logs, where nothing is left out.',
};

/** Who flooded the day, the worst first. None where suppressions hide all of his calls: the answer still counts them. */
export function floods(crowded: readonly Crowd[], calls: readonly RankedCall[], context: FoundIn): Finding[] {
  const byRank = new Map(calls.map((call) => [call.rank, call]));
  return crowded.slice(0, mostFloods).flatMap((crowd, at) => {
    const own = crowd.ranks.flatMap((rank) => byRank.get(rank) ?? []).slice(0, mostShown);
    const more = at === mostFloods - 1 ? crowded.length - mostFloods : 0;
    return own.length === 0 ? [] : [floodOf(crowd, own, more, context)];
  });
}

function floodOf(
  { caller, different, unlisted, folded }: Crowd,
  calls: readonly RankedCall[],
  more: number,
  context: FoundIn,
): Finding {
  const finding = findingOf(calls, context);
  const name = caller === '' ? 'a caller without a name' : caller;
  const factors = [...finding.risk.factors, floodFactor].sort((a, b) => b.weight - a.weight);
  const score = Math.max(finding.risk.score, leastRisk);
  const message = [
    `${name} made ${whole(different)} different calls on ${finding.cluster}.`,
    ...(unlisted > 0 ? [`${whole(unlisted)} of them are not looked at one by one.`] : []),
    ...(folded > 0 ? [`${whole(folded)} events were counted with others, by what they have in common.`] : []),
    ...(more > 0 ? [`So did ${whole(more)} others.`] : []),
    finding.message,
  ].join(' ');
  return {
    ...finding,
    id: findingId(finding.clusterId, caller, null, context.day, 'flood'),
    clientIp: calls.every(({ clientIp }) => clientIp === finding.clientIp) ? finding.clientIp : null,
    title: floodTitle(name, different, finding.cluster),
    message,
    risk: { ...finding.risk, score, severity: severityOf(score), factors },
    riskObjects: finding.riskObjects.map((object) => ({ ...object, score })),
  };
}

/** `10,050` */
const whole = (count: number): string => count.toLocaleString('en-US');
