import { expect, test } from 'vitest';
import type { Calm } from '../calm.ts';
import type { Judgement } from '../judge.ts';
import { byProgram, comparedWith } from './clients-report.ts';

const judgement = (seed: number, client: Judgement['client'], scenario: string, p10: number): Judgement => ({
  seed,
  size: 'small',
  scenario,
  split: 'held-out',
  loudness: 'loud',
  ranking: 'product',
  client,
  victim: 'developer',
  pace: 'typed',
  planted: 10,
  p10,
  p20: p10,
  a10: p10,
  ap: p10,
  company10: p10,
  company20: p10,
  finding: 1,
  companyFinding: 1,
  findingAt: [1],
  severity: 'high',
});
const kubectl = [
  judgement(1, 'kubectl', 'a', 1),
  judgement(1, 'kubectl', 'b', 0.5),
  judgement(2, 'kubectl', 'a', 0),
];
const curl = [judgement(1, 'curl', 'a', 0.8), judgement(1, 'curl', 'b', 0.5)];

const aCalmDay: Calm = {
  seed: 1,
  size: 'small',
  weekend: false,
  calls: 40,
  above: [],
  findings: 3,
  findingsAt: [],
  bands: { informational: 0, low: 1, medium: 1, high: 1, critical: 0 },
};

test('programs are compared trial by trial, a month being one value', () => {
  expect(comparedWith(kubectl, curl, ({ p10 }) => p10)).toMatchObject({
    mean: expect.closeTo(-0.1, 9),
    n: 1,
  });
  expect(comparedWith(kubectl, [judgement(3, 'curl', 'a', 1)], ({ p10 }) => p10).n).toBe(0);
});

test('kubectl stands beside them by the months that all were measured in', () => {
  const calm = [
    { ...aCalmDay, seed: 1, findings: 3 },
    { ...aCalmDay, seed: 2, findings: 9 },
  ];
  const text = byProgram({ judgements: [...kubectl, ...curl], calm });
  expect(text).toContain('| kubectl | 2 | 0.75 ± 0.00 |');
  expect(text).toContain('| curl | 2 | 0.65 ± 0.00 (-0.10 ± 0.00) |');
  expect(text).toContain('| small | 1 | 40.00 ± 0.00 | 3.00 ± 0.00 | 1.00 ± 0.00 |');
  expect(byProgram({ judgements: kubectl, calm })).toBe('');
});
