/** What a check of health is, and how one is asked: in bounded time, and never so that it ends the others. */

import type { Cluster } from '../../core/read/path.ts';
import { UnfinishedError } from '../../errors.ts';
import { reasonOf } from '../../failure.ts';
import type { AuditLogs } from '../ports/audit-logs.ts';
import type { Failures } from '../ports/failures.ts';
import type { Places } from '../ports/places.ts';
import type { Runs } from '../ports/runs.ts';
import type { FindingSink } from '../ports/sink.ts';
import type { RankPorts } from '../ranking/rank.ts';
import type { RankSettings } from '../ranking/ranked-day.ts';
import { commandFor } from './commands.ts';

export interface HealthPorts extends Omit<RankPorts, 'log' | 'rankings'> {
  readonly logs: AuditLogs;
  /** Logs of categories that are not read, by their container. */
  readonly unread: readonly { readonly container: string; readonly logs: AuditLogs }[];
  readonly failures: Failures;
  readonly runs: Runs;
  readonly places: Places;
  readonly sinks: readonly FindingSink[];
}

export interface HealthSettings extends RankSettings {
  /** Age of the newest counted hour above which a cluster is quiet. */
  readonly freshHours: number;
  /** Age of the last sweep above which it is late. Default: an hour. */
  readonly sweepHours?: number;
  /** What is wrong with settings, and ends nothing. */
  readonly doubts?: readonly string[];
  /** Where people open the app; `''` where that is not set. Left out: nobody asks for it. */
  readonly publicUrl?: string;
  /** Longest wait for one check, ms. Default: four seconds. */
  readonly checkMs?: number;
}

/** One thing that somebody should know of. Never audit data. */
export interface Said {
  /** Stable, to be matched by alerts. */
  readonly id: string;
  /** `problem`: Rarecall is not well. `unknown`: it could not be seen whether it is. `information`: it is, and yet. */
  readonly level: 'problem' | 'unknown' | 'information';
  readonly what: string;
  /** What somebody can do about it; `''` where that is not known. */
  readonly todo: string;
  /** What to run first; left out where nothing is to be run. */
  readonly command?: string;
}

/** Numbers that health gives whatever they are; `null` where they could not be seen. */
export interface Facts {
  readonly clusters: number | null;
  readonly poisoned: Readonly<Record<string, number>>;
  readonly undelivered: number | null;
  /** Findings of the last three days, and suppressions, that cannot be read. */
  readonly damaged: number | null;
  /** Seconds since the last sweep came to its end. */
  readonly sweepAge: number | null;
  /** Cluster -> hours since its newest counted hour began; without those that are gone, or were brought in by hand. */
  readonly quiet: Readonly<Record<string, number>>;
  /** Hours of logs that cannot be read. */
  readonly unreadable: number | null;
  /** Hours that the oldest day which is over has waited to be ranked; 0 where none waits. */
  readonly rankingAge: number | null;
  /** `rows`: log blobs whose URIs are folded. `findings`: findings that are held back. `floods`: callers with too many calls. */
  readonly bounds: Readonly<Record<string, number>>;
}

export interface Answer {
  readonly said: readonly Said[];
  readonly facts?: Partial<Facts>;
}

export interface Check {
  /** What could not be seen when it fails: `whether …`. */
  readonly asks: string;
  readonly id: string;
  /** It tries things out, here and at others: asked where somebody looks for what is wrong. */
  readonly isDeep?: boolean;
  ask(ports: HealthPorts, settings: HealthSettings): Promise<Answer>;
  /** What a failure of the check itself says, where that is an answer; `null`: nothing. @param cause in words */
  readonly failed?: (error: unknown, cause: string) => Said | null;
}

export const problem = (id: string, what: string, todo: string): Said => {
  const command = commandFor(id);
  return { id, level: 'problem', what, todo, ...(command === '' ? {} : { command }) };
};

export const information = (id: string, what: string, todo: string): Said => ({
  id,
  level: 'information',
  what,
  todo,
});

const defaultMs = 4_000;

/** Work that is late goes on behind it, and nobody waits for it. */
export async function asked(check: Check, ports: HealthPorts, settings: HealthSettings): Promise<Answer> {
  const limitMs = settings.checkMs ?? defaultMs;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new UnfinishedError(`no answer within ${limitMs / 1_000} s`);
    timer = setTimeout(() => reject(error), limitMs);
  });
  try {
    return await Promise.race([check.ask(ports, settings), late]);
  } catch (error) {
    const cause = reasonOf(error);
    const said = check.failed === undefined ? unseen(check, cause) : check.failed(error, cause);
    return { said: said === null ? [] : [said] };
  } finally {
    clearTimeout(timer);
  }
}

const unseen = ({ id, asks }: Check, cause: string): Said => ({
  id,
  level: 'unknown',
  what: `it could not be seen ${asks}: ${cause}`,
  todo: 'look at the storage account, and at what the app may do there',
});

/** Up to five names, and how many more there are. */
export function named(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${names.slice(0, 5).join(', ')}${more}`;
}

export const hourMs = 3_600_000;

/** What `ask` says of each cluster, one after the other. */
export async function ofEach<T>(
  clusters: readonly Cluster[],
  ask: (cluster: Cluster) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = [];
  for (const cluster of clusters) answers.push(await ask(cluster));
  return answers;
}
