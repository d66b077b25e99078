import { expect, test } from 'vitest';
import {
  addDays,
  addHours,
  calendarDay,
  type Day,
  dayOf,
  dayOfTime,
  daysBetween,
  daysFrom,
  firstHour,
  hourOf,
  mostDays,
  parseDay,
  rangeFault,
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

test('days that no logs can be of are no days, whatever the calendar says', () => {
  for (const text of ['2014-01-01', '2199-12-31']) expect(parseDay(text)).toBe(text);
  for (const text of ['2013-12-31', '2200-01-01', '0000-01-01', '0001-01-01', '9999-12-31']) {
    expect([text, parseDay(text), calendarDay(text)]).toEqual([text, null, text]);
    expect(dayOfTime(`${text}T08:00:00.000000Z`)).toBeNull();
  }
  expect(dayOfTime('2014-01-01T00:00:00.000000Z')).toBe('2014-01-01');
});

test('a range runs forward and has an end', () => {
  const from = day('2020-01-01');
  expect(rangeFault(from, from)).toBeNull();
  expect(rangeFault(from, addDays(from, mostDays - 1))).toBeNull();
  expect(rangeFault(from, addDays(from, mostDays))).toBe('from and to must span at most 4000 days');
  expect(rangeFault(from, addDays(from, mostDays), ['a', 'b'])).toBe('a and b must span at most 4000 days');
  expect(rangeFault(addDays(from, 1), from)).toBe('from must not be after to');
});

test('days behind the end of the calendar end, too', () => {
  // The day after the last of four digits is written with a sign, which sorts first.
  expect(daysFrom(day('9999-12-30'), day('9999-12-31')).length).toBeLessThanOrEqual(mostDays);
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
