/** `rarecall suppress`: what is not told on purpose, on a storage account. The same as over HTTP. */
import type { Command } from 'commander';
import { MissingError, UnconfirmedError, UsageError } from '../errors.ts';
import { choice, connection } from './options.ts';

interface Store {
  readonly connection?: string;
}

interface Printed extends Store {
  readonly format: 'table' | 'json';
}

const examples = `
Examples:
  rarecall suppress try velero.json        what it would have hidden in the last 30 days
  rarecall suppress add velero.json        hides from the next ranking on
  rarecall suppress list
  rarecall suppress remove velero-restore

velero.json:
  { "id": "velero-restore", "owner": "platform@example.com", "reason": "Velero restores every Wednesday.",
    "expires": "2026-12-31", "match": { "user": "system:serviceaccount:velero:server", "namespace": "shop-*" } }

Fields of match, all of which must match: cluster, user, impersonatedBy, group, clientIp, verb, resource, subresource,
namespace, agent, name, command, outcome. A value, a beginning and *, or null for what is missing; user, impersonatedBy,
namespace or clientIp must be there, or a whole command of plain words: what everybody does is not hidden.

A file may hold one, a list, or {"suppressions": [...]}; - is standard input. docs/suppressions.md tells the rest.`;

const printed = () => choice('--format <name>', 'what is printed', ['table', 'json'], 'table');

export function addSuppress(program: Command): void {
  const suppress = program
    .command('suppress')
    .description('What is not told on purpose: list it, set it, take it away, try it first.')
    .addHelpText('after', examples);

  suppress
    .command('list')
    .description('All suppressions with their hits.')
    .addOption(printed())
    .addOption(connection())
    .action((options: Printed) => list(options));

  suppress
    .command('add')
    .description('Tell what suppressions would have hidden, and set them; one of the same id is replaced.')
    .argument('<file>', 'suppressions as JSON')
    .option('--force', 'set them even where they would have hidden a great part of the findings')
    .addOption(connection())
    .action((file: string, options: Store) => add(file, options));

  suppress
    .command('remove')
    .description('Take a suppression away; its hits stay in the reports of their days.')
    .argument('<id>', 'its id')
    .addOption(connection())
    .action((id: string, options: Store) => remove(id, options));

  suppress
    .command('try')
    .description(
      'Tell what suppressions would have hidden of the findings of the last 30 days; sets nothing.',
    )
    .argument('<file>', 'suppressions as JSON')
    .addOption(printed())
    .addOption(connection())
    .action((file: string, options: Printed) => tryOut(file, options));
}

async function list({ connection, format }: Printed): Promise<void> {
  const { appOn } = await import('./app-on-account.ts');
  const { tableStyle } = await import('./output/style.ts');
  const { suppressionsTable } = await import('../core/show/terminal/suppressions.ts');
  const { visibleJson } = await import('../core/show/visible.ts');
  const suppressions = (await (await appOn(connection)).suppressions()).map(({ suppression }) => suppression);
  console.log(
    format === 'json'
      ? visibleJson({ suppressions })
      : suppressionsTable(suppressions, tableStyle()).trimEnd(),
  );
}

/** @throws UsageError where they are too wide together, UnconfirmedError where they would have hidden much */
async function add(file: string, { connection, force }: Store & { force?: boolean }): Promise<void> {
  const { trialText } = await import('../core/show/terminal/suppressions.ts');
  const { tableStyle } = await import('./output/style.ts');
  const { appOn } = await import('./app-on-account.ts');
  const { suppressionFile } = await import('./files/suppression-file.ts');
  const app = await appOn(connection);
  const suppressions = await suppressionFile(file, app.now());
  const set = await app.setSuppressions(suppressions, { force });
  if (set.state === 'refused') throw new UsageError(`${file}: ${set.problem}`);
  console.error(trialText(set.trial, tableStyle()).trimEnd());
  if (set.state === 'doubtful')
    throw new UnconfirmedError(`${set.problem}; nothing was set, --force sets it all the same`);
  for (const { id, expires } of suppressions)
    console.log(`${id} ${set.added.includes(id) ? 'added' : 'replaced'}, until ${expires}`);
}

async function remove(id: string, { connection }: Store): Promise<void> {
  const { appOn } = await import('./app-on-account.ts');
  const { isSuppressionId } = await import('../core/find/suppressions/parser.ts');
  if (!isSuppressionId(id) || !(await (await appOn(connection)).removeSuppression(id)))
    throw new MissingError('there is no suppression of this id; see rarecall suppress list');
  console.log(`${id} removed`);
}

async function tryOut(file: string, { connection, format }: Printed): Promise<void> {
  const { appOn } = await import('./app-on-account.ts');
  const { trialText } = await import('../core/show/terminal/suppressions.ts');
  const { tableStyle } = await import('./output/style.ts');
  const { visibleJson } = await import('../core/show/visible.ts');
  const { suppressionFile } = await import('./files/suppression-file.ts');
  const app = await appOn(connection);
  const trial = await app.trySuppressions(await suppressionFile(file, app.now()));
  console.log(format === 'json' ? visibleJson(trial) : trialText(trial, tableStyle()).trimEnd());
}
