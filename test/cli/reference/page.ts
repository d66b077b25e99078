/** docs/cli.md, made of the commands themselves: what `--help` says, as a page. */
import type { Command, Option } from 'commander';
import { commands, programOf } from '../../../src/cli/cli.ts';

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '\\<');

function meaning(option: Option): string {
  const choices =
    option.argChoices === undefined ? '' : `: ${option.argChoices.map((one) => `\`${one}\``).join(', ')}`;
  const { defaultValue } = option as { readonly defaultValue?: unknown };
  const usual =
    defaultValue === undefined || defaultValue === false ? '' : `; \`${String(defaultValue)}\` unless said`;
  return `${cell(option.description)}${choices}${usual}`;
}

/** What the help says behind the options: examples, and what must be known. */
function after(command: Command): string {
  let said = '';
  command.configureOutput({ ...command.configureOutput(), writeOut: (text) => (said += text) });
  command.outputHelp();
  return said.slice(command.helpInformation().length).trim();
}

function section(command: Command, path: string): string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const text = after(command);
  return [
    `## ${path}`,
    cell(command.description()),
    `\`\`\`text\n${help.commandUsage(command)}\n\`\`\``,
    ...(command.registeredArguments.length === 0
      ? []
      : [
          command.registeredArguments
            .map(
              ({ description, argChoices }) =>
                `${cell(description)}${argChoices === undefined ? '' : `: ${argChoices.join(', ')}`}`,
            )
            .map((said, at) => `\`<${command.registeredArguments[at]?.name()}>\`: ${said}`)
            .join('\n'),
        ]),
    ...(options.length === 0
      ? []
      : [
          [
            '| option | what |',
            '| --- | --- |',
            ...options.map((one) => `| \`${one.flags}\` | ${meaning(one)} |`),
          ].join('\n'),
        ]),
    ...(text === '' ? [] : [`\`\`\`text\n${text}\n\`\`\``]),
    ...command.commands.flatMap((one) => section(one, `${path} ${one.name()}`)),
  ];
}

export async function cliPage(): Promise<string> {
  const program = await programOf(commands.values());
  const help = program.createHelp();
  return `${[
    '# The command line',
    'Made by `npm run reference` of the commands themselves; `rarecall help <command>` says the same.',
    cell(program.description()),
    [
      '| command | what |',
      '| --- | --- |',
      ...program.commands.map(
        (one) => `| [${one.name()}](#rarecall-${one.name()}) | ${cell(one.description())} |`,
      ),
    ].join('\n'),
    [
      '| option of all commands | what |',
      '| --- | --- |',
      ...help.visibleOptions(program).map((one) => `| \`${one.flags}\` | ${meaning(one)} |`),
    ].join('\n'),
    `\`\`\`text\n${after(program)}\n\`\`\``,
    ...program.commands.flatMap((one) => section(one, `rarecall ${one.name()}`)),
  ].join('\n\n')}\n`;
}
