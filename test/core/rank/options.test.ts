/** The numbers of the ranking, beside the settings that can change some of them. */
import { expect, test } from 'vitest';
import { readHuntConfig } from '../../../src/config.ts';
import { clientIpPolicies } from '../../../src/core/rank/client-ip.ts';
import { surpriseDefaults } from '../../../src/core/rank/options.ts';

// docs/signal.md was measured with the numbers of the ranking: who sets nothing is to have them.
test('settings that nobody set are the numbers that were measured', () => {
  const { baselineDays, learningDays } = readHuntConfig({});
  expect({ baselineDays, learningDays }).toEqual({
    baselineDays: surpriseDefaults.baselineDays,
    learningDays: surpriseDefaults.learningDays,
  });
});

test('what is learnt and calibrated fits into the baseline', () => {
  const { baselineDays, learningDays, calibrationDays } = surpriseDefaults;
  expect(learningDays).toBeLessThan(calibrationDays);
  expect(calibrationDays).toBeLessThan(baselineDays);
});

test('each way to choose the client IP can be set, and no other', () => {
  expect(() => readHuntConfig({ RARECALL_CLIENT_IP: 'second' })).toThrow(
    `RARECALL_CLIENT_IP must be one of ${clientIpPolicies.join(', ')}`,
  );
});
