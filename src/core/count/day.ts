/** Days and hours in UTC. Core is told the time; a day is a type. */
import type { Hour } from '../read/path.ts';

/** A UTC day, `2026-10-01`. Sorts by time. */
export type Day = string & { readonly brand: 'Day' };

const dayMs = 86_400_000;

/** The days that logs can be of. Kubernetes began in 2014; the end leaves room, and keeps off the edges of the calendar. */
export const [earliestDay, latestDay] = ['2014-01-01' as Day, '2199-12-31' as Day];

/** The most days of a question: eleven years, more than counts are ever kept. */
export const mostDays = 4_000;

/** @returns the day, or `null` where the text is no day that logs can be of. */
export function parseDay(text: string): Day | null {
  const day = calendarDay(text);
  return day === null ? null : within(day);
}

const within = (day: Day): Day | null => (day < earliestDay || day > latestDay ? null : day);

/** @returns the day, or `null` where the text is no day of the calendar. */
export function calendarDay(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(new Date(time)) === text ? (text as Day) : null;
}

/** What is wrong with a range of days, both included; `null`: nothing. */
export function rangeFault(from: Day, to: Day, names = ['from', 'to']): string | null {
  if (from > to) return names.join(' must not be after ');
  return daysBetween(from, to) < mostDays
    ? null
    : `${names.join(' and ')} must span at most ${mostDays} days`;
}

export const dayOf = (at: Date): Day => at.toISOString().slice(0, 10) as Day;

/** The day of a time in UTC as `CallEvent.time` writes it; a clock that was never set, or is broken, tells none. */
export const dayOfTime = (time: string | null): Day | null =>
  time === null ? null : within(time.slice(0, 10) as Day);

export const addDays = (day: Day, days: number): Day => dayOf(new Date(Date.parse(day) + days * dayMs));

/** Whole days from one day to a later one. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** All days from `from` to `to`, both included, in order; the first {@link mostDays} of them. */
export function daysFrom(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to && days.length < mostDays; day = addDays(day, 1)) days.push(day);
  return days;
}

export const hourOf = (at: Date): Hour => at.toISOString().slice(0, 13) as Hour;

export const firstHour = (day: Day): Hour => `${day}T00` as Hour;

/** `hours` may be negative. */
export const addHours = (hour: Hour, hours: number): Hour =>
  hourOf(new Date(Date.parse(`${hour}:00:00Z`) + hours * 3_600_000));
