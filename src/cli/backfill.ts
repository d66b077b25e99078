/** `rarecall backfill`: an archive is counted by hand. The same counting as on log arrival. */
import type { Command } from 'commander';
import type { BackfillProgress } from '../app/backfilling/backfill.ts';
import type { BackfillFailure } from '../app/backfilling/listed.ts';
import { adviceFor } from '../app/failing.ts';
import { type Day, rangeFault } from '../core/count/day.ts';
import { MissingError, UnfinishedError, UsageError } from '../errors.ts';
import { saidOf } from '../failure.ts';
import { connection, day } from './options.ts';
import type { ProgressBar } from './output/progress.ts';
import { say } from './say.ts';

interface BackfillCommand {
  readonly from: Day;
  readonly to: Day;
  readonly throughApp?: boolean;
  readonly wait?: boolean;
  readonly connection?: string;
}

const examples = `
Examples:
  rarecall backfill --from 2026-10-01 --to 2026-10-31                        counted here, by this command
  rarecall backfill --from 2024-01-01 --to 2026-10-31 --through-app --wait   counted by the app, on as many instances as Azure gives it

--wait goes by RARECALL_SEAL_AFTER as it is set for this command (P2D unless set), not for the app: where the app has another,
set it here as well.`;

export function addBackfill(program: Command): void {
  program
    .command('backfill')
    .description(
      'Count the archive of a range of days; goes on where it stopped, and may run beside the app.',
    )
    .requiredOption('--from <day>', 'first UTC day', day)
    .requiredOption('--to <day>', 'last UTC day', day)
    .option('--through-app', 'by the app that is deployed: a message in its queue for each log blob')
    .option('--wait', 'with --through-app: until the app has counted them')
    .addOption(connection())
    .addHelpText('after', examples)
    .action((options: BackfillCommand) => backfill(options));
}

async function backfill(options: BackfillCommand): Promise<void> {
  const fault = rangeFault(options.from, options.to, ['--from', '--to']);
  if (fault !== null) throw new UsageError(fault);
  if (options.wait === true && options.throughApp !== true)
    throw new UsageError('--wait goes with --through-app: without it the command counts by itself');
  const { appOn } = await import('./app-on-account.ts');
  const { progressBar } = await import('./output/progress.ts');
  const app = await appOn(options.connection);
  await app.requireLogs();
  if (options.throughApp === true) {
    await throughApp(app, options, progressBar);
    return;
  }
  let bar: ProgressBar | undefined;
  const done = await app.backfill(options, ({ bytes, bytesDone }) => {
    bar ??= progressBar('counting', bytes);
    bar.set(bytesDone);
  });
  bar?.end();
  if (done.blobs + done.failed.length === 0) throw noBlob(options);
  report(done, options);
}

async function throughApp(
  app: Awaited<ReturnType<typeof import('./app-on-account.ts').appOn>>,
  options: BackfillCommand,
  progressBar: typeof import('./output/progress.ts').progressBar,
): Promise<void> {
  let bar: ProgressBar | undefined;
  const asked = await app.backfillThroughApp(options, (done, all) => {
    bar ??= progressBar('asking', all);
    bar.set(done);
  });
  bar?.end();
  if (asked.blobs + asked.failed.length === 0) throw noBlob(options);
  console.log(`${asked.asked.length} log blobs asked of the app, ${asked.counted} were counted before`);
  if (options.wait !== true) {
    for (const line of failedLines(asked.failed)) console.error(line);
    if (asked.failed.length > 0)
      throw new UnfinishedError('not all clusters could be listed; the same command goes on with them');
    return;
  }
  let waiting: ProgressBar | undefined;
  const done = await app.countedByApp(asked, ({ bytes, bytesDone }) => {
    waiting ??= progressBar('the app counts', bytes);
    waiting.set(bytesDone);
  });
  waiting?.end();
  const young = asked.asked.length - done.blobs;
  if (young > 0)
    say(
      `${young} of them were written to so lately that they may still grow (RARECALL_SEAL_AFTER of this command): the app counts them, but they are not waited for`,
    );
  report(done, options);
}

const noBlob = ({ from, to }: BackfillCommand): MissingError =>
  new MissingError(`no log blob lies between ${from} and ${to}`);

/** @throws UnfinishedError where not all could be counted */
function report(done: BackfillProgress, { to }: BackfillCommand): void {
  for (const line of failedLines(done.failed)) console.error(line);
  const counted = done.blobsDone - done.failed.filter(({ hour }) => hour !== null).length;
  // Bytes of what could not be counted are among those that are done.
  const bytes = done.failed.length === 0 ? `, ${done.bytesDone} bytes` : '';
  console.log(`${counted} log blobs counted${bytes}; rank a day with: rarecall rank --day ${to}`);
  if (done.failed.length > 0)
    throw new UnfinishedError(
      `${done.failed.length} of ${done.blobs} log blobs could not be counted (${causes(done.failed)}); the same command goes on with them`,
    );
}

/** One line for each: cluster, hour, cause, and what to do about it. */
const failedLines = (failed: readonly BackfillFailure[]): string[] =>
  failed.map(({ cluster, hour, failure }) => {
    const advice = adviceFor(failure.code);
    return `not counted: ${cluster?.name ?? 'unknown'} ${hour ?? 'all hours'}: ${saidOf(failure)}${advice === '' ? '' : `; ${advice}`}`;
  });

/** `6 × BlobArchived, 1 × ServerBusy`. */
function causes(failed: readonly BackfillFailure[]): string {
  const counts = new Map<string, number>();
  for (const { failure } of failed) counts.set(failure.code, (counts.get(failure.code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${count} × ${code}`).join(', ');
}
