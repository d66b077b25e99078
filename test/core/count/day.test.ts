import { expect, test } from 'vitest';
import {
  addDays,
  addHours,
  type Day,
  dayOf,
  dayOfTime,
  daysBetween,
  daysFrom,
  firstHour,
  hourOf,
  parseDay,
} from '../../../src/core/count/day.ts';

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
    '+2026-10-31',
    '+010000-10',
    '2026-10-31 ',
    'October 31',
    '1',
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

test('day and hour of a time are those of UTC', () => {
  expect(dayOf(new Date('2026-10-31T23:59:59.999Z'))).toBe('2026-10-31');
  expect(hourOf(new Date('2026-10-31T23:59:59.999Z'))).toBe('2026-10-31T23');
  expect(dayOfTime('2026-10-31T23:59:59.999999Z')).toBe('2026-10-31');
  expect(dayOfTime(null)).toBeNull();
});

test('days between two are whole', () => {
  expect(daysBetween(day('2026-10-30'), day('2026-11-02'))).toBe(3);
  expect(daysBetween(day('2026-10-30'), day('2026-10-30'))).toBe(0);
  expect(daysFrom(day('2026-11-01'), day('2026-11-01'))).toEqual(['2026-11-01']);
  expect(daysFrom(day('2026-11-02'), day('2026-11-01'))).toEqual([]);
});
