/**
 * The commands of Splunk's language that the searches end with. Knows SPL; refuses to know which search asks.
 * Source: Splunk Search Reference (`top`, `rare`, `stats`, `dedup`, `table`).
 */
import { firstOf } from '../../rank/order.ts';
import type { CallEvent } from '../../read/call.ts';
import { kept, keptText, type Memory } from './memory.ts';
import type { Cell, SearchRow, Tally } from './search.ts';
import { compareDown, percentOf } from './seen.ts';
import { type Field, valuesOf } from './spl.ts';

/** The values of each field multiplied out; none where one is missing. */
function combinations(event: CallEvent, fields: readonly Field[]): string[][] {
  let rows: string[][] = [[]];
  for (const field of fields) {
    const values = valuesOf(event, field).map(kept);
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows;
}

type Filter = (event: CallEvent) => boolean;

/** Who a flood is to be charged to. */
const callerOf = (event: CallEvent): string =>
  valuesOf(event, 'user.username')[0] ?? valuesOf(event, 'sourceIPs{}').join();

const tooMany = (leftOut: number): string[] =>
  leftOut === 0 ? [] : [`too much for memory: ${leftOut} events are left out`];

/** `stats count by fields`, or the start of `top` and `rare`. */
function counting(memory: Memory, filter: Filter, fields: readonly Field[]) {
  const counts = new Map<string, number>();
  let leftOut = 0;
  return {
    add(event: CallEvent): void {
      if (!filter(event)) return;
      for (const row of combinations(event, fields)) {
        const key = JSON.stringify(row);
        const before = counts.get(key);
        if (before !== undefined || memory.take(callerOf(event), 100 + key.length))
          counts.set(key, (before ?? 0) + 1);
        else leftOut += 1;
      }
    },
    rows: () => [...counts].map(([key, count]) => ({ values: JSON.parse(key) as string[], count })),
    notes: () => tooMany(leftOut),
  };
}

/** `top fields`: count descending, ties descending by the fields. */
export function top(memory: Memory, filter: Filter, fields: readonly Field[]): Tally<CallEvent> {
  const counted = counting(memory, filter, fields);
  return {
    add: counted.add,
    found(limit) {
      const rows = counted.rows();
      const all = rows.reduce((sum, { count }) => sum + count, 0);
      rows.sort((a, b) => b.count - a.count || compareDown(a.values, b.values));
      return {
        columns: [...fields, 'count', 'percent'],
        rows: rows
          .slice(0, limit)
          .map(({ values, count }) => ({ ...named(fields, values), count, percent: percentOf(count, all) })),
        total: rows.length,
        notes: counted.notes(),
      };
    },
  };
}

/** `stats count by fields | rare fields`: each combination is one row by then, and rare by one. */
export function statsThenRare(memory: Memory, filter: Filter, fields: readonly Field[]): Tally<CallEvent> {
  const counted = counting(memory, filter, fields);
  return {
    add: counted.add,
    found(limit) {
      const rows = counted.rows().sort((a, b) => compareDown(a.values, b.values));
      const percent = percentOf(1, rows.length);
      return {
        columns: [...fields, 'count', 'percent'],
        rows: rows.slice(0, limit).map(({ values }) => ({ ...named(fields, values), count: 1, percent })),
        total: rows.length,
        notes: counted.notes(),
      };
    },
  };
}

interface Listed {
  readonly time: string | null;
  /** Of two events of one moment the one that is read later is the newer. */
  readonly serial: number;
  readonly row: SearchRow;
}

/** Events that a list holds: the newest of them, in bounded memory. */
const mostListed = 10_000;

/** `table columns`: an event a row, the newest first. */
export function list(filter: Filter, columns: readonly Field[]): Tally<CallEvent> {
  const newest = firstOf<Listed>(mostListed, byTime);
  let total = 0;
  return {
    add(event) {
      if (!filter(event)) return;
      total += 1;
      newest.add({ time: event.time, serial: total, row: cells(event, columns) });
    },
    found: (limit) => ({
      columns,
      rows: newest
        .inOrder()
        .slice(0, limit)
        .map(({ row }) => row),
      total,
      notes: total > mostListed ? [`the newest ${mostListed} of ${total} events are held`] : [],
    }),
  };
}

/** What the columns of a row take, at most. */
const dedupWeight = 5_000;

/** `table columns | dedup keys`: the newest event of each combination; an event that lacks a key is left out. */
export function dedup(
  memory: Memory,
  filter: Filter,
  columns: readonly Field[],
  keys: readonly Field[],
): Tally<CallEvent> {
  const newest = new Map<string, Listed>();
  let serial = 0;
  let leftOut = 0;
  return {
    add(event) {
      if (!filter(event)) return;
      const values = keys.map((key) => valuesOf(event, key).map(kept));
      if (values.some(({ length }) => length === 0)) return;
      serial += 1;
      const key = JSON.stringify(values);
      const before = newest.get(key);
      if (before === undefined && !memory.take(callerOf(event), dedupWeight + key.length)) {
        leftOut += 1;
        return;
      }
      const one = { time: event.time, serial, row: {} };
      if (before === undefined || byTime(one, before) < 0)
        newest.set(key, { ...one, row: cells(event, columns) });
    },
    found: (limit) => ({
      columns,
      rows: [...newest.values()]
        .sort(byTime)
        .slice(0, limit)
        .map(({ row }) => row),
      total: newest.size,
      notes: tooMany(leftOut),
    }),
  };
}

function byTime(a: Listed, b: Listed): number {
  return compareDown([a.time], [b.time]) || b.serial - a.serial;
}

/** Lists as lists, other fields as texts. */
const cells = (event: CallEvent, columns: readonly Field[]): SearchRow =>
  named(
    columns,
    columns.map((column): Cell => {
      const values = valuesOf(event, column);
      if (values.length === 0) return null;
      return column.endsWith('{}') ? values.map(kept) : keptText(values[0] ?? null);
    }),
  );

const named = (columns: readonly string[], values: readonly Cell[]): SearchRow =>
  Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]));
