/** The command line: what is asked, and how failures are told. Data on standard output, all else on standard error. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { maxLimit } from '../app/question.ts';
import { type Day, parseDay } from '../core/count/day.ts';
import { UsageError } from '../errors.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new InvalidArgumentError('It must be a day such as 2026-10-31.');
  return parsed;
};

const whole = (low: number, high: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high) {
    throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
  }
  return value;
};

const choice = (flags: string, help: string, values: readonly string[], fallback?: string): Option => {
  const option = new Option(flags, help).choices(values);
  return fallback === undefined ? option : option.default(fallback);
};

const connection = () =>
  new Option('--connection <connection string>', 'the storage account (else the settings of the app)');

const program = new Command('rarecall')
  .description(
    'Finds the kubectl calls that nobody usually makes, in the audit logs that AKS clusters archive.',
  )
  .version(manifest.version, '-V, --version', 'print the version')
  .addHelpText(
    'after',
    `
Examples:
  rarecall demo --once                                see it find three planted attacks
  rarecall hunt ./insights-logs-kube-audit            hunt in logs that you have
  rarecall hunt PT1H.json --ranking rare              as Splunk's search ranks

rarecall help <command> tells more, with examples.`,
  )
  .showHelpAfterError('(rarecall --help tells more)')
  .exitOverride();

program
  .command('hunt')
  .description('Hunt in local log files: no Azure, no server.')
  .argument('<file or folder...>', 'log files, plain or gzip; folders; - for standard input')
  .addOption(choice('--ranking <name>', 'how calls are ranked', ['surprise', 'rare'], 'surprise'))
  .option('--day <day>', 'the UTC day to rank (surprise: the last in the logs; rare: all events)', day)
  .option('--limit <n>', `rows wanted, 0 for all (rare: up to ${maxLimit})`, whole(0, maxLimit), 10)
  .addOption(choice('--format <name>', 'what is printed', ['table', 'json', 'csv', 'html'], 'table'))
  .addOption(choice('--missing <what>', 'rare: calls that lack a field', ['drop', 'placeholder'], 'drop'))
  .addOption(choice('--count <what>', 'rare: what is counted', ['events', 'requests'], 'events'))
  .option('--cluster <name>', 'cluster of events that have no envelope', 'unknown')
  .addOption(
    choice(
      '--client-ip <which>',
      'which source IP is the client',
      ['first', 'last', 'first-public', 'ignore'],
      'first',
    ),
  )
  .option('--suppressions <file>', 'surprise: what is not to be told, as JSON')
  .addHelpText(
    'after',
    `
Examples:
  rarecall hunt ./insights-logs-kube-audit            the last day, against the days before it
  rarecall hunt PT1H.json --ranking rare              as Splunk's search ranks
  rarecall hunt logs --day 2026-10-31 --format html > report.html
  rarecall hunt logs --suppressions suppressions.json
  zcat *.gz | rarecall hunt - --format json`,
  )
  .action(async (paths: string[], options) => {
    const { hunt } = await import('./hunt.ts');
    await hunt(paths, options);
  });

program
  .command('demo')
  .description('See all of it work: emulator, functions, sample logs, findings.')
  .option('--once', 'end after printing the findings', false)
  .option('--logs <file or folder>', 'logs of your own instead of the sample month')
  .option('--port <n>', 'port of the functions', whole(0, 65_535), 7071)
  .addHelpText(
    'after',
    '\nExamples:\n  rarecall demo --once\n  rarecall demo --logs ./insights-logs-kube-audit',
  )
  .action(async (options) => {
    const { demo } = await import('./demo.ts');
    await demo(options);
  });

program
  .command('start')
  .description('Host the functions on this machine and wait for logs.')
  .option('--port <n>', 'port of the functions', whole(0, 65_535), 7071)
  .option('--storage <connection string>', 'a storage account that is there already; else Azurite is started')
  .option('--verbose', 'print what the functions log', false)
  .addHelpText(
    'after',
    '\nExamples:\n  rarecall start\n  rarecall start --port 7080 --storage "UseDevelopmentStorage=true"',
  )
  .action(async (options) => {
    const { start } = await import('../host/serve.ts');
    await start(options);
  });

program
  .command('replay')
  .description('Upload logs as growing append blobs under their AKS paths.')
  .argument('<file or folder...>', 'log files, plain or gzip; folders')
  .option('--connection <connection string>', 'the storage account (else the setting RARECALL_LOGS)')
  .option('--pieces <n>', 'appends per blob', whole(1, 1000), 4)
  .option('--cluster <name>', 'cluster of files whose path and records name none', 'unknown')
  .addHelpText(
    'after',
    '\nExample:\n  rarecall replay ./logs --connection "UseDevelopmentStorage=true" --pieces 10',
  )
  .action(async (paths: string[], options) => {
    const { replayFiles } = await import('./store-commands.ts');
    await replayFiles(paths, options);
  });

program
  .command('rank')
  .description('Rank a day by hand, as the timer does.')
  .requiredOption('--day <day>', 'the UTC day', day)
  .addOption(connection())
  .addHelpText('after', '\nExample:\n  rarecall rank --day 2026-10-31')
  .action(async (options) => {
    const { rank } = await import('./store-commands.ts');
    await rank(options);
  });

program
  .command('backfill')
  .description('Count the archive of a range of days; goes on where it stopped, and may run beside the app.')
  .requiredOption('--from <day>', 'first UTC day', day)
  .requiredOption('--to <day>', 'last UTC day', day)
  .addOption(connection())
  .addHelpText('after', '\nExample:\n  rarecall backfill --from 2026-10-01 --to 2026-10-31')
  .action(async (options) => {
    const { backfillDays } = await import('./store-commands.ts');
    await backfillDays(options);
  });

const suppress = program
  .command('suppress')
  .description('What is not told on purpose: list it, set it, take it away, try it first.')
  .addHelpText(
    'after',
    `
Examples:
  rarecall suppress try velero.json        what it would have hidden in the last 30 days
  rarecall suppress add velero.json        hides from the next ranking on
  rarecall suppress list
  rarecall suppress remove velero-restore

velero.json:
  { "id": "velero-restore", "owner": "platform@example.com", "reason": "Velero restores every Wednesday.",
    "expires": "2026-12-31", "match": { "user": "system:serviceaccount:velero:server", "namespace": "shop-*" } }

A file may hold one, a list, or {"suppressions": [...]}; - is standard input. docs/suppressions.md tells the rest.`,
  );

const printed = () => choice('--format <name>', 'what is printed', ['table', 'json'], 'table');

suppress
  .command('list')
  .description('All suppressions with their hits.')
  .addOption(printed())
  .addOption(connection())
  .action(async (options) => (await import('./suppress.ts')).list(options));

suppress
  .command('add')
  .description('Tell what suppressions would have hidden, and set them; one of the same id is replaced.')
  .argument('<file>', 'suppressions as JSON')
  .option('--force', 'set them even where they would have hidden a great part of the findings')
  .addOption(connection())
  .action(async (file: string, options) => (await import('./suppress.ts')).add(file, options));

suppress
  .command('remove')
  .description('Take a suppression away; its hits stay in the reports of their days.')
  .argument('<id>', 'its id')
  .addOption(connection())
  .action(async (id: string, options) => (await import('./suppress.ts')).remove(id, options));

suppress
  .command('try')
  .description('Tell what suppressions would have hidden of the findings of the last 30 days; sets nothing.')
  .argument('<file>', 'suppressions as JSON')
  .addOption(printed())
  .addOption(connection())
  .action(async (file: string, options) => (await import('./suppress.ts')).tryOut(file, options));

/** `| head` closes the pipe: nothing is wrong then. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version are no errors; all else that commander throws is bad usage, and it has said so.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const text = error instanceof Error ? error.message : String(error);
    console.error(`rarecall: ${text.split('\n')[0]}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
