/**
 * Whether a day has logs, in words: who reads that nothing was found must know that something was looked at.
 * Refuses to know who asked and where logs are kept.
 */
import type { Day } from '../count/day.ts';
import { several } from './phrase.ts';

/** A cluster by its name and its full resource id. */
export interface NamedCluster {
  readonly cluster: string;
  readonly clusterId: string;
}

/** Of which clusters logs of a day were counted. */
export interface DayLogs {
  /** Of at least one. */
  readonly logged: boolean;
  /** Those of which none was, though they had some before or have some since; a cluster that is long gone is not meant. */
  readonly without: readonly NamedCluster[];
  /** Those with logs that nothing was ranked of yet: what they hold is not found, and not nothing. */
  readonly unranked: readonly NamedCluster[];
}

/** Of a hunt in files: what was given was looked at. */
export const allLookedAt: DayLogs = { logged: true, without: [], unranked: [] };

/** The same in JSON: what must be read first stands first. `withoutLogs` and `unranked` are left out where they are empty. */
export function logsMembers(day: Day, logs: DayLogs, found: boolean) {
  const note = logsNote(day, logs, found);
  return {
    ...(note === null ? {} : { note: `${note.says}. ${note.todo}` }),
    day,
    logs: logs.logged,
    ...(logs.without.length === 0 ? {} : { withoutLogs: logs.without }),
    ...(logs.unranked.length === 0 ? {} : { unranked: logs.unranked }),
  };
}

/** What is wrong, and what to do. */
export interface LogsNote {
  readonly says: string;
  readonly todo: string;
}

/**
 * @param found whether anything is kept that was found on the day: its counts may be forgotten before that
 * @returns `null` where each cluster has logs and was ranked; names of clusters stand in `without` and `unranked` alone
 */
export function logsNote(day: Day, { logged, without, unranked }: DayLogs, found: boolean): LogsNote | null {
  const todo = `See in /api/health and /api/clusters whether the archive can be read and what is counted of it. Count what lies there with: rarecall backfill --from ${day} --to ${day}`;
  if (!logged && found)
    return {
      says: 'No log is counted for this day any more',
      todo: 'What was found when it was stands below. Counts are kept for RARECALL_RETENTION_DAYS.',
    };
  if (!logged)
    return {
      says: 'No log was counted for this day',
      todo: `So nothing was looked at. ${todo}`,
    };
  if (without.length > 0)
    return {
      says: `No log of ${several(without.length, 'cluster')} was counted for this day`,
      todo: `So nothing was looked at there. ${unranked.length > 0 ? `${toRank(day, unranked.length)} ` : ''}${todo}`,
    };
  return unranked.length > 0
    ? { says: 'This day is not ranked yet', todo: toRank(day, unranked.length) }
    : null;
}

const toRank = (day: Day, count: number): string =>
  `Logs of ${several(count, 'cluster')} are counted and not ranked, so nothing of them can be found yet. RARECALL_RANK_SCHEDULE says when it is; by hand: rarecall rank --day ${day}`;
