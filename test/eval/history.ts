/**
 * Days of a month as rankings get them: what a day is judged against, and what was called on it.
 * Refuses to know any ranking, and how an attack comes about.
 */
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { DayRow } from '../../src/core/count/row.ts';
import { foldPatterns } from '../../src/core/rank/fold-patterns.ts';
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { type Cluster, clusterNamed, clusterOf } from '../../src/core/read/path.ts';
import type { Request } from '../../src/simulate/request.ts';
import { lastDay, type Month, type Size } from './months.ts';
import { type LabelledDay, rowsOf } from './rows.ts';

/** The history of a cluster, folded once. */
export interface History {
  readonly cluster: Cluster;
  /** The day that is ranked. */
  readonly day: Day;
  /** Patterns by day, the first day first; the ranked day is not in it. */
  readonly baseline: readonly (readonly PatternRow[])[];
  /** The same days with nothing folded; made when asked for. */
  readonly unfoldedBaseline: () => readonly (readonly PatternRow[])[];
}

/** The history of a cluster of a simulated month. */
export interface MonthHistory extends History {
  readonly size: Size;
}

/** Every row a pattern of its own, its volatile parts as logged. */
export const unfolded = (rows: readonly DayRow[]): PatternRow[] =>
  rows.flatMap((row) =>
    foldPatterns([row], 'first').map((pattern) => ({
      ...pattern,
      key: row.key,
      agent: row.call.userAgent,
      namespace: row.call.namespace,
      uri: row.call.requestURI ?? '',
    })),
  );

/** A day to be ranked. */
export interface RankedDay {
  readonly history: History;
  readonly rows: readonly DayRow[];
  readonly patterns: readonly PatternRow[];
  /** Keys of rows, and of patterns, that an attack made or took part in. */
  readonly attackRows: ReadonlySet<string>;
  readonly attackPatterns: ReadonlySet<string>;
}

/** A day of a cluster of a simulated month. */
export interface MonthDay extends RankedDay {
  readonly history: MonthHistory;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

type MonthCluster = Month['clusters'][number];

/** Rows of a day of a cluster, with the requests of an attack among them. */
function rowsWith(
  month: Month,
  { world, days, machinery }: MonthCluster,
  day: number,
  attack: readonly Request[] = [],
  repeats?: (n: number) => number,
): LabelledDay {
  const daily = [...(days[day] ?? []), ...(machinery[day] ?? [])];
  const requests = attack.length === 0 ? daily : [...daily, ...attack].sort((a, b) => a.at - b.at);
  return rowsOf(month, world, day, requests, repeats);
}

const daysBefore = Array.from({ length: lastDay }, (_, day) => day);

export const historiesOf = (month: Month): MonthHistory[] =>
  month.clusters.map((cluster) => ({
    size: cluster.size,
    cluster: clusterOf(cluster.world.resourceId) ?? clusterNamed(cluster.size),
    day: addDays(month.options.from, lastDay),
    unfoldedBaseline: once(() => daysBefore.map((day) => unfolded(rowsWith(month, cluster, day).rows))),
    baseline: daysBefore.map((day) => foldPatterns(rowsWith(month, cluster, day).rows, 'first')),
  }));

/** A history of some of its days. */
const shortened = (history: MonthHistory, day: Day, from: number, to: number): MonthHistory => ({
  ...history,
  day,
  baseline: history.baseline.slice(from, to),
  unfoldedBaseline: once(() => history.unfoldedBaseline().slice(from, to)),
});

/** The history of a cluster that has been seen for only so many days. */
export const lastOf = (history: MonthHistory, days: number): MonthHistory =>
  shortened(history, history.day, history.baseline.length - days, history.baseline.length);

const prefixes = new WeakMap<MonthHistory, Map<number, MonthHistory>>();

/** The history of an earlier day, so many before the last: made once, that it be learnt once. */
function before(history: MonthHistory, days: number): MonthHistory {
  if (days === 0) return history;
  const known = prefixes.get(history) ?? new Map<number, MonthHistory>();
  prefixes.set(history, known);
  const made =
    known.get(days) ??
    shortened(history, addDays(history.day, -days), 0, Math.max(0, history.baseline.length - days));
  known.set(days, made);
  return made;
}

/** A day as it is ranked, of a cluster of the month; `days` before the last. */
function rankedDay(
  month: Month,
  history: MonthHistory,
  days: number,
  attack: readonly Request[],
  repeats?: (n: number) => number,
): MonthDay {
  const cluster = month.clusters.find(({ size }) => size === history.size);
  if (cluster === undefined) throw new RangeError('a history of another month');
  const { rows, attackKeys } = rowsWith(month, cluster, lastDay - days, attack, repeats);
  const patterns = foldPatterns(rows, 'first');
  const ofAttack = rows.filter(({ key }) => attackKeys.has(key));
  const attackPatterns = new Set(foldPatterns(ofAttack, 'first').map(({ key }) => key));
  return { history, rows, patterns, attackRows: attackKeys, attackPatterns };
}

/** The last day of a cluster, with the requests of an attack or without. */
export const dayOf = (
  month: Month,
  history: MonthHistory,
  attack: readonly Request[],
  repeats?: (n: number) => number,
): MonthDay => rankedDay(month, history, 0, attack, repeats);

/** A quiet day before the last. */
export const quietDayBefore = (month: Month, history: MonthHistory, days: number): MonthDay =>
  rankedDay(month, before(history, days), days, []);

/**
 * The days of an attack, the first of them first, the last one last: each with the earlier ones in its history, and
 * that alone made anew.
 */
export function attackedDays(month: Month, history: MonthHistory, attack: readonly Request[]): MonthDay[] {
  const midnight = Date.parse(addDays(month.options.from, lastDay)) * 1000;
  const daysAgo = ({ at }: Request): number => Math.max(0, Math.ceil((midnight - at) / 86_400_000_000));
  const byDay = Map.groupBy(attack, daysAgo);
  const done: MonthDay[] = [];
  const baseline = [...history.baseline];
  const first = Math.max(0, ...byDay.keys());
  for (let days = first; days >= 0; days--) {
    const plain = before(history, days);
    const known = days === first ? plain : { ...plain, baseline: baseline.slice(0, plain.baseline.length) };
    const day = rankedDay(month, known, days, byDay.get(days) ?? []);
    done.push(day);
    if (days > 0) baseline[history.baseline.length - days] = day.patterns;
  }
  return done;
}

/** The last day of each cluster without an attack. */
export const quietDaysOf = (month: Month, histories: readonly MonthHistory[]): MonthDay[] =>
  histories.map((history) => dayOf(month, history, []));

/** A month with what is made of it once, for all that is tried on it. */
export interface Prepared {
  readonly month: Month;
  readonly quiet: readonly MonthDay[];
}

export const prepared = (month: Month): Prepared => ({
  month,
  quiet: quietDaysOf(month, historiesOf(month)),
});
