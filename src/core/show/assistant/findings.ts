/**
 * Findings as an assistant reads them: what was done, why it is odd, what to look at; few words, fixed names. The texts still
 * hold what a log said: untrusted.ts marks them. Refuses to know where findings come from.
 */
import type { Day } from '../../count/day.ts';
import type { Campaign } from '../../find/campaign/campaign.ts';
import { campaignPhrase, isStory } from '../../find/campaign/words.ts';
import type { Finding } from '../../find/finding.ts';
import { callCount } from '../../find/left-out.ts';
import type { Technique } from '../../judge/attack.ts';
import type { AppliedFactor } from '../../judge/factor.ts';
import type { Severity } from '../../judge/severity.ts';
import type { Text } from '../../read/call.ts';
import { gistOf } from '../gist.ts';
import { actorPhrase } from '../phrase.ts';
import { type CallView, callView } from './calls.ts';

/** A finding in a list. */
export interface FindingView {
  readonly id: string;
  readonly day: string;
  readonly cluster: string;
  readonly severity: Severity;
  /** 1-100. */
  readonly risk: number;
  readonly title: string;
  /** When and from where, and of how many calls. */
  readonly when: string;
  readonly why: string;
  /** What to look at next. */
  readonly lookAt: string;
  /** Who called; `x as y` where x takes on y. */
  readonly actor: string;
  readonly user: string;
  readonly clientIp: Text;
  readonly firstSeen: Text;
  readonly lastSeen: Text;
  readonly calls: number;
  /** The cluster has too little history to be judged well. */
  readonly learning: boolean;
  readonly campaign: string | null;
}

export interface FactorView {
  readonly factor: string;
  readonly weight: number;
  readonly why: string;
  readonly innocent: string;
  readonly lookAt: string;
}

export interface StepView {
  readonly day: string;
  readonly time: Text;
  readonly phase: string;
  readonly what: string;
  readonly outcome: string;
  readonly finding: string;
}

export interface StoryView {
  readonly campaign: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
  readonly what: string;
  readonly phases: readonly string[];
  readonly steps: readonly StepView[];
  readonly leftOut: number;
}

export interface FindingDetail extends Omit<FindingView, 'calls' | 'campaign'> {
  readonly message: string;
  readonly callCount: number;
  /** No longer found when its day was ranked again, or held back. */
  readonly closed: boolean;
  readonly factors: readonly FactorView[];
  readonly attack: readonly {
    readonly technique: string;
    readonly name: string;
    readonly tactics: readonly string[];
  }[];
  readonly story: StoryView | null;
  readonly calls: readonly CallView[];
}

const most = { factors: 20, techniques: 20, steps: 15 } as const;

export function findingView(finding: Finding): FindingView {
  const { id, day, cluster, risk, title, user, clientIp, firstSeen, lastSeen, learning } = finding;
  const { when, why, next } = gistOf(finding);
  return {
    id,
    day,
    cluster,
    severity: risk.severity,
    risk: risk.score,
    title,
    when,
    why,
    lookAt: next,
    actor: actorPhrase(finding),
    user,
    clientIp,
    firstSeen,
    lastSeen,
    calls: callCount(finding),
    learning,
    campaign: finding.campaign?.id ?? null,
  };
}

export function findingDetail(finding: Finding, closed: boolean): FindingDetail {
  const { calls, campaign: _, ...view } = findingView(finding);
  return {
    ...view,
    message: finding.message,
    callCount: calls,
    closed,
    factors: finding.risk.factors.slice(0, most.factors).map(factorView),
    attack: finding.attack.slice(0, most.techniques).map(techniqueView),
    story: finding.campaign === undefined || !isStory(finding.campaign) ? null : storyView(finding.campaign),
    calls: finding.calls.map(callView),
  };
}

const factorView = ({ id, weight, why, innocent, next }: AppliedFactor): FactorView => ({
  factor: id,
  weight,
  why,
  innocent,
  lookAt: next,
});

const techniqueView = ({ id, name, tactics }: Technique) => ({ technique: id, name, tactics });

function storyView(campaign: Campaign): StoryView {
  const { id, firstDay, lastDay, days, phases, steps, leftOut } = campaign;
  // The last ones: what came before stands in the findings of its days.
  const shown = steps.slice(-most.steps);
  return {
    campaign: id,
    firstDay,
    lastDay,
    days,
    what: campaignPhrase(campaign),
    phases: phases.slice(0, 12),
    steps: shown.map(({ day, time, phase, what, outcome, finding }) => ({
      day,
      time,
      phase,
      what,
      outcome,
      finding,
    })),
    leftOut: leftOut + steps.length - shown.length,
  };
}

/** Findings of a day, as the API answers. */
export interface DayFindings {
  readonly day: Day | null;
  readonly note?: string;
  readonly findings: readonly Finding[];
  /** Found, and beyond what is told of a day. */
  readonly held?: number;
  readonly next?: string;
}
