/** The command line: its commands, and how failures are told. Data on standard output, all else on standard error. */
import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { UsageError } from '../errors.ts';
import { say, visibleLines } from './say.ts';

type Add = (program: Command) => void;

/** In the order of the help. */
export const commands: ReadonlyMap<string, () => Promise<Add>> = new Map([
  ['hunt', async () => (await import('./hunt.ts')).addHunt],
  ['events', async () => (await import('./events.ts')).addEvents],
  ['sample', async () => (await import('./sample.ts')).addSample],
  ['demo', async () => (await import('./demo.ts')).addDemo],
  ['start', async () => (await import('./start.ts')).addStart],
  ['replay', async () => (await import('./replay.ts')).addReplay],
  ['rank', async () => (await import('./rank.ts')).addRank],
  ['backfill', async () => (await import('./backfill.ts')).addBackfill],
  ['doctor', async () => (await import('./doctor.ts')).addDoctor],
  ['suppress', async () => (await import('./suppress.ts')).addSuppress],
]);

/** Each file costs start-up time: none is loaded for the version, one for its command, all for help and mistakes. */
function needed(asked: string): Iterable<() => Promise<Add>> {
  if (asked === '-V' || asked === '--version') return [];
  const one = commands.get(asked);
  return one === undefined ? commands.values() : [one];
}

/** The program with the commands that are given. */
export async function programOf(loaders: Iterable<() => Promise<Add>>): Promise<Command> {
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
    .configureOutput({ writeErr: (text) => process.stderr.write(visibleLines(text)) })
    .exitOverride();

  for (const load of loaders) (await load())(program);
  return program;
}

/** Runs what was asked for. Called by the launcher. */
export async function run(): Promise<void> {
  // `| head` closes the pipe: nothing is wrong then.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const program = await programOf(needed(process.argv[2] ?? ''));
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are no errors; all else that commander throws is bad usage, and it has said so.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else {
      const text = error instanceof Error ? error.message : String(error);
      say(text.split('\n')[0] ?? '');
      process.exitCode = error instanceof UsageError ? 2 : 1;
    }
  }
}
