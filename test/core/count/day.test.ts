import { expect, test } from 'vitest';
import { addDays, addHours, type Day, daysFrom, firstHour, parseDay } from '../../../src/core/count/day.ts';

const day = (text: string) => text as Day;

test('a day is a day of the calendar, written in full', () => {
  expect(parseDay('2026-10-31')).toBe('2026-10-31');
  expect(parseDay('2028-02-29')).toBe('2028-02-29');
  for (const wrong of [
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '26-10-31',
    '2026-10-31T00',
    ' 2026-10-31',
    '',
  ]) {
    expect(parseDay(wrong)).toBeNull();
  }
});

test('days and hours step over the ends of months and years', () => {
  expect(addDays(day('2026-12-31'), 1)).toBe('2027-01-01');
  expect(addDays(day('2026-03-01'), -1)).toBe('2026-02-28');
  expect(daysFrom(day('2026-10-30'), day('2026-11-01'))).toEqual(['2026-10-30', '2026-10-31', '2026-11-01']);
  expect(addHours(firstHour(day('2026-11-01')), -1)).toBe('2026-10-31T23');
});
