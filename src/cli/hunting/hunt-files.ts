/** `rarecall hunt`: options in, answer out. */

import { namesIn } from '../../adapters/names-files.ts';
import type { HuntConfig } from '../../config.ts';
import type { SearchName } from '../../core/find/searches/names.ts';
import { isActive, type Suppression } from '../../core/find/suppressions/suppression.ts';
import type { Severity } from '../../core/judge/severity.ts';
import type { Names } from '../../core/show/names.ts';
import type { Read } from '../files/read.ts';
import { suppressionFile } from '../files/suppression-file.ts';
import { withWorkOf } from '../files/work-file.ts';
import { tableStyle } from '../output/style.ts';
import { readLogs } from '../read-logs.ts';
import { say } from '../say.ts';
import { type AskedClusters, type AskedSettings, mustBeKnown, settingsFor, wantedClusters } from './asked.ts';
import { isAtLeast } from './narrow.ts';
import { huntRare, huntSurprise, type SurpriseHunt } from './rank-files.ts';
import { print, sayElsewhere, sayUndated } from './said.ts';
import { type Format, rareText, surpriseText } from './text.ts';
import { type AskedDays, mustBeInOrder, type Window, windowOf } from './window.ts';

export interface HuntCommand extends AskedDays, AskedClusters, AskedSettings {
  readonly ranking: 'surprise' | 'rare';
  readonly limit: number;
  readonly format: Format;
  /** Which of them a table, CSV or JSON Lines hold. */
  readonly what?: 'findings' | 'calls';
  /** Findings in a line each. */
  readonly brief?: boolean;
  /** A file instead of standard output. */
  readonly output?: string;
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
  readonly cluster: string;
  readonly minSeverity?: Severity;
  /** Exit code 3 where a finding that is told is as severe as that. */
  readonly failOn?: Severity;
  /** Threads that read. */
  readonly jobs: number;
  /** Shows command lines and query values as they were logged. */
  readonly reveal?: boolean;
  /** Masks what would be raw by itself. */
  readonly mask?: boolean;
  /** Files with names of Entra object ids. */
  readonly names?: readonly string[];
  /** A file of suppressions. */
  readonly suppressions?: string;
  /** A file that says how findings are worked. */
  readonly work?: string;
  /** A search, instead of a ranking. */
  readonly search?: SearchName;
  readonly strict?: boolean;
}

export async function hunt(paths: readonly string[], options: HuntCommand): Promise<void> {
  mustBeInOrder(options);
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
    ...wantedClusters(options),
    jobs: options.jobs,
  });
  mustBeKnown(options, read);
  sayUndated(read);
  const window = windowOf(read, options);
  const text =
    options.ranking === 'rare'
      ? rare(read, window, options, config.graceHours)
      : await surprise(read, window, options, {
          config,
          names,
          paths,
          ...(suppressions === undefined ? {} : { suppress: { suppressions, now } }),
        });
  await print(text, options.output, unread);
}

/** Those of a file that hide something now; the others are named on standard error. */
async function activeSuppressions(path: string, now: Date): Promise<Suppression[]> {
  const written = await suppressionFile(path, now, 'accepted');
  for (const one of written.filter((one) => !isActive(one, now)))
    say(`the suppression ${one.id} expired with ${one.expires} and hides nothing`);
  return written.filter((one) => isActive(one, now));
}

function rare(read: Read, window: Window | null, options: HuntCommand, graceHours: number): string {
  // Made to be compared with Splunk's rows, which are raw.
  const isData = ['json', 'jsonl', 'csv'].includes(options.format);
  const reveal = options.reveal === true || (isData && options.mask !== true);
  const days = { day: window?.to ?? null, ...(window === null ? {} : { from: window.from }) };
  const answer = huntRare(read, { ...options, ...days, graceHours, reveal });
  sayElsewhere(read, window, graceHours);
  return rareText(answer, read, options.format, tableStyle(isFile(options.output)));
}

async function surprise(
  read: Read,
  window: Window | null,
  options: HuntCommand,
  rest: Pick<SurpriseHunt, 'suppress'> & {
    readonly config: HuntConfig;
    readonly names: Names;
    readonly paths: readonly string[];
  },
): Promise<string> {
  const { config, names, paths, ...suppress } = rest;
  const { minSeverity, failOn, format, limit, reveal } = options;
  const found = await huntSurprise(read, {
    ...config,
    ...suppress,
    // A page draws all of them, and lists as many as are asked for.
    limit: format === 'html' ? 0 : limit,
    day: window?.to ?? null,
    ...(window === null ? {} : { from: window.from }),
    ...(reveal === undefined ? {} : { reveal }),
    wanted: { since: window?.since ?? null, ...(minSeverity === undefined ? {} : { minSeverity }) },
  });
  const answer =
    options.work === undefined
      ? found
      : { ...found, findings: await withWorkOf(found.findings, options.work) };
  sayElsewhere(
    read,
    answer.day === null ? null : { from: answer.from ?? answer.day, to: answer.day },
    config.graceHours,
  );
  if (answer.held !== undefined && format !== 'table')
    say(`more findings than are told of a day: ${answer.held} held back, their calls are ranked`);
  for (const { cluster, different, unlisted, folded } of answer.crowded ?? [])
    say(
      `one caller made ${different} different calls on ${cluster}: ${unlisted} of them are not looked at one by one, ${folded} events are counted with others`,
    );
  if (failOn !== undefined && answer.findings.some(({ risk }) => isAtLeast(risk.severity, failOn)))
    process.exitCode = 3;
  return surpriseText(answer, read, { ...options, names, paths, style: tableStyle(isFile(options.output)) });
}

const isFile = (output: string | undefined): boolean => output !== undefined && output !== '-';
