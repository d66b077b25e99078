/** `rarecall replay`: its options, the account it writes to, its progress. How logs are uploaded is in replay-files.ts. */
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { Problem } from './files/files.ts';
import { whole } from './options.ts';
import { say, sayNotRead } from './say.ts';

interface ReplayCommand {
  readonly connection?: string;
  readonly pieces: number;
  readonly cluster: string;
}

const examples = `
Examples:
  rarecall replay ./logs                                 beside a running npm start
  rarecall replay ./logs --connection "UseDevelopmentStorage=true" --pieces 10`;

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('Upload logs as growing append blobs under their AKS paths.')
    .argument('<file or folder...>', 'log files, plain, gzip, tar or zip; folders')
    .option(
      '--connection <connection string>',
      'the storage account (else that of a running npm start, else the setting RARECALL_LOGS)',
    )
    .option('--pieces <n>', 'appends per blob', whole(1, 1000), 4)
    .option('--cluster <name>', 'cluster of files whose path and records name none', 'unknown')
    .addHelpText('after', examples)
    .action((paths: string[], options: ReplayCommand) => replay(paths, options));
}

async function replay(paths: readonly string[], options: ReplayCommand): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const { settingsOn } = await import('./app-on-account.ts');
  const { logFiles } = await import('./files/files.ts');
  const { progressBar } = await import('./output/progress.ts');
  const { replayFiles } = await import('./replaying/replay-files.ts');
  const { logContainer, logs } = readConfig(await settingsOn(options.connection));
  const connection = logs.connectionString;
  if (connection === undefined)
    throw new UsageError(
      'name the account: --connection "<connection string>", or the setting RARECALL_LOGS; or run npm start beside',
    );
  const { withoutCopies } = await import('./files/copies.ts');
  const unread: string[] = [];
  const onProblem = ({ path, what, lost }: Problem): void => {
    if (lost) unread.push(`${path}: ${what}`);
    else say(`${path}: ${what}`);
  };
  const files = await withoutCopies(await logFiles(paths, onProblem), onProblem);
  const bar = progressBar(
    'uploading',
    files.reduce((sum, { size }) => sum + (size ?? 0), 0),
  );
  const done = await replayFiles({
    sources: files,
    connection,
    container: logContainer,
    pieces: options.pieces,
    cluster: options.cluster,
    onProgress: bar.set,
    onUnreadable: ({ message }) => unread.push(message),
  }).finally(bar.end);
  console.log(`${done.blobs} log blobs hold the logs now, ${done.bytes} bytes were appended`);
  if (unread.length > 0) process.exitCode = 1;
  sayNotRead(unread);
}
