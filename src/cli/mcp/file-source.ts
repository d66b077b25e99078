/** Findings and calls of log files: read once, hunted once for each day that is asked for. Refuses to know the protocol. */
import { isAskedCall, isCluster } from '../../app/answer.ts';
import { blindSpots } from '../../app/coverage/blind-spots.ts';
import { missingBetween } from '../../app/coverage/state.ts';
import { type Asked, maxLimit, pageToken } from '../../app/parameters.ts';
import { parseCallQuestion, parseFindingQuestion, parseRange } from '../../app/question.ts';
import type { HuntConfig } from '../../config.ts';
import { startOf } from '../../core/count/cursor.ts';
import { type Day, earliestDay, firstHour } from '../../core/count/day.ts';
import { dayOfHour } from '../../core/count/hours.ts';
import type { SurpriseAnswer } from '../../core/find/answer.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { CoveredCluster } from '../../core/show/assistant/clusters.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { lastDayOf } from '../files/days.ts';
import type { Read, ReadPart } from '../files/read.ts';
import { huntRare, huntSurprise } from '../hunting/rank-files.ts';
import type { Source } from './source.ts';

/** Days whose hunt is kept: each may hold a hundred thousand calls. */
const mostDays = 5;

export interface FileSettings extends HuntConfig {
  readonly suppressions: readonly Suppression[];
}

/** @param reading settles once all is read */
export function fileSource(reading: Promise<Read>, settings: FileSettings): Source {
  const hunted = new Map<Day | null, Promise<SurpriseAnswer>>();

  /** Nothing of it is raw, whatever the settings say. */
  async function hunt(asked: Day | null): Promise<SurpriseAnswer> {
    const read = await reading;
    const day = asked ?? lastDayOf(read);
    const known = hunted.get(day);
    if (known !== undefined) return await known;
    const { suppressions } = settings;
    const suppress = suppressions.length === 0 ? {} : { suppress: { suppressions, now: new Date() } };
    const answer = huntSurprise(read, { ...settings, ...suppress, day, limit: 0, reveal: false });
    // A day without logs is asked for again and costs nothing; who asks for many must not fill the memory.
    answer.catch(() => hunted.delete(day));
    hunted.set(day, answer);
    for (const oldest of hunted.keys()) if (hunted.size > mostDays) hunted.delete(oldest);
    return await answer;
  }

  return {
    async findings(parameters) {
      const { day, cluster, user, severity, limit, offset } = checked(parseFindingQuestion(parameters));
      const { findings, day: of, held, learning, baselineDays } = await hunt(day);
      const all = findings.filter(
        (finding) =>
          isCluster({ id: finding.clusterId, name: finding.cluster }, cluster) &&
          (user === null || finding.user === user) &&
          (severity === null || finding.risk.severity === severity),
      );
      return {
        day: of,
        ...(learning
          ? { note: `Still learning: ${baselineDays} days before it is little to judge against.` }
          : {}),
        findings: all.slice(offset, offset + limit),
        ...(held === undefined ? {} : { held }),
        ...nextOf(offset + limit, all.length),
      };
    },

    async finding(id) {
      await hunt(null);
      for (const day of hunted.values())
        for (const finding of (await day).findings) if (finding.id === id) return { finding, closed: false };
      throw new MissingError(
        'no finding of that id on the days that were asked for: ask for the findings of its day first',
      );
    },

    async calls(parameters) {
      const { ranking, days, limit, offset, filter, missing, count } = checked(parseCallQuestion(parameters));
      const { cluster, ...fields } = filter;
      if (ranking === 'surprise') {
        const answer = await hunt(days?.from ?? null);
        const all = answer.calls.filter(
          (call) =>
            isCluster({ id: call.clusterId, name: call.cluster }, cluster) && isAskedCall(call, filter),
        );
        const calls = all.slice(offset, offset + limit);
        return { ...answer, calls, ...nextOf(offset + limit, all.length) };
      }
      if (days !== null && days.from !== days.to) throw new UsageError('of files, rare is asked for one day');
      if (Object.values(fields).some((value) => value !== null))
        throw new UsageError('of files, rare goes with cluster alone: its rows are of all calls');
      const read = await reading;
      const clusters = new Map([...read.clusters].filter(([, one]) => isCluster(one.cluster, cluster)));
      const end = Math.min(maxLimit, offset + limit);
      const answer = huntRare(
        { ...read, clusters },
        {
          day: days?.from ?? null,
          limit: end,
          missing,
          count,
          reveal: false,
          graceHours: settings.graceHours,
        },
      );
      return { ...answer, rows: answer.rows.slice(offset), ...nextOf(end, answer.tuples) };
    },

    async clusters(parameters) {
      const { from, to } = checked(parseRange(parameters));
      const read = await reading;
      const isOf = (day: Day | null): boolean =>
        (from === null || (day !== null && day >= from)) && (to === null || (day !== null && day <= to));
      return [...read.clusters.values()].map(({ cluster, parts }) =>
        coveredOf(cluster, parts, isOf, read, settings),
      );
    },
  };
}

function checked<T>(asked: Asked<T>): T {
  if (!asked.ok) throw new UsageError(asked.problem);
  return asked.value;
}

const nextOf = (end: number, total: number): { next?: string } =>
  end < total ? { next: pageToken(end) } : {};

function coveredOf(
  { name }: Cluster,
  parts: readonly ReadPart[],
  isOf: (day: Day | null) => boolean,
  read: Read,
  { learningDays, privateClusters, logCategory }: FileSettings,
): CoveredCluster {
  const rows = parts
    .flatMap((part) => part.rows)
    .filter(({ client, day }) => client !== 'presence' && isOf(day));
  const hours = [
    ...new Set(parts.flatMap(({ hour }) => (hour !== null && isOf(dayOfHour(hour)) ? [hour] : []))),
  ].sort();
  const days = new Set([...hours.map(dayOfHour), ...rows.flatMap(({ day }) => day ?? [])]).size;
  const missing = missingBetween(hours);
  // What became of lines is known by file, and a file is of no one cluster.
  const isAlone = read.clusters.size === 1;
  const blobs = isAlone
    ? read.logs.map((log) => ({
        name: '',
        hour: log.hour ?? firstHour(earliestDay),
        cursor: { ...startOf('', 0), ...log },
        damaged: false,
      }))
    : [];
  const sum = (what: 'events' | 'requests'): number => rows.reduce((all, row) => all + row[what], 0);
  return {
    cluster: name,
    firstHour: hours[0] ?? null,
    lastHour: hours.at(-1) ?? null,
    daysWithLogs: days,
    missingHours: missing.length,
    learning: days - 1 < learningDays,
    lines: isAlone ? read.logs.reduce((all, { lines }) => all + lines, 0) : null,
    events: sum('events'),
    requests: sum('requests'),
    folded: 0,
    lagSeconds: null,
    failed: read.unreadable.length,
    blindSpots: blindSpots({
      blobs,
      missing: missing.map((hour) => hour.replace('T', ' ')),
      crowd: null,
      isPrivate: privateClusters.includes(name),
      category: logCategory,
      quietHours: null,
    }),
  };
}
