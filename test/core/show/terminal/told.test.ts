import { expect, test } from 'vitest';
import { toldLine } from '../../../../src/core/show/terminal/told.ts';
import { aFinding } from '../samples.ts';

const of = (severity: 'critical' | 'low', score: number) => {
  const finding = aFinding();
  return { ...finding, risk: { ...finding.risk, severity, score } };
};

test('says what is told by severity, and what is held back for which reason', () => {
  const findings = [of('critical', 90), of('low', 30), of('low', 31)];
  expect(toldLine({ findings })).toBe('3 findings told: 1 critical, 2 low; held back: nothing');
  expect(toldLine({ findings: [], held: 2, milder: 1, suppressed: [] }, 'high')).toBe(
    '0 findings told; held back: 1 milder than high, 2 beyond what is told of a day',
  );
  expect(toldLine({ findings: [], held: 2, learning: true })).toMatch(
    /of a day by a cluster that is learning$/,
  );
  const suppression = { id: 'a', owner: 'b', reason: 'c', expires: '2027-01-01' };
  const suppressed = [
    { suppression, hits: 1, calls: [], expiresSoon: false },
    { suppression, hits: 3, calls: [], expiresSoon: false },
  ];
  expect(toldLine({ findings: [], suppressed })).toBe('0 findings told; held back: 4 suppressed calls');
});
