/** Of an answer what somebody wants to see: the severe, the late. What is left out for that is counted. */
import type { SurpriseAnswer } from '../../core/find/answer.ts';
import { type Severity, severities, severityOf } from '../../core/judge/severity.ts';

export interface Wanted {
  readonly minSeverity?: Severity;
  /** Milliseconds since 1970; what was last seen before it is left out. */
  readonly since?: number | null;
}

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(least);

/** `milder`: findings that are less severe than wanted. */
export function narrowed<Answer extends SurpriseAnswer>(
  answer: Answer,
  { minSeverity = 'informational', since }: Wanted,
): Answer & { readonly milder?: number } {
  const isLate = ({ lastSeen }: { readonly lastSeen: string | null }): boolean =>
    since === undefined || since === null || lastSeen === null || Date.parse(lastSeen) >= since;
  const late = answer.findings.filter(isLate);
  const findings = late.filter(({ risk }) => isAtLeast(risk.severity, minSeverity));
  const calls = answer.calls.filter(
    (call) => isLate(call) && isAtLeast(severityOf(call.risk.score), minSeverity),
  );
  const milder = late.length - findings.length;
  return { ...answer, calls, findings, ...(milder > 0 ? { milder } : {}) };
}
