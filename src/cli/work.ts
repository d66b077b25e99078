/** `rarecall work`: how findings are worked, on a storage account. The same as over HTTP. */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Day } from '../core/count/day.ts';
import { type ShownWork, verdicts, workStatuses } from '../core/find/work/work.ts';
import type { ParsedWork } from '../core/find/work/work-parser.ts';
import { MissingError, UsageError } from '../errors.ts';
import { choice, connection, day } from './options.ts';

interface WorkCommand {
  readonly status?: string;
  readonly verdict?: string;
  readonly owner?: string;
  readonly note?: string;
  readonly by?: string;
  readonly day?: Day;
  readonly format: 'table' | 'json';
  readonly file?: string;
  readonly connection?: string;
}

const id = '8f14e45fceea167a5a36dedd4bea2543';
const examples = `
Examples:
  rarecall work                                       the findings of the last day: which are open, and their ids
  rarecall work ${id}
  rarecall work ${id} --status acknowledged --owner anna@example.com
  rarecall work ${id} --note "Asked the platform team."
  rarecall work ${id} --verdict attack --file work.jsonl       of hunt logs --work work.jsonl
  rarecall work ${id} --verdict expected --note "The restore of Wednesday."
  rarecall work ${id} --verdict expected --format json | jq .offer.body | rarecall suppress add -

A verdict closes: attack, expected (it was so, and was to be expected), false-positive (it was not as it is told), unclear.
--owner "" gives it back. A verdict that it was expected offers the suppressions that would have hidden exactly this, with
what else they would have; nothing is set. docs/triage.md tells the rest.`;

export function addWork(program: Command): void {
  program
    .command('work')
    .description('Work findings: take one, close it with a verdict, note; or list which are open.')
    .argument('[finding id]', 'the whole id of a finding; without it those of a day are listed')
    .addOption(choice('--status <status>', 'what it stands at from now on', workStatuses))
    .addOption(choice('--verdict <verdict>', 'what it was; this closes it', verdicts))
    .option('--owner <name>', 'who has it; an empty text: nobody')
    .option('--note <text>', 'what is to be remembered, 2,000 characters at most')
    .option('--by <name>', 'who says so (else whoever is logged in to this machine)')
    .option('--day <day>', 'list: the UTC day (else the last that has findings)', day)
    .addOption(choice('--format <name>', 'what is printed', ['table', 'json'], 'table'))
    .option(
      '--file <file>',
      'work findings of log files: JSON Lines, as hunt --work shows them; instead of an account',
    )
    .addOption(connection())
    .addHelpText('after', examples)
    .action((finding: string | undefined, options: WorkCommand) =>
      finding === undefined ? list(options) : one(finding, options),
    );
}

const style = () => ({ width: process.stdout.columns ?? 160 });

const changeIn = ({ status, verdict, owner, note }: WorkCommand) => ({
  ...(status === undefined ? {} : { status }),
  ...(verdict === undefined ? {} : { verdict }),
  ...(owner === undefined ? {} : { owner: owner === '' ? null : owner }),
  ...(note === undefined ? {} : { note }),
});

async function list(options: WorkCommand): Promise<void> {
  if (Object.keys(changeIn(options)).length > 0) throw new UsageError('which finding? give its whole id');
  if (options.file !== undefined)
    throw new UsageError('findings of files are listed by rarecall hunt --work');
  const { appOn } = await import('./app-on-account.ts');
  const { parseFindingQuestion } = await import('../app/question.ts');
  const { worksTable } = await import('../core/show/terminal/work.ts');
  const { visibleJson } = await import('../core/show/visible.ts');
  const asked = parseFindingQuestion([
    ['limit', '0'],
    ...(options.day ? [['day', options.day] as const] : []),
  ]);
  if (!asked.ok) throw new UsageError(asked.problem);
  const { findings } = await (await appOn(options.connection)).findings(asked.value);
  console.log(
    options.format === 'json' ? visibleJson({ findings }) : worksTable(findings, style()).trimEnd(),
  );
}

const unknown = () => new MissingError('there is no finding of this id; rarecall work lists them');

/** Shows one finding, or changes it as it stands now. @throws ConflictError where somebody else is first */
async function one(finding: string, options: WorkCommand): Promise<void> {
  const { appOn } = await import('./app-on-account.ts');
  const { workText } = await import('../core/show/terminal/work.ts');
  const { visibleJson } = await import('../core/show/visible.ts');
  if (options.day !== undefined) throw new UsageError('--day is for the list: a finding has its day');
  const given = changeIn(options);
  const isChange = Object.keys(given).length > 0;
  if (!isChange && options.by !== undefined)
    throw new UsageError('--by says who changes it: nothing is changed');
  if (options.file !== undefined && options.connection !== undefined)
    throw new UsageError('--file or --connection: not both');
  const { parseWork } = await import('../core/find/work/work-parser.ts');
  const parsed = isChange ? parseWork({ ...given, by: options.by ?? userInfo().username }) : null;
  if (parsed?.ok === false) throw new UsageError(parsed.problem);
  if (options.file !== undefined) {
    await inFile(options.file, finding, parsed, options.format);
    return;
  }
  const app = await appOn(options.connection);
  const before = await app.work(finding);
  if (before === null) throw unknown();
  if (parsed === null) {
    console.log(
      options.format === 'json' ? visibleJson({ finding, ...before }) : workText(before, style()).trimEnd(),
    );
    return;
  }
  const { status, owner } = parsed.change;
  const isNote = status === undefined && owner === undefined;
  const changed = await app.changeWork(finding, parsed, isNote ? undefined : [before.etag]);
  if (changed === null) throw unknown();
  const { work, offer } = changed;
  if (options.format === 'json') {
    console.log(visibleJson({ finding, ...work, ...(offer === undefined ? {} : { offer }) }));
    return;
  }
  await sayChange(before, work, changed.changed);
  if (offer !== undefined) {
    const { offerText } = await import('../core/show/terminal/offer.ts');
    console.log(`\n${offerText(offer, style()).trimEnd()}`);
  }
}

/** Of a finding of files nothing is known but its id: no story, no offer. */
async function inFile(
  path: string,
  finding: string,
  parsed: ParsedWork | null,
  format: WorkCommand['format'],
): Promise<void> {
  const { workFile } = await import('./files/work-file.ts');
  const { workText } = await import('../core/show/terminal/work.ts');
  const { visibleJson } = await import('../core/show/visible.ts');
  if (!/^[0-9a-f]{32}$/.test(finding))
    throw new UsageError('give the whole id of the finding: 32 of 0-9 and a-f');
  const file = await workFile(path);
  const before = file.workOf(finding);
  if (parsed?.ok !== true) {
    file.sayWhereAbsent();
    console.log(
      format === 'json' ? visibleJson({ finding, ...before }) : workText(before, style()).trimEnd(),
    );
    return;
  }
  const entry = { at: new Date().toISOString(), by: parsed.by, ...parsed.change };
  const { work, changed } = await file.add(finding, entry);
  if (format === 'json') console.log(visibleJson({ finding, ...work }));
  else await sayChange(before, work, changed);
}

async function sayChange(before: ShownWork, after: ShownWork, isChanged: boolean): Promise<void> {
  const { standPhrase } = await import('../core/show/terminal/work.ts');
  const { visible } = await import('../core/show/visible.ts');
  const [was, is] = [visible(standPhrase(before)), visible(standPhrase(after))];
  const noted = after.notes > before.notes ? ', noted' : '';
  console.log(!isChanged ? `${is}, as before` : was === is ? `${is}${noted}` : `${was} -> ${is}${noted}`);
}
