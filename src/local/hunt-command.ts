/** `rarecall hunt`: options in, answer out. */

import { settings } from '../config.ts';
import type { Day } from '../core/count/day.ts';
import type { ClientIpPolicy } from '../core/judge/client-ip.ts';
import { defaultReadOptions } from '../core/read/options.ts';
import { callsCsv, rareCsv } from '../core/show/csv.ts';
import { huntPage } from '../core/show/page-hunt.ts';
import { callsTable, findingsTable, rareTable } from '../core/show/text.ts';
import { logFiles } from './files.ts';
import { huntRare, huntSurprise, type Read, readFiles } from './hunt.ts';
import { progressBar } from './progress.ts';

export interface HuntCommand {
  readonly ranking: 'surprise' | 'rare';
  readonly day?: Day;
  readonly limit: number;
  readonly format: 'table' | 'json' | 'csv' | 'html';
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
  readonly cluster: string;
  readonly clientIp: ClientIpPolicy;
}

const fallback = <T>({ read, fallback: text }: { read: (text: string) => T; fallback: string }): T =>
  read(text);

export async function hunt(paths: readonly string[], options: HuntCommand): Promise<void> {
  const files = await logFiles(paths);
  const bar = progressBar(
    'reading',
    files.reduce((sum, { size }) => sum + (size ?? 0), 0),
  );
  const read = await readFiles(files, {
    read: { ...defaultReadOptions, plain: true },
    cluster: options.cluster,
    onBytes: bar.add,
    warn: (line) => console.error(`rarecall: ${line}`),
  }).finally(bar.end);

  const day = options.day ?? null;
  const text = options.ranking === 'rare' ? rareText(read, day, options) : surpriseText(read, day, options);
  await new Promise<void>((resolve) =>
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, () => resolve()),
  );
}

function rareText(read: Read, day: Day | null, options: HuntCommand): string {
  const answer = huntRare(read, { ...options, day });
  if (options.format === 'json') return JSON.stringify(answer);
  if (options.format === 'csv') return rareCsv(answer.rows);
  if (options.format === 'html') return huntPage(answer);
  return `${rareTable(answer.rows, { width: width() })}\n${accounts(read)}`;
}

function surpriseText(read: Read, day: Day | null, options: HuntCommand): string {
  const answer = huntSurprise(read, {
    day,
    limit: options.limit,
    clientIp: options.clientIp,
    baselineDays: fallback(settings.baselineDays),
    learningDays: fallback(settings.learningDays),
    findingsPerDay: fallback(settings.findingsPerDay),
  });
  if (options.format === 'json') return JSON.stringify(answer);
  if (options.format === 'csv') return callsCsv(answer.calls);
  if (options.format === 'html') return huntPage(answer);
  if (answer.day === null) return `no kubectl calls in these logs\n${accounts(read)}`;
  const history = answer.learning
    ? `still learning: ${answer.baselineDays} days before it is little to judge against`
    : `against the ${answer.baselineDays} days before`;
  return [
    `${answer.day}, ${history}`,
    '',
    findingsTable(answer.findings, { width: width() }),
    '',
    callsTable(answer.calls, { width: width() }),
    accounts(read),
  ].join('\n');
}

function accounts({ lines, events, requests, skipped, salvaged, duplicates }: Read): string {
  const reasons = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${reason}`);
  return [
    `${lines} lines: ${events} kubectl events (${requests} requests)`,
    ...(reasons.length > 0 ? [`skipped ${reasons.join(', ')}`] : []),
    ...(salvaged > 0 ? [`${salvaged} read from cut records`] : []),
    ...(duplicates > 0 ? [`${duplicates} duplicates not counted again`] : []),
  ].join('; ');
}

/** A terminal's width; a file or pipe gets lines wide enough to lose little. */
const width = (): number => process.stdout.columns ?? 160;
