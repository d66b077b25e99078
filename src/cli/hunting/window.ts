/** Which days a hunt is asked about. Knows what is in the logs; refuses to know how they are ranked. */
import { type Day, dayOf, earliestDay, latestDay, rangeFault } from '../../core/count/day.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { callDays, lastCallAt, lastDayOf } from '../files/days.ts';
import type { Read } from '../files/read.ts';

export interface AskedDays {
  readonly day?: Day;
  readonly from?: Day;
  readonly to?: Day;
  /** Milliseconds before the last call in the logs. */
  readonly since?: number;
}

export interface Window {
  readonly from: Day;
  readonly to: Day;
  /** The moment that `since` means, in milliseconds since 1970; `null` where it was not asked. */
  readonly since: number | null;
}

/** @throws UsageError where the first day is after the last */
export function mustBeInOrder({ from = earliestDay, to = latestDay }: AskedDays): void {
  if (from > to) throw new UsageError('--from must not be after --to');
}

/**
 * @returns `null` where nothing was asked
 * @throws UsageError where the first day is after the last, MissingError where there is none
 */
export function windowOf(read: Read, asked: AskedDays): Window | null {
  const { day, since } = asked;
  if (day !== undefined) return { from: day, to: day, since: null };
  if (asked.from === undefined && asked.to === undefined && since === undefined) return null;
  const last = lastDayOf(read);
  const lastCall = lastCallAt(read);
  if (last === null || lastCall === null)
    throw new MissingError('there is no call with a time in these logs, so there is no such day');
  if (since !== undefined)
    return { from: dayOf(new Date(lastCall - since)), to: last, since: lastCall - since };
  const window = { from: asked.from ?? callDays(read)[0] ?? last, to: asked.to ?? last, since: null };
  const fault = rangeFault(window.from, window.to, ['--from', '--to']);
  if (fault !== null)
    throw asked.from !== undefined && asked.to !== undefined
      ? new UsageError(fault)
      : new MissingError(`these logs hold ${callDays(read)[0] ?? last} to ${last}`);
  return window;
}
