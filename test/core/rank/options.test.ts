import { expect, test } from 'vitest';
import { clientIpPolicies } from '../../../src/core/rank/client-ip.ts';
import { surpriseDefaults } from '../../../src/core/rank/options.ts';

// docs/signal.md was measured with these: a changed one is a decision, and stands here and there.
test('the numbers of the ranking are those that were measured', () => {
  expect(surpriseDefaults).toEqual({
    baselineDays: 30,
    learningDays: 7,
    calibrationDays: 14,
    halfLifeDays: 14,
    backOff: 'varied',
    weights: { action: 1, namespace: 0.5, clientIp: 0.5, agent: 0.5, breadth: 0.5 },
    limit: 10_000,
    sitting: {
      weight: 1,
      pauseMinutes: 30,
      commandSeconds: 1,
      usualBits: 3,
      originWeight: 2,
      ownRatePrior: 3,
    },
  });
});

test('the client IP is chosen in one of four ways', () => {
  expect(clientIpPolicies).toEqual(['first', 'last', 'first-public', 'ignore']);
});
