/** `rarecall events`: the records behind a finding are looked for, and printed. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type EventsOf, requestCounts } from '../../core/find/events-of.ts';
import { visibleInJson } from '../../core/show/visible.ts';
import { UsageError } from '../../errors.ts';
import { type ProgressBar, progressBar } from '../output/progress.ts';
import { wholeFile } from '../output/whole-file.ts';
import { say, sayNotRead } from '../say.ts';
import { type EventsCommand, type EventsFound, unknown } from './found.ts';

/** @throws UsageError, MissingError where there is no such finding, UnreadableError, TooMuchError */
export async function events(id: string, paths: readonly string[], options: EventsCommand): Promise<void> {
  if (paths.length > 0 && options.connection !== undefined)
    throw new UsageError('--connection names an archive: it goes without files');
  const found = paths.length > 0 ? await inFiles(id, paths, options) : await inArchive(id, options);
  await print(found.events, options.output);
  sayCounts(found, options);
}

async function inFiles(id: string, paths: readonly string[], options: EventsCommand): Promise<EventsFound> {
  const { eventsInFiles } = await import('./in-files.ts');
  return await eventsInFiles(id, paths, options);
}

async function inArchive(id: string, { connection, context }: EventsCommand): Promise<EventsFound> {
  if (id.length < 32)
    throw new UsageError(
      'of the archive the whole id is needed, all 32 digits: the report shows it with the finding',
    );
  const { appOn } = await import('../app-on-account.ts');
  const app = await appOn(connection);
  const finding = await app.finding(id);
  if (finding === null) throw unknown(id, await app.lastFindings());
  let bar: ProgressBar | undefined;
  let done = 0;
  const { events, gone } = await app
    .eventsOf(finding, context ?? null, (bytes, total) => {
      bar ??= progressBar('reading', total);
      done += bytes;
      bar.set(done);
    })
    .finally(() => bar?.end());
  return { finding, events, unread: gone };
}

/** Settles when all of it is written. @throws UsageError where the file cannot be written */
async function print(events: EventsOf, output = '-'): Promise<void> {
  const lines = Readable.from(events.lines().map(({ line }) => line));
  if (output === '-') {
    const shown = process.stdout.isTTY
      ? lines.map((line: Buffer) => Buffer.from(visibleInJson(line.toString('utf8'))))
      : lines;
    return await pipeline(shown, process.stdout, { end: false });
  }
  // What is in it may be secret.
  await wholeFile(
    output,
    (fd) => pipeline(lines, createWriteStream(output, { fd, autoClose: false })),
    0o600,
  );
}

function sayCounts({ finding, events, unread }: EventsFound, { context }: EventsCommand): void {
  const lines = events.lines();
  const own = lines.filter(({ isOfFinding }) => isOfFinding).length;
  const rebuilt = lines.filter(({ isAsLogged }) => !isAsLogged).length;
  const { all, named } = requestCounts(finding);
  if (context !== undefined) say(`${records(lines.length)}, ${own} of them of the finding`);
  else if (all === null) say(`${records(lines.length)}: the finding does not hold all of its calls; ${more}`);
  else if (all > named)
    say(`${records(lines.length)}: the finding names ${named} of its ${all} requests; ${more}`);
  if (context !== undefined && events.window === null)
    say('the finding has no time: there is nothing around it to be looked for');
  if (rebuilt > 0) say(`${records(rebuilt)} of these stood in a table or a text: their events are printed`);
  const missing = events.missing();
  if (missing > 0)
    say(`${missing} events are no longer where they were counted: their log was replaced, or is gone`);
  if (missing > 0 || unread.length > 0) process.exitCode = 1;
  sayNotRead(unread);
}

const more = '--context 0s prints all that the actor did at the time';

const records = (count: number): string => (count === 1 ? '1 record' : `${count} records`);
