/** The bands of risk. Source: Splunk's contentctl. */

/** The mildest first. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export function severityOf(score: number): Severity {
  if (score <= 20) return 'informational';
  if (score <= 40) return 'low';
  if (score <= 60) return 'medium';
  return score <= 80 ? 'high' : 'critical';
}
