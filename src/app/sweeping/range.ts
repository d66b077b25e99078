/**
 * Which days of a cluster a sweep lists. Storage lists by month, and a list is most of what a sweep costs: months beside this one are
 * listed with it as long as anything in them can still be expected to grow, and once an hour where all of it is closed.
 */
import { addDays, type Day, dayOf } from '../../core/count/day.ts';

export interface DayRange {
  readonly from: Day;
  readonly until: Day;
}

/** Home -> when all its days were last listed and nothing outside that month was open, ms since 1970. */
export type ClosedMonths = Map<string, { readonly month: string; readonly at: number }>;

const hourMs = 3_600_000;

const monthOf = (day: Day): string => day.slice(0, 7);
const lastOf = (month: string): Day =>
  addDays(dayOf(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1))), -1);

/** @param all the days that a sweep looks at */
export function daysToList(closed: ClosedMonths, home: string, all: DayRange, now: Date): DayRange {
  const before = closed.get(home);
  const month = monthOf(dayOf(now));
  // A clock of Azure's may be ahead of ours: near its end the next month is one that grows.
  const isNearEnd = monthOf(dayOf(new Date(now.getTime() + hourMs))) !== month;
  if (before?.month !== month || now.getTime() - before.at >= hourMs || isNearEnd) return all;
  const [first, last] = [`${month}-01` as Day, lastOf(month)];
  return { from: all.from > first ? all.from : first, until: all.until < last ? all.until : last };
}

/** Notes what a look at all days has shown. @param open days of logs that are not closed, or failed */
export function noteLook(closed: ClosedMonths, home: string, open: readonly Day[], now: Date): void {
  const month = monthOf(dayOf(now));
  if (open.every((day) => monthOf(day) === month)) closed.set(home, { month, at: now.getTime() });
  else closed.delete(home);
}
