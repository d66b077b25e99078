/** Severity, confidence, impact and risk in the words of OCSF. Refuses to know how they came about. */
import type { Finding } from '../../find/finding.ts';
import type { Severity } from '../../judge/severity.ts';

const severities: Readonly<Record<Severity, { id: number; caption: string; risk: string }>> = {
  informational: { id: 1, caption: 'Informational', risk: 'Info' },
  low: { id: 2, caption: 'Low', risk: 'Low' },
  medium: { id: 3, caption: 'Medium', risk: 'Medium' },
  high: { id: 4, caption: 'High', risk: 'High' },
  critical: { id: 5, caption: 'Critical', risk: 'Critical' },
};

/** Low, medium and high of a score of 0-100, as OCSF counts confidence and impact. */
const third = (score: number) =>
  score < 34
    ? { id: 1, caption: 'Low' }
    : score < 67
      ? { id: 2, caption: 'Medium' }
      : { id: 3, caption: 'High' };

export const scoresOf = ({ severity, score, confidence, impact, factors }: Finding['risk']) => ({
  severity_id: severities[severity].id,
  severity: severities[severity].caption,
  confidence_id: third(confidence).id,
  confidence: third(confidence).caption,
  confidence_score: confidence,
  impact_id: third(impact).id,
  impact: third(impact).caption,
  impact_score: impact,
  risk_level_id: severities[severity].id - 1,
  risk_level: severities[severity].risk,
  risk_score: score,
  risk_details: `Raised by: ${factors.map(({ id }) => id).join(', ') || 'rarity alone'}.`,
});
