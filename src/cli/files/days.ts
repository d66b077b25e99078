/** The days in files that were read: which there are, and the calls of each. Refuses to know how they are ranked. */
import { addDays, type Day, daysFrom } from '../../core/count/day.ts';
import { foldRows } from '../../core/count/fold.ts';
import { dayOfHour, type Hours, hoursOf, isWithin, lastDays } from '../../core/count/hours.ts';
import type { DayRow, Row } from '../../core/count/row.ts';
import type { History } from '../../core/find/hunt.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import { callPatterns } from '../../core/rank/fold-patterns.ts';
import { MissingError } from '../../errors.ts';
import type { Read, ReadPart } from './read.ts';

export interface AskedOfDays {
  readonly clientIp: ClientIpPolicy;
  /** A log may come so many hours after its events. */
  readonly graceHours: number;
}

/** The days of a cluster up to the day asked for. */
export function historyOf(
  parts: readonly ReadPart[],
  day: Day,
  { baselineDays, clientIp, graceHours }: AskedOfDays & { readonly baselineDays: number },
): History {
  const from = addDays(day, -baselineDays);
  const days = new Set(parts.flatMap(({ hour }) => (hour === null ? [] : [dayOfHour(hour)])));
  // Without hours only calls tell: what lies between the first of them and the day was logged, too.
  const called = callDaysOf(parts.filter(({ hour }) => hour === null));
  const [first] = called;
  if (first !== undefined)
    for (const one of daysFrom(first > from ? first : from, day))
      if (one < day || called.includes(day)) days.add(one);
  return {
    days: [...days].sort(),
    patterns: (one) => patternsOf(parts, one, { clientIp, graceHours }),
  };
}

export const patternsOf = (parts: readonly ReadPart[], day: Day, { clientIp, graceHours }: AskedOfDays) =>
  callPatterns(
    rowsOf(parts, hoursOf(day, day, graceHours), (row) => row.day === day),
    clientIp,
  );

export const rowsOf = (
  parts: readonly ReadPart[],
  hours: Hours,
  isAsked: (row: { readonly day: Day | null }) => boolean,
): DayRow[] =>
  foldRows(
    parts
      .filter(({ hour }) => isWithin(hour, hours))
      .map(({ source, rows }) => ({ source, rows: rows.filter(isAsked) })),
  );

/** Where the machinery was is no call. */
const callsIn = ({ rows }: ReadPart): readonly Row[] => rows.filter(({ client }) => client !== 'presence');

const callDaysOf = (parts: readonly ReadPart[]): Day[] =>
  [...new Set(parts.flatMap((part) => callsIn(part).map(({ day }) => day)))]
    .filter((day) => day !== null)
    .sort();

/** The days of calls, ascending. */
export const callDays = ({ clusters }: Read): Day[] =>
  callDaysOf([...clusters.values()].flatMap(({ parts }) => parts));

/** When the last call was made, in milliseconds since 1970; a clock that runs ahead of the logs tells nothing. */
export function lastCallAt(read: Read): number | null {
  const lastDay = lastDayOf(read);
  let last: number | null = null;
  for (const { parts } of read.clusters.values())
    for (const { day, lastSeen } of parts.flatMap(callsIn)) {
      if (lastSeen === null || day === null || lastDay === null || day > lastDay) continue;
      last = Math.max(last ?? 0, Date.parse(lastSeen));
    }
  return last;
}

export function lastDayOf({ clusters }: Read): Day | null {
  const days = lastDays();
  for (const { parts } of clusters.values())
    for (const part of parts)
      days.add({ hour: part.hour, events: callsIn(part).length, lastDay: callDaysOf([part]).at(-1) ?? null });
  return days.last;
}

/** @param from where several were asked for */
export function noSuchDay(day: Day, read: Read, from: Day = day): MissingError {
  const days = callDays(read);
  if (days.length === 0)
    return new MissingError('there is no call in these logs that counts, so there is nothing to rank');
  const span = days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}`;
  const asked = from === day ? `on ${day}` : `from ${from} to ${day}`;
  return new MissingError(`no call ${asked}; these logs hold ${span}`);
}
