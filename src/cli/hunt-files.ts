/** `rarecall hunt`: options in, answer out. */

import { namesIn } from '../adapters/names-files.ts';
import { environment, type HuntConfig, over, readHuntConfig } from '../config.ts';
import type { Day } from '../core/count/day.ts';
import type { SearchName } from '../core/find/searches/names.ts';
import { isActive, type Suppression } from '../core/find/suppression.ts';
import type { ClientIpPolicy } from '../core/rank/client-ip.ts';
import { callsCsv, rareCsv } from '../core/show/csv.ts';
import { answerWithNames, type Names } from '../core/show/names.ts';
import { huntPage } from '../core/show/pages/hunt.ts';
import { suppressedTable } from '../core/show/suppressions.ts';
import { callsTable, findingsTable, rareTable } from '../core/show/text.ts';
import { visibleJson } from '../core/show/visible.ts';
import { UsageError } from '../errors.ts';
import { localSettings } from '../host/local-settings.ts';
import type { Read } from './files/read-files.ts';
import {
  accountsOf,
  eventsElsewhere,
  huntRare,
  huntSurprise,
  type SurpriseHunt,
  undatedEvents,
} from './rank-files.ts';
import { readLogs } from './read-logs.ts';
import { say, sayNotRead } from './say.ts';
import { suppressionFile } from './suppression-file.ts';

export interface HuntCommand {
  readonly ranking: 'surprise' | 'rare';
  readonly day?: Day;
  readonly limit: number;
  readonly format: 'table' | 'json' | 'csv' | 'html';
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
  readonly cluster: string;
  /** Threads that read. */
  readonly jobs: number;
  /** Wins over the setting, as do all options that have one. */
  readonly clientIp?: ClientIpPolicy;
  readonly category?: string;
  readonly clients?: 'interactive' | 'kubectl';
  /** Shows command lines and query values as they were logged. */
  readonly reveal?: boolean;
  /** Masks what would be raw by itself. */
  readonly mask?: boolean;
  /** Files with names of Entra object ids. */
  readonly names?: readonly string[];
  /** A file of suppressions. */
  readonly suppressions?: string;
  /** A search, instead of a ranking. */
  readonly search?: SearchName;
  readonly strict?: boolean;
}

export async function hunt(paths: readonly string[], options: HuntCommand): Promise<void> {
  if (options.suppressions !== undefined && options.ranking === 'rare')
    throw new UsageError('--suppressions goes with --ranking surprise: rare knows no findings');
  const config = settingsFor(options);
  const now = new Date();
  const suppressions =
    options.suppressions === undefined ? undefined : await activeSuppressions(options.suppressions, now);
  const names = namesIn(options.names ?? config.nameFiles);
  const { read, unread } = await readLogs(paths, {
    read: {
      category: config.logCategory,
      // The original knows no other client.
      clients: options.ranking === 'rare' ? 'kubectl' : config.clients,
      agents: config.agents,
      plain: true,
    },
    cluster: options.cluster,
    jobs: options.jobs,
  });
  sayUndated(read);
  const day = options.day ?? null;
  const suppress = suppressions === undefined ? {} : { suppress: { suppressions, now } };
  const text =
    options.ranking === 'rare'
      ? rareText(read, day, { ...options, graceHours: config.graceHours })
      : await surpriseText(read, {
          ...config,
          ...suppress,
          day,
          limit: options.limit,
          format: options.format,
          names,
          ...(options.reveal === undefined ? {} : { reveal: options.reveal }),
        });
  await printed(text);
  sayUnread(unread);
}

/** Settles when all of it is written. */
export const printed = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve()));

/** Names what could not be read, and makes the command fail. */
export function sayUnread(unread: readonly string[]): void {
  if (unread.length > 0) process.exitCode = 1;
  sayNotRead(unread);
}

/** Events that no day has: they are in no ranking of a day. */
function sayUndated(read: Read): void {
  const events = undatedEvents(read);
  if (events > 0)
    say(
      `${events} events have no readable time (RFC 3339): they belong to no day; --ranking rare ranks them`,
    );
}

/** Those of the app: options, else the environment, else local.settings.json. @throws ConfigError, LocalError */
export function settingsFor({
  category,
  clientIp,
  clients,
}: Pick<HuntCommand, 'category' | 'clientIp' | 'clients'>): HuntConfig {
  const config = readHuntConfig(over(localSettings(), environment()));
  return {
    ...config,
    logCategory: category ?? config.logCategory,
    clientIp: clientIp ?? config.clientIp,
    clients: clients ?? config.clients,
  };
}

/** Those of a file that hide something now; the others are named on standard error. */
async function activeSuppressions(path: string, now: Date): Promise<Suppression[]> {
  const written = await suppressionFile(path, now, 'accepted');
  for (const one of written.filter((one) => !isActive(one, now)))
    say(`the suppression ${one.id} expired with ${one.expires} and hides nothing`);
  return written.filter((one) => isActive(one, now));
}

function rareText(
  read: Read,
  day: Day | null,
  options: HuntCommand & { readonly graceHours: number },
): string {
  // Made to be compared with Splunk's rows, which are raw.
  const isData = options.format === 'json' || options.format === 'csv';
  const reveal = options.reveal === true || (isData && options.mask !== true);
  const answer = huntRare(read, { ...options, day, reveal });
  sayElsewhere(read, day, options);
  if (options.format === 'json') return visibleJson(answer);
  if (options.format === 'csv') return rareCsv(answer.rows);
  if (options.format === 'html') return huntPage(answer);
  return `${rareTable(answer.rows, { width: width() })}\n${accounts(read)}`;
}

type SurpriseOptions = Pick<HuntCommand, 'format' | 'reveal'> & SurpriseHunt & { readonly names: Names };

async function surpriseText(read: Read, options: SurpriseOptions): Promise<string> {
  const answer = await huntSurprise(read, options);
  sayElsewhere(read, answer.day, options);
  if (answer.held !== undefined)
    say(`more findings than are told of a day: ${answer.held} held back, their calls are ranked`);
  for (const { cluster, different, unlisted, folded } of answer.crowded ?? [])
    say(
      `one caller made ${different} different calls on ${cluster}: ${unlisted} of them are not looked at one by one, ${folded} events are counted with others`,
    );
  if (options.format === 'json') return visibleJson(answer);
  if (options.format === 'csv') return callsCsv(answer.calls);
  const shown = answerWithNames(answer, options.names);
  if (options.format === 'html') return huntPage(shown);
  if (answer.day === null) return `${noDay(read)}\n${accounts(read)}`;
  const history = answer.learning
    ? `still learning: ${answer.baselineDays} days before it is little to judge against`
    : `against the ${answer.baselineDays} days before`;
  return [
    `${answer.day}, ${history}`,
    '',
    findingsTable(shown.findings, { width: width() }),
    '',
    callsTable(shown.calls, { width: width() }),
    ...(answer.suppressed === undefined ? [] : [suppressedTable(answer.suppressed, { width: width() })]),
    accounts(read),
  ].join('\n');
}

const noDay = (read: Read): string =>
  undatedEvents(read) === 0
    ? 'no calls in these logs: nothing that people, scripts or strangers can have made'
    : 'no day to rank: none of the events has a readable time';

/** What is left out is said, so that nobody takes it for nothing. */
function sayElsewhere(read: Read, day: Day | null, { graceHours }: { readonly graceHours: number }): void {
  const events = day === null ? 0 : eventsElsewhere(read, day, graceHours);
  if (events > 0)
    say(
      `left out: events of ${day} in logs from before it, or from more than ${graceHours} hours after it: ${events}`,
    );
}

function accounts(read: Read): string {
  const { lines, events, requests, skipped, salvaged, duplicates } = accountsOf(read);
  const reasons = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${reason}`);
  return [
    `${lines} lines: ${events} events (${requests} requests)`,
    ...(reasons.length > 0 ? [`skipped ${reasons.join(', ')}`] : []),
    ...(salvaged > 0 ? [`${salvaged} read from cut records`] : []),
    ...(duplicates > 0 ? [`${duplicates} duplicates not counted again`] : []),
  ].join('; ');
}

/** A terminal's width; a file or pipe gets lines wide enough to lose little. */
export const width = (): number => process.stdout.columns ?? 160;
