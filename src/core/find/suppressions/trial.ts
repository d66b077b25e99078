/** What a suppression would have hidden of findings that were told. Refuses to know where they are kept. */
import type { Day } from '../../count/day.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import type { Finding } from '../finding.ts';
import { toldSessions } from '../told.ts';
import type { Hider, Suppression } from './suppression.ts';

/** A finding of which something would have been hidden. */
export interface TriedFinding {
  readonly id: string;
  readonly day: Day;
  readonly title: string;
  readonly severity: Finding['risk']['severity'];
  readonly calls: number;
  /** The calls that would have been hidden, and by what. */
  readonly hidden: readonly { readonly suppression: string; readonly pattern: string }[];
  /** Nothing of it would have been left, or nothing that is worth telling. */
  readonly vanishes: boolean;
}

export interface Trial {
  /** Calls in the findings that were looked at. */
  readonly calls: number;
  /** Those of them that would have been hidden. */
  readonly hidden: number;
  readonly findings: number;
  readonly vanished: number;
  readonly suppressions: readonly { readonly id: string; readonly hits: number }[];
  /** The findings of which something would have been hidden. */
  readonly touched: readonly TriedFinding[];
}

export interface TrialOfDays extends Trial {
  readonly from: Day;
  readonly to: Day;
  /** With what other active suppressions have hidden: findings there would be without any, and those touched. */
  readonly together: { readonly findings: number; readonly touched: number };
  /** Findings, and kept lists of what others have hidden, that could not be read and are missing here; where there are any. */
  readonly damaged?: number;
}

/** Of fewer findings than that a share says little. */
const fewestFindings = 10;

/** Shares of the findings that may be touched unasked: by new suppressions, and by all of them. */
const unasked = { alone: 1 / 4, together: 1 / 2 } as const;

/** Why suppressions are kept only where somebody says so once more, `null` where they are kept at once. */
export function doubtOf({ touched, findings, together }: TrialOfDays): string | null {
  if (touched.length === 0) return null;
  const isMuch = (some: number, all: number, share: number) => all >= fewestFindings && some > all * share;
  if (isMuch(touched.length, findings, unasked.alone))
    return `it would have hidden something of ${touched.length} of the ${findings} findings of the last 30 days, more than a quarter`;
  if (isMuch(together.touched, together.findings, unasked.together))
    return `with what is suppressed already, something of ${together.touched} of ${together.findings} findings of the last 30 days would have been hidden, more than half`;
  return null;
}

export function tried(finding: Finding, hider: Hider): TriedFinding {
  const hidden: { suppression: string; pattern: string }[] = [];
  const left: RankedCall[] = [];
  for (const call of finding.calls) {
    const by = hider(call);
    if (by === null) left.push(call);
    else hidden.push({ suppression: by.id, pattern: call.pattern });
  }
  const { id, day, title, risk, calls } = finding;
  return {
    id,
    day,
    title,
    severity: risk.severity,
    calls: calls.length,
    hidden,
    vanishes: hidden.length > 0 && toldSessions(left).length === 0,
  };
}

export function trialOf(findings: readonly TriedFinding[], suppressions: readonly Suppression[]): Trial {
  const hidden = findings.flatMap((finding) => finding.hidden);
  return {
    calls: findings.reduce((sum, { calls }) => sum + calls, 0),
    hidden: hidden.length,
    findings: findings.length,
    vanished: findings.filter(({ vanishes }) => vanishes).length,
    suppressions: suppressions.map(({ id }) => ({
      id,
      hits: hidden.filter(({ suppression }) => suppression === id).length,
    })),
    touched: findings.filter((finding) => finding.hidden.length > 0),
  };
}
