/** The command line: what is asked, and how failures are told. Data on standard output, all else on standard error. */
import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { UsageError } from '../errors.ts';
import { addBackfill } from './backfill.ts';
import { addDemo } from './demo.ts';
import { addHunt } from './hunt.ts';
import { choice, connection } from './options.ts';
import { addRank } from './rank.ts';
import { addReplay } from './replay.ts';
import { addStart } from './start.ts';

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

addHunt(program);
addDemo(program);
addStart(program);
addReplay(program);
addRank(program);
addBackfill(program);

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
  .description('Set suppressions; one of the same id is replaced.')
  .argument('<file>', 'suppressions as JSON')
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
