/**
 * Which hours of receipt speak of a day: logs lie by the hour they came in, events have days of their own.
 * Knows hours; refuses to know where logs lie.
 */
import type { Hour } from '../read/path.ts';
import { addDays, addHours, type Day, firstHour } from './day.ts';

/** Hours of receipt, the second not included. */
export type Hours = readonly [from: Hour, to: Hour];

/** Hours of receipt whose logs can hold events of the days: from the first to `graceHours` after the last. */
export const hoursOf = (from: Day, to: Day, graceHours: number): Hours => [
  firstHour(from),
  addHours(firstHour(addDays(to, 1)), graceHours),
];

/** Every hour that a path can name. */
export const allHours: Hours = ['' as Hour, '~' as Hour];

/** @param hour `null` where a log tells none: it may hold events of any day */
export const isWithin = (hour: Hour | null, [from, to]: Hours): boolean =>
  hour === null || (hour >= from && hour < to);

export const dayOfHour = (hour: Hour): Day => hour.slice(0, 10) as Day;

/** What a log tells of its days. */
export interface LogDays {
  /** `null` where its path tells none. */
  readonly hour: Hour | null;
  readonly events: number;
  /** The last day of an event in it. */
  readonly lastDay: Day | null;
}

/**
 * The last day in the logs: that of the last call. Where there is none, that of the last hour; the analyst then sees what
 * was read and skipped. An event whose day lies ahead of its own hour has a wrong clock, and is taken for one of that hour.
 */
export function lastDays() {
  let called: Day | null = null;
  let logged: Day | null = null;
  return {
    add({ hour, events, lastDay }: LogDays): void {
      const received = hour === null ? null : dayOfHour(hour);
      const isAhead = received !== null && lastDay !== null && lastDay > received;
      const last = events > 0 && (isAhead || lastDay === null) ? received : lastDay;
      if (last !== null && (called === null || last > called)) called = last;
      if (received !== null && (logged === null || received > logged)) logged = received;
    },
    get called(): Day | null {
      return called;
    },
    get last(): Day | null {
      return called ?? logged;
    },
  };
}
