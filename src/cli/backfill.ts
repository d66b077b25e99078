/** `rarecall backfill`: an archive is counted by hand. The same counting as on log arrival. */
import type { Command } from 'commander';
import { type Day, rangeFault } from '../core/count/day.ts';
import { MissingError, UsageError } from '../errors.ts';
import { connection, day } from './options.ts';
import type { ProgressBar } from './progress.ts';

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
  const { progressBar } = await import('./progress.ts');
  const app = await appOn(options.connection);
  await app.requireLogs();
  let bar: ProgressBar | undefined;
  const done = await app.backfill(options, ({ bytes, bytesDone }) => {
    bar ??= progressBar('counting', bytes);
    bar.set(bytesDone);
  });
  bar?.end();
  if (done.blobs === 0) throw new MissingError(`no log blob lies between ${options.from} and ${options.to}`);
  console.log(
    `${done.blobsDone} log blobs counted, ${done.bytesDone} bytes; rank a day with: rarecall rank --day ${options.to}`,
  );
}
