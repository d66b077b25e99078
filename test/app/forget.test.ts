import { expect, test } from 'vitest';
import { keptFrom } from '../../src/app/forget.ts';

const now = new Date('2026-11-23T05:30:00Z');

test('what is older than configured goes', () => {
  expect(keptFrom(now, { retentionDays: 90, baselineDays: 30, graceHours: 24 })).toBe('2026-08-25');
});

test('what a baseline still needs stays, whatever is configured', () => {
  // 2026-11-21 is ranked once more, against the 30 days before it.
  expect(keptFrom(now, { retentionDays: 1, baselineDays: 30, graceHours: 24 })).toBe('2026-10-20');
  expect(keptFrom(now, { retentionDays: 1, baselineDays: 90, graceHours: 168 })).toBe('2026-08-15');
});
