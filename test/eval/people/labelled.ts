/** Calls with their times as a day's rows and patterns. Knows which calls are an intruder's; refuses to know whose they are. */
import type { Day } from '../../../src/core/count/day.ts';
import { newRow } from '../../../src/core/count/growing-row.ts';
import { type DayRow, rowKey } from '../../../src/core/count/row.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import type { Call } from '../../../src/core/read/call.ts';
import type { History, RankedDay } from '../history.ts';

export interface TimedCall {
  readonly call: Call;
  /** Seconds of the day. */
  readonly second: number;
  readonly isIntruders: boolean;
}

/** Rows of the calls of a day; calls that are the same are one. */
export function dayRows(day: Day, calls: readonly TimedCall[]): DayRow[] {
  const rows = new Map<string, DayRow & { evidence: [] }>();
  for (const { call, second } of calls) {
    const key = rowKey(call, day);
    const time = new Date(Date.parse(day) + Math.round(second * 1000)).toISOString();
    const row = rows.get(key) ?? { ...newRow(key, 'kubectl', day, call, false), evidence: [] };
    rows.set(key, row);
    row.events++;
    row.requests++;
    if (row.firstSeen === null || time < row.firstSeen) row.firstSeen = time;
    if (row.lastSeen === null || time > row.lastSeen) row.lastSeen = time;
  }
  return [...rows.values()];
}

/** A day to be ranked, with the patterns that only an intruder made by that name. */
export function intrudedDay(history: History, calls: readonly TimedCall[]): RankedDay {
  const rows = dayRows(history.day, calls);
  const keysOf = (isIntruders: boolean): Set<string> => {
    const own = dayRows(
      history.day,
      calls.filter((one) => one.isIntruders === isIntruders),
    );
    return new Set(own.map(({ key }) => key));
  };
  const others = keysOf(false);
  const attackRows = new Set([...keysOf(true)].filter((key) => !others.has(key)));
  const patternsOf = (isWanted: (row: DayRow) => boolean): Set<string> =>
    new Set(foldPatterns(rows.filter(isWanted), 'first').map(({ key }) => key));
  const usual = patternsOf(({ key }) => others.has(key));
  const planted = patternsOf(({ key }) => attackRows.has(key));
  return {
    history,
    rows,
    patterns: foldPatterns(rows, 'first'),
    attackRows,
    attackPatterns: new Set([...planted].filter((key) => !usual.has(key))),
  };
}
