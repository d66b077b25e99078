/**
 * A finding in three lines, as lists of findings have it: when and from where, why it is told, what to do next.
 * The same words on every way out, each of which escapes them for its medium.
 */
import type { Finding } from '../find/finding.ts';
import { callCount } from '../find/left-out.ts';
import { riskiestFirst } from '../find/title/deeds.ts';
import type { AppliedFactor } from '../judge/factor.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import type { CallBaseline } from '../rank/baseline.ts';
import { cut } from '../rank/cut.ts';
import { addressPhrase, callPhrase, several, span, whole } from './phrase.ts';

export interface Gist {
  /** `13:42:00 – 13:53:12 UTC from 203.0.113.24, 13 calls, 1 of them refused` */
  readonly when: string;
  /** Of the call that the title begins with: how unusual it is, and what makes it dangerous. */
  readonly why: string;
  /** `''` where no risk factor says what to look at. */
  readonly next: string;
}

export function gistOf(finding: Finding): Gist {
  const { calls, clientIp, firstSeen, lastSeen } = finding;
  const [top] = riskiestFirst(calls);
  const factor = factorOf(finding, top);
  const refused = calls.filter(({ outcome }) => outcome === 'refused').length;
  const found = `${span(firstSeen, lastSeen)} UTC from ${addressPhrase(clientIp)}, ${several(callCount(finding), 'rare call')}`;
  return {
    when:
      refused === 0
        ? found
        : `${found}, ${finding.leftOut === undefined ? '' : 'at least '}${whole(refused)} of them refused`,
    why: [top === undefined ? '' : habitOf(top, calls.length > 1), factor?.why ?? '']
      .filter((text) => text !== '')
      .join(' '),
    next: factor?.next ?? '',
  };
}

/** Characters of what was done, which a caller may have chosen. */
const longestAct = 80;

/** @param isOneOfMany it is to be said which of the calls is so unusual: not all that the title names are */
function habitOf(call: RankedCall, isOneOfMany: boolean): string {
  const habit = habitPhrase(call.baseline);
  if (!isOneOfMany) return habit;
  const act = cut(callPhrase({ ...call, names: [] }), longestAct);
  return habit.replace(/(?<=did )this/i, () => `this (${act})`);
}

/** That nobody did it before is said by numbers already. */
const isSaid = ({ id }: AppliedFactor): boolean => id === 'first-in-cluster';

/** What only the whole has, as a flood; else what weighs most of the call. */
function factorOf({ risk, calls }: Finding, top: RankedCall | undefined): AppliedFactor | undefined {
  const ofCalls = new Set(calls.flatMap((call) => call.risk.factors.map(({ id }) => id)));
  const ofTop = top?.risk.factors.filter(({ weight }) => weight > 1) ?? [];
  const [heaviest] = ofTop.sort((a, b) => Number(isSaid(a)) - Number(isSaid(b)) || b.weight - a.weight);
  return risk.factors.find(({ id }) => !ofCalls.has(id)) ?? heaviest ?? risk.factors[0];
}

/**
 * `Never did this in the 30 days before, never came from this address; 4 of 9 others ever did this.`
 * @returns `''` where there is no baseline
 */
export function habitPhrase({ days, actors, actorFirstSeen, known }: CallBaseline): string {
  const { action, namespace, clientIp } = known;
  if (days === 0 || action === undefined) return '';
  const isKnown = actorFirstSeen !== null;
  const before = `the ${several(days, 'day')} before`;
  const others = actors - (isKnown ? 1 : 0);
  const also = [
    isKnown && action.ownDays > 0 && namespace?.ownDays === 0 ? ', never in this namespace' : '',
    isKnown && clientIp?.ownDays === 0 ? ', never came from this address' : '',
    others > 0
      ? `; ${action.others === 0 ? 'none' : whole(action.others)} of ${several(others, 'other')} ever did this`
      : '',
  ];
  const did =
    action.ownDays === 0
      ? `Never did this in ${before}`
      : `Did this on ${whole(action.ownDays)} of ${before}`;
  return `${isKnown ? did : `Never seen in ${before}`}${also.join('')}.`;
}
