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
}

/** The same in JSON: what must be read first stands first. `withoutLogs` is left out where each cluster has logs. */
export function logsMembers(day: Day, logs: DayLogs, found: boolean) {
  const note = logsNote(day, logs, found);
  return {
    ...(note === null ? {} : { note: `${note.says}. ${note.todo}` }),
    day,
    logs: logs.logged,
    ...(logs.without.length === 0 ? {} : { withoutLogs: logs.without }),
  };
}

/** What is wrong, and what to do. */
export interface LogsNote {
  readonly says: string;
  readonly todo: string;
}

/**
 * @param found whether anything is kept that was found on the day: its counts may be forgotten before that
 * @returns `null` where each cluster has logs; names of clusters stand in `without` alone
 */
export function logsNote(day: Day, { logged, without }: DayLogs, found: boolean): LogsNote | null {
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
  return without.length === 0
    ? null
    : {
        says: `No log of ${several(without.length, 'cluster')} was counted for this day`,
        todo: `So nothing was looked at there. ${todo}`,
      };
}
