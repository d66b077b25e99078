/** The steps of a campaign: what was done, when, and to what end. Refuses to know whose they are. */
import type { Technique } from '../../judge/attack.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { cut } from '../../rank/cut.ts';
import { inTurns } from '../../rank/fair/turns.ts';
import { compareTexts } from '../../rank/order.ts';
import { actPhrase } from '../act.ts';
import type { Finding } from '../finding.ts';
import { type CampaignStep, campaignOptions } from './campaign.ts';

/** Where no tactic is known. */
export const otherPhase = 'other';

/** Characters of what was done: whoever is logged chose some of them, and many steps must be stored. */
const longestWhat = 170;

/** What any use of kubectl is says nothing of its end; who called, and from where, only where nothing else does. */
const anyUse = 'T1059.013';
const ofCallers: ReadonlySet<string> = new Set(['T1078', 'T1078.001', 'T1133']);

export function phaseOf(attack: readonly Technique[]): string {
  const telling = attack.filter(({ id }) => id !== anyUse);
  const [first] = [...telling.filter(({ id }) => !ofCallers.has(id)), ...telling];
  return first?.tactics[0] ?? otherPhase;
}

const whatOf = (call: RankedCall): string => {
  const as = call.impersonatedBy === null ? '' : ` as ${call.user === '' ? 'nobody' : cut(call.user, 40)}`;
  return `${cut(actPhrase(call), longestWhat - 60)}${as}${call.dryRun ? ' (dry run)' : ''}`;
};

const stepsOf = ({ id, day, calls }: Finding): CampaignStep[] =>
  calls.map((call) => ({
    day,
    time: call.firstSeen,
    phase: phaseOf(call.attack),
    what: whatOf(call),
    outcome: call.outcome,
    risk: call.risk.score,
    finding: id,
  }));

/** Of the findings of a day, in the order of time: what two of them have, as a flood has what else is told, once. */
export function stepsOfDay(findings: readonly Finding[]): CampaignStep[] {
  const steps = findings.flatMap(stepsOf).sort(byTime);
  const isSame = (a: CampaignStep, b: CampaignStep | undefined): boolean =>
    a.time === b?.time && a.what === b.what && a.risk === b.risk && a.finding !== b.finding;
  return steps.filter((step, at) => !isSame(step, steps[at - 1]));
}

/** Those without a time come last of their day. */
function byTime(a: CampaignStep, b: CampaignStep): number {
  const order = compareTexts(a.day, b.day) || Number(a.time === null) - Number(b.time === null);
  return (
    order ||
    compareTexts(a.time, b.time) ||
    b.risk - a.risk ||
    compareTexts(a.what, b.what) ||
    compareTexts(a.finding, b.finding)
  );
}

/** As many as a story holds, in the order of time: the worst of each day, then the second of each. */
export const toldSteps = (steps: readonly CampaignStep[]): CampaignStep[] =>
  inTurns(
    steps.toSorted((a, b) => b.risk - a.risk || byTime(a, b)),
    ({ day }) => ({ caller: day, user: '', isHimself: true }),
  )
    .slice(0, campaignOptions.mostSteps)
    .sort(byTime);
