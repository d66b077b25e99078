/** The whole hunt on local files: no Azure, no server. Ranks what was read by the way that functions go, too. */
import { type Accounts, sumAccounts } from '../../core/count/cursor.ts';
import { addDays, type Day, daysFrom } from '../../core/count/day.ts';
import { allHours, type Hours, hoursOf, isWithin } from '../../core/count/hours.ts';
import type { DayRow } from '../../core/count/row.ts';
import { type RareAnswer, rareAnswer, type SurpriseAnswer, surpriseAnswer } from '../../core/find/answer.ts';
import { storiesBefore } from '../../core/find/campaign/past.ts';
import {
  type HuntSettings,
  type RankedDay,
  rankDay,
  type Told,
  tellDay,
  withStories,
} from '../../core/find/hunt.ts';
import { hidingNow } from '../../core/find/suppressions/shipped.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import type { Cluster } from '../../core/read/path.ts';
import { historyOf, lastDayOf, noSuchDay, patternsOf, rowsOf } from '../files/days.ts';
import type { Read, ReadPart } from '../files/read.ts';
import { narrowed, type Wanted } from './narrow.ts';

export interface RareHunt {
  /** `null`: all events are one window. */
  readonly day: Day | null;
  /** The first of several days, of which `day` is the last. */
  readonly from?: Day;
  readonly limit: number;
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
  /** Rows as they were logged; else masked. */
  readonly reveal?: boolean;
  readonly graceHours: number;
}

/** What became of the lines of the logs that speak of these hours. */
export const accountsOf = ({ logs }: Read, hours: Hours = allHours): Accounts =>
  sumAccounts(logs.filter(({ hour }) => isWithin(hour, hours)));

/** Events without a time that can be read. */
export const undatedEvents = ({ clusters }: Read): number =>
  [...clusters.values()]
    .flatMap(({ parts }) => parts.flatMap(({ rows }) => rows))
    .reduce((sum, { firstSeen, events }) => (firstSeen === null ? sum + events : sum), 0);

/** Events of a day, or of those from another to it, that came in by a log whose hour does not speak of it: they are in no answer about that day. */
export function eventsElsewhere({ clusters }: Read, day: Day, graceHours: number, from = day): number {
  const hours = hoursOf(from, day, graceHours);
  return [...clusters.values()]
    .flatMap(({ parts }) => parts.filter(({ hour }) => !isWithin(hour, hours)))
    .flatMap(({ rows }) => rows.filter((row) => row.day !== null && row.day >= from && row.day <= day))
    .reduce((sum, { events }) => sum + events, 0);
}

/** @throws MissingError when neither a log nor an event is of that day */
export function huntRare(read: Read, options: RareHunt): RareAnswer {
  const { day, from = day, graceHours } = options;
  const hours = day === null || from === null ? allHours : hoursOf(from, day, graceHours);
  const rows: DayRow[] = [];
  let isLogged = day === null;
  for (const { parts } of read.clusters.values()) {
    const own = rowsOf(
      parts,
      hours,
      (row) => day === null || from === null || (row.day !== null && row.day >= from && row.day <= day),
    );
    isLogged ||= own.length > 0 || parts.some(({ hour }) => hour !== null && isWithin(hour, hours));
    for (const row of own) rows.push(row);
  }
  if (day !== null && !isLogged) throw noSuchDay(day, read, from ?? day);
  return rareAnswer(rows, accountsOf(read, hours), options);
}

export interface SurpriseHunt extends HuntSettings {
  /** `null`: the last day in the data. */
  readonly day: Day | null;
  /** The first of several days, each ranked for itself, of which `day` is the last. */
  readonly from?: Day;
  /** 0 = all. */
  readonly limit: number;
  readonly clientIp: ClientIpPolicy;
  readonly graceHours: number;
  /** Clusters whose client IPs say nothing. */
  readonly privateClusters: readonly string[];
  /** Those that hide now. */
  readonly suppress?: { readonly suppressions: readonly Suppression[]; readonly now: Date };
  readonly wanted?: Wanted;
}

/** The answer, and what only files are asked. */
export interface FilesAnswer extends SurpriseAnswer {
  /** The first day, where several were ranked. */
  readonly from?: Day;
  /** Findings less severe than wanted; where there are any. */
  readonly milder?: number;
}

/** @throws MissingError when neither a log nor an event is of that day */
export async function huntSurprise(read: Read, options: SurpriseHunt): Promise<FilesAnswer> {
  const { suppress, limit, baselineDays, graceHours, from, wanted = {} } = options;
  const day = options.day ?? lastDayOf(read);
  const now = suppress?.now ?? new Date();
  const hiding = hidingNow(suppress?.suppressions ?? [], now);
  const clusters: { ranked: RankedDay; told: Told }[] = [];
  if (day !== null) {
    for (const one of from === undefined ? [day] : daysFrom(from, day))
      for (const logs of read.clusters.values()) {
        const told = await toldDay(logs, one, hiding, options);
        if (told.ranked.logged) clusters.push(await storied(told, logs, one, hiding, options));
      }
    if (clusters.length === 0) throw noSuchDay(day, read, from);
  }
  const hours = day === null ? allHours : hoursOf(addDays(from ?? day, -baselineDays), day, graceHours);
  const seen = accountsOf(read, hours);
  const answer = surpriseAnswer(
    { day, clusters, seen, suppressed: { now, isAsked: suppress !== undefined } },
    day === null ? 0 : baselineDays,
  );
  const kept = narrowed(from === undefined || from === day ? answer : { ...answer, from }, wanted);
  return limit === 0 ? kept : { ...kept, calls: kept.calls.slice(0, limit) };
}

export interface ClusterLogs {
  readonly cluster: Cluster;
  readonly parts: readonly ReadPart[];
}

export interface ClusterDay {
  readonly ranked: RankedDay;
  readonly told: Told;
}

/** A cluster's day, ranked and told by itself: without the stories that go on over several days. */
export async function toldDay(
  { cluster, parts }: ClusterLogs,
  day: Day,
  hiding: readonly Suppression[],
  options: SurpriseHunt,
): Promise<ClusterDay> {
  const history = historyOf(parts, day, { ...options, clientIp: clientIpOf(cluster, options) });
  const ranked = await rankDay(history, cluster, day, options);
  return { ranked, told: tellDay(ranked, day, hiding, options) };
}

export const clientIpOf = (
  { name }: Cluster,
  { privateClusters, clientIp }: Pick<SurpriseHunt, 'privateClusters' | 'clientIp'>,
): ClientIpPolicy => (privateClusters.includes(name) ? 'ignore' : clientIp);

/** With the stories that its findings go on with: no file keeps what was told, so the days before are told anew. */
async function storied(
  { ranked, told }: ClusterDay,
  logs: ClusterLogs,
  day: Day,
  hiding: readonly Suppression[],
  options: SurpriseHunt,
): Promise<ClusterDay> {
  const { cluster, parts } = logs;
  const before = await storiesBefore(day, told.findings, {
    kept: async () => null,
    patterns: (one) => patternsOf(parts, one, { ...options, clientIp: clientIpOf(cluster, options) }),
    tell: async (one) => {
      const past = await toldDay(logs, one, hiding, options);
      return { findings: past.told.findings, grown: past.ranked.grown };
    },
  });
  return { ranked, told: withStories(told, ranked, day, before) };
}
