import { expect, test } from 'vitest';
import type { Day } from '../../../src/core/count/day.ts';
import { allHours, hoursOf, isWithin, type LogDays, lastDays } from '../../../src/core/count/hours.ts';
import type { Hour } from '../../../src/core/read/path.ts';

const hour = (text: string) => text as Hour;
const day = (text: string) => text as Day;

test('a day is spoken of by its own hours and those of grace', () => {
  const hours = hoursOf(day('2026-10-01'), day('2026-10-02'), 3);
  expect(hours).toEqual(['2026-10-01T00', '2026-10-03T03']);
  expect(
    ['2026-09-30T23', '2026-10-01T00', '2026-10-03T02', '2026-10-03T03'].map((one) =>
      isWithin(hour(one), hours),
    ),
  ).toEqual([false, true, true, false]);
  expect(isWithin(null, hours)).toBe(true);
  expect(isWithin(hour('2026-10-01T00'), allHours)).toBe(true);
});

const seen = (...logs: [at: string | null, events: number, last: string | null][]) => {
  const days = lastDays();
  for (const [at, events, last] of logs) days.add({ hour: at, events, lastDay: last } as LogDays);
  return [days.called, days.last];
};

test('the last day in the logs is that of the last call, not of the last hour', () => {
  expect(seen()).toEqual([null, null]);
  expect(seen(['2026-10-01T08', 1, '2026-10-01'], ['2026-10-03T08', 0, null])).toEqual([
    '2026-10-01',
    '2026-10-01',
  ]);
  // Received after midnight.
  expect(seen(['2026-10-02T00', 1, '2026-10-01'])).toEqual(['2026-10-01', '2026-10-01']);
  expect(seen(['2026-10-03T08', 0, null], ['2026-10-02T08', 0, null])).toEqual([null, '2026-10-03']);
  expect(seen([null, 2, '2026-10-02'], [null, 2, '2026-10-01'])).toEqual(['2026-10-02', '2026-10-02']);
});

test('a clock that runs ahead, or tells nothing, moves no day', () => {
  expect(seen(['2026-10-01T08', 1, '2150-01-01'])).toEqual(['2026-10-01', '2026-10-01']);
  expect(seen(['2026-10-01T08', 1, null])).toEqual(['2026-10-01', '2026-10-01']);
});
