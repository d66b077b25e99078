/** `rarecall backfill`: an archive is counted by hand. The same counting as on log arrival. */
import type { Command } from 'commander';
import type { BackfillFailure } from '../app/backfill.ts';
import { adviceFor } from '../app/failing.ts';
import { type Day, rangeFault } from '../core/count/day.ts';
import { MissingError, UnfinishedError, UsageError } from '../errors.ts';
import { saidOf } from '../failure.ts';
import { connection, day } from './options.ts';
import type { ProgressBar } from './output/progress.ts';

interface BackfillCommand {
  readonly from: Day;
  readonly to: Day;
  readonly connection?: string;
}

const examples = `
Example:
  rarecall backfill --from 2026-10-01 --to 2026-10-31`;

export function addBackfill(program: Command): void {
  program
    .command('backfill')
    .description(
      'Count the archive of a range of days; goes on where it stopped, and may run beside the app.',
    )
    .requiredOption('--from <day>', 'first UTC day', day)
    .requiredOption('--to <day>', 'last UTC day', day)
    .addOption(connection())
    .addHelpText('after', examples)
    .action((options: BackfillCommand) => backfill(options));
}

async function backfill(options: BackfillCommand): Promise<void> {
  const fault = rangeFault(options.from, options.to, ['--from', '--to']);
  if (fault !== null) throw new UsageError(fault);
  const { appOn } = await import('./app-on-account.ts');
  const { progressBar } = await import('./output/progress.ts');
  const app = await appOn(options.connection);
  await app.requireLogs();
  let bar: ProgressBar | undefined;
  const done = await app.backfill(options, ({ bytes, bytesDone }) => {
    bar ??= progressBar('counting', bytes);
    bar.set(bytesDone);
  });
  bar?.end();
  if (done.blobs + done.failed.length === 0)
    throw new MissingError(`no log blob lies between ${options.from} and ${options.to}`);
  for (const line of failedLines(done.failed)) console.error(line);
  const counted = done.blobsDone - done.failed.filter(({ hour }) => hour !== null).length;
  console.log(
    `${counted} log blobs counted, ${done.bytesDone} bytes; rank a day with: rarecall rank --day ${options.to}`,
  );
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
