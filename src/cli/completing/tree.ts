/** The commands as a shell completes them: read from the program itself. Refuses to know any shell. */
import type { Argument, Command, Option } from 'commander';

/** What stands behind an option, or is an argument: one of some words, a file or folder, or any other text. */
export type Value = { readonly choices: readonly string[] } | 'file' | 'text';

export interface CompletedOption {
  /** `-o`, where there is one. */
  readonly short: string | null;
  /** `--output` */
  readonly long: string;
  readonly help: string;
  /** `null` where it takes none. */
  readonly value: Value | null;
}

export interface CompletedCommand {
  /** `suppress add`; empty for the program itself. */
  readonly path: string;
  readonly help: string;
  /** Names of its commands. */
  readonly commands: readonly string[];
  readonly options: readonly CompletedOption[];
  /** `null` where it takes none. */
  readonly argument: Value | null;
}

/** The program first, each command before its own. */
export function treeOf(command: Command, path: readonly string[] = []): CompletedCommand[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const [argument] = command.registeredArguments;
  return [
    {
      path: path.join(' '),
      help: oneLine(command.description()),
      commands: subcommands.map((one) => one.name()),
      options: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].map(optionOf),
      argument: argument === undefined ? null : takenBy(argument.name(), argument.argChoices),
    },
    ...subcommands
      // Made by commander for the help alone: it has no options of its own.
      .filter((one) => command.commands.includes(one))
      .flatMap((one) => treeOf(one, [...path, one.name()])),
  ];
}

const optionOf = (option: Option): CompletedOption => ({
  short: option.short ?? null,
  long: option.long ?? '',
  help: oneLine(option.description),
  value: option.required || option.optional ? takenBy(option.flags, option.argChoices) : null,
});

const takenBy = (words: string, choices: Argument['argChoices']): Value =>
  choices !== undefined ? { choices } : /\b(file|folder|zip)\b/.test(words) ? 'file' : 'text';

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
