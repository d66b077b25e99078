/** The command line: its commands, and how failures are told. Data on standard output, all else on standard error. */
import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { UsageError } from '../errors.ts';
import { addBackfill } from './backfill.ts';
import { addDemo } from './demo.ts';
import { addHunt } from './hunt.ts';
import { addRank } from './rank.ts';
import { addReplay } from './replay.ts';
import { addStart } from './start.ts';
import { addSuppress } from './suppress.ts';

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
addSuppress(program);

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
