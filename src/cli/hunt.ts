/** `rarecall hunt`: its options. What they do is in hunt-files.ts. */
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { maxLimit } from '../app/question.ts';
import { searchFinds, searchNames } from '../core/find/searches/names.ts';
import { UsageError } from '../errors.ts';
import type { HuntCommand } from './hunt-files.ts';
import { choice, day, several, whole } from './options.ts';

const examples = `
Examples:
  rarecall hunt ./insights-logs-kube-audit            the last day, against the days before it
  rarecall hunt PT1H.json --ranking rare              as Splunk's search ranks
  rarecall hunt logs --day 2026-10-31 --format html > report.html
  rarecall hunt logs --suppressions suppressions.json
  rarecall hunt ./insights-logs-kube-audit-admin --category kube-audit-admin
  rarecall hunt logs --search rbac-grants             the rarest grants, by whatever client
  zcat *.gz | rarecall hunt - --format json

The settings that say what counts and how it is ranked hold here, too: RARECALL_AGENTS, RARECALL_EGRESS,
RARECALL_PRIVATE_CLUSTERS, RARECALL_BASELINE_DAYS, RARECALL_LEARNING_DAYS, RARECALL_FINDINGS_PER_DAY. Options win over the environment, the
environment over local.settings.json.

Passwords and other values in command lines and queries are masked: what is not known to be harmless stands as
[redacted]. But --ranking rare --format json (or csv) is raw, secrets included, since it is there to be compared with
Splunk's rows; --mask masks it too, --reveal shows all else raw.`;

const width = Math.max(...searchNames.map(({ length }) => length));
const searches = `
Searches, over all clients (docs/searches.md):
${searchNames.map((name) => `  ${name.padEnd(width)}  ${searchFinds[name]}`).join('\n')}`;

export function addHunt(program: Command): void {
  program
    .command('hunt')
    .description('Hunt in local log files: no Azure, no server.')
    .argument('<file or folder...>', 'log files, plain, gzip, tar or zip; folders; - for standard input')
    .addOption(choice('--ranking <name>', 'how calls are ranked', ['surprise', 'rare'], 'surprise'))
    .option(
      '--day <day>',
      'the UTC day to rank (surprise: the last in the logs; rare and searches: all events)',
      day,
    )
    .option(
      '--limit <n>',
      `rows wanted, 0 for all (rare and searches: up to ${maxLimit})`,
      whole(0, maxLimit),
      10,
    )
    .addOption(choice('--format <name>', 'what is printed', ['table', 'json', 'csv', 'html'], 'table'))
    .addOption(choice('--missing <what>', 'rare: calls that lack a field', ['drop', 'placeholder'], 'drop'))
    .addOption(choice('--count <what>', 'rare: what is counted', ['events', 'requests'], 'events'))
    .addOption(
      choice('--clients <whose>', 'whose calls count (else the setting RARECALL_CLIENTS)', [
        'interactive',
        'kubectl',
      ]),
    )
    .option('--category <name>', 'the one log category that is read (else the setting RARECALL_LOG_CATEGORY)')
    .option('--cluster <name>', 'cluster of events that have no envelope', 'unknown')
    .addOption(
      choice('--client-ip <which>', 'which source IP is the client (else the setting RARECALL_CLIENT_IP)', [
        'first',
        'last',
        'first-public',
        'ignore',
      ]),
    )
    .option(
      '--names <file>',
      'names of Entra object ids, shown beside them: JSON or CSV as `az ad user list` gives it; may be repeated (else RARECALL_NAMES)',
      several,
    )
    .option(
      '--jobs <n>',
      'threads that read large logs (default: as many as there are cores)',
      whole(1, 256),
      availableParallelism(),
    )
    .option('--suppressions <file>', 'surprise: what is not to be told, as JSON')
    .addOption(
      new Option('--reveal', 'show command lines and query values raw, passwords included').conflicts('mask'),
    )
    .option('--mask', 'rare: mask json and csv too')
    .addOption(
      new Option('--search <name>', 'search instead of ranking, see below')
        .choices(searchNames)
        .conflicts(['ranking', 'clients', 'missing', 'count', 'suppressions', 'mask', 'names']),
    )
    .option('--strict', 'search: as Splunk’s search would')
    .addHelpText('after', `${searches}\n${examples}`)
    .action(async (paths: string[], options: HuntCommand, command: Command) => {
      const usualLimit = command.getOptionValueSource('limit') === 'default';
      if (options.search === undefined) {
        if (options.strict === true) throw new UsageError('--strict goes with --search');
        const { hunt } = await import('./hunt-files.ts');
        await hunt(paths, options);
        return;
      }
      const { searchFiles } = await import('./search-files.ts');
      await searchFiles(paths, options.search, { ...options, usualLimit });
    });
}
