/** What a suppression would have hidden of findings that were told. Refuses to know where they are kept. */
import type { Day } from '../count/day.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import type { Finding } from './finding.ts';
import type { Hider, Suppression } from './suppression.ts';
import { toldSessions } from './told.ts';

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

export type TrialOfDays = Trial & { readonly from: Day; readonly to: Day };

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
