/** `rarecall hunt`: its options. What they do is in hunt-files.ts. */
import { type Command, Option } from 'commander';
import { maxLimit } from '../app/parameters.ts';
import { searchFinds, searchNames } from '../core/find/searches/names.ts';
import { severities } from '../core/judge/severity.ts';
import { UsageError } from '../errors.ts';
import type { HuntCommand } from './hunting/hunt-files.ts';
import { choice, day, names, several, span, whole } from './options.ts';

const examples = `
Examples:
  rarecall hunt ./insights-logs-kube-audit            the last day, against the days before it
  rarecall hunt PT1H.json --ranking rare              as Splunk's search ranks
  rarecall hunt logs --what calls                     the rarest calls of it, one by one
  rarecall hunt logs --day 2026-10-31 --format html --output report.html
  rarecall hunt logs --from 2026-10-25 --to 2026-10-31 --min-severity high --brief
  rarecall hunt logs --since 24h --fail-on critical   for a pipeline: exits with 3 where it finds such
  rarecall hunt logs --only-cluster aks-shop-prod,aks-data-test
  rarecall hunt logs --format jsonl | jq -r .user     one call a line
  rarecall hunt logs --suppressions suppressions.json
  rarecall hunt ./insights-logs-kube-audit-admin --category kube-audit-admin
  rarecall hunt logs --search rbac-grants             the rarest grants, by whatever client
  zcat *.gz | rarecall hunt - --format json

Days are days in UTC, each judged against those before it. --since counts back from the last call in the logs, not from
now: findings and calls last seen before that moment are left out; rare ranks the whole days it touches.

Exit codes: 0 done, whatever was found; 1 failed, or not all could be read; 2 bad usage; 3 by --fail-on.

The settings that say what counts and how it is ranked hold here, too: RARECALL_AGENTS, RARECALL_EGRESS,
RARECALL_PRIVATE_CLUSTERS, RARECALL_BASELINE_DAYS, RARECALL_LEARNING_DAYS, RARECALL_FINDINGS_PER_DAY. Options win over the environment,
the environment over a file of options (rarecall --help), that over local.settings.json.

Passwords and other values in command lines and queries are masked: what is not known to be harmless stands as
[redacted]. But --ranking rare --format json (jsonl, csv) is raw, secrets included, since it is there to be compared with
Splunk's rows; --mask masks it too, --reveal shows all else raw.`;

const width = Math.max(...searchNames.map(({ length }) => length));
const searches = `
Searches, over all clients (docs/searches.md):
${searchNames.map((name) => `  ${name.padEnd(width)}  ${searchFinds[name]}`).join('\n')}`;

/** Options that make sense where there are findings. */
const ofFindings = ['what', 'brief', 'minSeverity', 'failOn', 'work'];

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
    .addOption(
      new Option('--from <day>', 'the first of several UTC days (else that of the logs)')
        .argParser(day)
        .conflicts('day'),
    )
    .addOption(
      new Option('--to <day>', 'the last of several UTC days (else that of the logs)')
        .argParser(day)
        .conflicts('day'),
    )
    .addOption(
      new Option('--since <time>', 'back from the last call in the logs: 90m, 24h, 7d, 2w')
        .argParser(span)
        .conflicts(['day', 'from', 'to']),
    )
    .option(
      '--limit <n>',
      `calls or rows wanted, 0 for all (rare and searches: up to ${maxLimit})`,
      whole(0, maxLimit),
      10,
    )
    .addOption(
      choice('--format <name>', 'how it is printed', ['table', 'json', 'jsonl', 'csv', 'html'], 'table'),
    )
    .addOption(
      choice(
        '--what <which>',
        'surprise: what is printed; else findings in a table, calls in csv and jsonl (json and html hold both)',
        ['findings', 'calls'],
      ),
    )
    .option('--brief', 'surprise: findings in one line each')
    .option('-o, --output <file>', 'a file instead of standard output; it is there whole or not at all')
    .addOption(
      choice('--min-severity <severity>', 'surprise: findings and calls at least that severe', severities),
    )
    .addOption(
      choice(
        '--fail-on <severity>',
        'surprise: exit with 3 where a finding at least that severe is told, closed or not',
        severities,
      ),
    )
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
    .option(
      '--only-cluster <names>',
      'clusters that are looked at, by comma; may be repeated (else all in the logs)',
      names,
    )
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
      'threads that read large logs; more pay for packed files, hardly for others',
      whole(1, 256),
      1,
    )
    .option('--suppressions <file>', 'surprise: what is not to be told, as JSON')
    .option('--work <file>', 'show how findings are worked, as rarecall work --file notes it')
    .addOption(
      new Option('--reveal', 'show command lines and query values raw, passwords included').conflicts('mask'),
    )
    .option('--mask', 'rare: mask json and csv too')
    .addOption(
      new Option('--search <name>', 'search instead of ranking, see below')
        .choices(searchNames)
        .conflicts([
          'ranking',
          'clients',
          'missing',
          'count',
          'suppressions',
          'mask',
          'names',
          'since',
          ...ofFindings,
        ]),
    )
    .option('--strict', 'search: as Splunk’s search would')
    .addHelpText('after', `${searches}\n${examples}`)
    .action(async (paths: string[], options: HuntCommand, command: Command) => {
      const usualLimit = command.getOptionValueSource('limit') === 'default';
      if (options.search === undefined) {
        if (options.strict === true) throw new UsageError('--strict goes with --search');
        if (options.ranking === 'rare') mustNotBeOfFindings(command);
        else mustNotBeOfRare(command);
        if (isSaid(command, 'brief') && (options.format !== 'table' || options.what === 'calls'))
          throw new UsageError('--brief goes with a table of findings');
        const { hunt } = await import('./hunting/hunt-files.ts');
        await hunt(paths, options);
        return;
      }
      const { searchFiles } = await import('./hunting/search-files.ts');
      await searchFiles(paths, options.search, { ...options, usualLimit });
    });
}

/** On the command line: what a file of options says beside it is for other hunts. */
const isSaid = (command: Command, option: string): boolean => command.getOptionValueSource(option) === 'cli';

/** @throws UsageError */
function mustNotBeOfRare(command: Command): void {
  for (const option of ['missing', 'count'])
    if (isSaid(command, option)) throw new UsageError(`--${option} goes with --ranking rare`);
}

/** @throws UsageError */
function mustNotBeOfFindings(command: Command): void {
  for (const option of command.options)
    if (
      [...ofFindings, 'suppressions'].includes(option.attributeName()) &&
      isSaid(command, option.attributeName())
    )
      throw new UsageError(`${option.long} goes with --ranking surprise: rare knows no findings`);
}
