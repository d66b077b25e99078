/** The whole hunt on local files: no Azure, no server. Ranks what was read by the way that functions go, too. */
import { addDays, type Day, daysFrom } from '../core/count/day.ts';
import { foldRows } from '../core/count/fold.ts';
import type { DayRow } from '../core/count/row.ts';
import { type RareAnswer, rareAnswer, type SurpriseAnswer, surpriseAnswer } from '../core/find/answer.ts';
import {
  type History,
  type HuntSettings,
  type RankedDay,
  rankDay,
  type Told,
  tellDay,
} from '../core/find/hunt.ts';
import { type Suppression, suppressedCalls } from '../core/find/suppression.ts';
import { byStrength } from '../core/find/told.ts';
import type { ClientIpPolicy } from '../core/rank/client-ip.ts';
import { foldPatterns } from '../core/rank/fold-patterns.ts';
import { MissingError } from '../errors.ts';
import type { Read } from './read-files.ts';

export interface RareHunt {
  /** `null`: all events are one window. */
  readonly day: Day | null;
  readonly limit: number;
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
}

/** @throws MissingError when no event is of that day */
export function huntRare(read: Read, options: RareHunt): RareAnswer {
  const rows: DayRow[] = [];
  for (const { parts } of read.clusters.values()) for (const row of foldRows(parts)) rows.push(row);
  const asked = options.day === null ? rows : rows.filter(({ day }) => day === options.day);
  if (options.day !== null && asked.length === 0) throw noSuchDay(options.day, rows);
  return rareAnswer(asked, read, options);
}

export interface SurpriseHunt extends HuntSettings {
  /** `null`: the last day in the data. */
  readonly day: Day | null;
  /** 0 = all. */
  readonly limit: number;
  readonly clientIp: ClientIpPolicy;
  /** Clusters whose client IPs say nothing. */
  readonly privateClusters: readonly string[];
  /** Those that hide now. */
  readonly suppress?: { readonly suppressions: readonly Suppression[]; readonly now: Date };
}

/** @throws MissingError when no event is of that day */
export async function huntSurprise(read: Read, options: SurpriseHunt): Promise<SurpriseAnswer> {
  const clusters = [...read.clusters.values()].map(({ cluster, parts }) => ({
    cluster,
    rows: foldRows(parts),
  }));
  const all = clusters.flatMap(({ rows }) => rows);
  const day = options.day ?? lastDayOf(all);
  if (day !== null && !all.some((row) => row.day === day)) throw noSuchDay(day, all);

  const { suppress, limit } = options;
  const ranked: RankedDay[] = [];
  const told: Told[] = [];
  for (const { cluster, rows } of clusters) {
    const clientIp = options.privateClusters.includes(cluster.name) ? 'ignore' : options.clientIp;
    const history = day === null ? null : historyOf(rows, day, { ...options, clientIp });
    if (day === null || history === null) continue;
    const one = await rankDay(history, cluster, day, options);
    ranked.push(one);
    told.push(tellDay(one, day, suppress?.suppressions ?? [], options));
  }
  const hidden = told.flatMap((one) => one.hidden);
  const answer = surpriseAnswer(
    {
      day,
      ranked,
      seen: read,
      findings: told.flatMap(({ findings }) => findings).sort(byStrength),
      held: told.reduce((sum, { held }) => sum + held.length, 0),
      suppressed: suppress === undefined ? null : suppressedCalls(hidden, suppress.now),
    },
    day === null ? 0 : options.baselineDays,
  );
  return limit === 0 ? answer : { ...answer, calls: answer.calls.slice(0, limit) };
}

/** The days of a cluster up to the day asked for; `null` where it has no call on that day. */
function historyOf(
  rows: readonly DayRow[],
  day: Day,
  { baselineDays, clientIp }: Pick<SurpriseHunt, 'baselineDays' | 'clientIp'>,
): History | null {
  const byDay = Map.groupBy(rows, (row) => row.day);
  const [first] = daysOf(rows);
  if (first === undefined || !byDay.has(day)) return null;
  const from = addDays(day, -baselineDays);
  return {
    days: daysFrom(first > from ? first : from, day),
    patterns: (one) => foldPatterns(byDay.get(one) ?? [], clientIp),
  };
}

const daysOf = (rows: readonly DayRow[]): Day[] =>
  [...new Set(rows.map(({ day }) => day))].filter((day) => day !== null).sort();

const lastDayOf = (rows: readonly DayRow[]): Day | null => daysOf(rows).at(-1) ?? null;

function noSuchDay(day: Day, rows: readonly DayRow[]): MissingError {
  const days = daysOf(rows);
  if (days.length === 0)
    return new MissingError('there is no kubectl call in these logs, so there is nothing to rank');
  const span = days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}`;
  return new MissingError(`no kubectl call on ${day}; these logs hold ${span}`);
}
