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
  ['work', async () => (await import('./work.ts')).addWork],
  ['mcp', async () => (await import('./mcp/mcp.ts')).addMcp],
  ['completion', async () => (await import('./completion.ts')).addCompletion],
]);

/** Each file costs start-up time: none is loaded for the version, one for its command, all for help, mistakes and completion. */
function needed(asked: string): Iterable<() => Promise<Add>> {
  if (asked === '-V' || asked === '--version') return [];
  const one = asked === 'completion' ? undefined : commands.get(asked);
  return one === undefined ? commands.values() : [one];
}

/** The program with the commands that are given. */
export async function programOf(loaders: Iterable<() => Promise<Add>>): Promise<Command> {
  const program = new Command('rarecall')
    .description(
      'Finds the kubectl calls that nobody usually makes, in the audit logs that AKS clusters archive.',
    )
    .version(manifest.version, '-V, --version', 'print the version')
    .option(
      '--config <file>',
      'options by default, as JSON (else rarecall.json here, else rarecall/config.json in $XDG_CONFIG_HOME or ~/.config)',
    )
    .configureHelp({ showGlobalOptions: true })
    .hook('preAction', async (program, command) => {
      const { applyConfigFile } = await import('./config-file.ts');
      applyConfigFile(command, program.opts<{ config?: string }>().config, [...commands.keys()]);
    })
    .addHelpText(
      'after',
      `
Examples:
  rarecall sample logs                                logs to try it on, with three planted attacks
  rarecall hunt logs                                  what stands out in them
  rarecall hunt ./insights-logs-kube-audit            hunt in logs that you have
  rarecall hunt PT1H.json --ranking rare              as Splunk's search ranks

rarecall help <command> tells more, with examples.

Exit codes: 0 fine, 1 failed, 2 bad usage, 3 a finding as severe as hunt --fail-on says. Data goes to standard output, all
else to standard error.

A file of options: {"hunt": {"min-severity": "medium", "names": ["people.json"]}}. An option wins over the environment, the
environment over this file, the file over local.settings.json.`,
    )
    .showHelpAfterError('(rarecall --help tells more)')
    .configureOutput({ writeErr: (text) => process.stderr.write(visibleLines(text)) })
    .exitOverride();

  for (const load of loaders) (await load())(program);
  return program;
}

/** Runs what was asked for. Called by the launcher. */
export async function run(): Promise<void> {
  // `| head` closes the pipe: that is no failure, and hides none.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? process.exitCode : 1),
  );
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
