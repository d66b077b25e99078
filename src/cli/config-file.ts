/**
 * Options by default, from a file: `{"hunt": {"format": "jsonl", "min-severity": "medium"}}`. Its keys are the options that
 * exist, by their long names; this file knows which of them have a setting, and which no file may give.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Command, CommanderError, type Option } from 'commander';
import { environment, over, setEnvironment } from '../config.ts';
import { MissingError, UsageError } from '../errors.ts';
import { isSection, jsonFile, type Section } from '../host/json-file.ts';
import { say } from './say.ts';

/** Options that are a setting, too: the environment wins over a file. */
const settingOf: Readonly<Record<string, string>> = {
  category: 'RARECALL_LOG_CATEGORY',
  clients: 'RARECALL_CLIENTS',
  'client-ip': 'RARECALL_CLIENT_IP',
  names: 'RARECALL_NAMES',
};

/** What is decided each time anew; and keys of accounts, which belong into the environment. */
const never: ReadonlySet<string> = new Set(['output', 'force', 'connection', 'storage', 'help']);

/**
 * Gives a command what the file says of it, unless it was said on the command line.
 * @param top names of the commands there are
 * @throws MissingError where the file that was named is not there; LocalError, UsageError with the key at fault
 */
export function applyConfigFile(command: Command, named: string | undefined, top: readonly string[]): void {
  const found = fileFor(named);
  if (found === null) return;
  const { path, content } = found;
  const at = pathOf(command);
  for (const key of Object.keys(content))
    if (!top.includes(key.split(' ')[0] ?? ''))
      throw new UsageError(`${path}: ${key} is no command; there are ${top.join(', ')}`);
  const section = content[at] ?? {};
  if (!isSection(section)) throw new UsageError(`${path}: ${at} must hold options and their values`);
  for (const [key, value] of Object.entries(section)) apply(command, key, value, `${path}: ${at}.${key}`);
  mustGoTogether(command, `${path}: ${at}`);
  if (Object.keys(section).length > 0) say(`options by default from ${path}`);
}

/** The one that is named, else that of the folder one works in, else one's own. */
function fileFor(named: string | undefined): { path: string; content: Section } | null {
  const { XDG_CONFIG_HOME } = over(environment());
  const own = join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'rarecall', 'config.json');
  for (const path of named === undefined ? ['rarecall.json', own] : [named]) {
    const content = jsonFile(path);
    if (content !== undefined) return { path, content };
  }
  if (named !== undefined) throw new MissingError(`${named}: no such file`);
  return null;
}

/** `suppress list`. */
const pathOf = (command: Command): string =>
  command.parent === null || command.parent.parent === null
    ? command.name()
    : `${pathOf(command.parent)} ${command.name()}`;

const nameOf = (option: Option): string => option.long?.replace(/^--/, '') ?? '';

/** @param where file and key, for what is wrong */
function apply(command: Command, key: string, value: unknown, where: string): void {
  const options = command.options.filter((one) => !never.has(nameOf(one)));
  const option = options.find((one) => nameOf(one) === key);
  if (option === undefined)
    throw new UsageError(
      never.has(key) && command.options.some((one) => nameOf(one) === key)
        ? `${where} cannot stand in a file`
        : `${where} is no option of this command; there are ${options.map(nameOf).join(', ')}`,
    );
  const parsed = parse(option, value, where);
  const name = option.attributeName();
  if (command.getOptionValueSource(name) === 'cli' || isRuledOut(command, option)) return;
  const setting = settingOf[key];
  if (setting === undefined) command.setOptionValueWithSource(name, parsed, 'config');
  else setEnvironment(over({ [setting]: [parsed].flat().join(',') }, environment()));
}

/** As if it were said on the command line. */
function parse(option: Option, value: unknown, where: string): unknown {
  if (!option.required && !option.optional) {
    if (typeof value !== 'boolean') throw new UsageError(`${where} must be true or false`);
    return value ? true : undefined;
  }
  const texts = [value].flat().map((one) => {
    if (typeof one !== 'string' && typeof one !== 'number')
      throw new UsageError(`${where} must be a text or a number, or a list of them`);
    return String(one);
  });
  if (option.parseArg === undefined) return texts.at(-1);
  try {
    let parsed: unknown;
    for (const text of texts) parsed = option.parseArg(text, parsed);
    return parsed;
  } catch (error) {
    // What is wrong with it, in the words of the option.
    if (error instanceof CommanderError) throw new UsageError(`${where}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Options that an option does not go with. */
const against = (one: Option): readonly string[] =>
  (one as Option & { readonly conflictsWith?: readonly string[] }).conflictsWith ?? [];

/** What the file says, among itself: commander looks at the command line alone. @throws UsageError */
function mustGoTogether(command: Command, where: string): void {
  const isOfFile = (name: string): boolean =>
    command.getOptionValueSource(name) === 'config' && command.getOptionValue(name) !== undefined;
  const ofFile = command.options.filter((one) => isOfFile(one.attributeName()));
  for (const one of ofFile) {
    const other = ofFile.find((other) => against(one).includes(other.attributeName()));
    if (other !== undefined)
      throw new UsageError(`${where}: ${nameOf(one)} does not go with ${nameOf(other)}`);
  }
}

/** Something on the command line does not go with it. */
function isRuledOut(command: Command, option: Option): boolean {
  return command.options
    .filter((one) => command.getOptionValueSource(one.attributeName()) === 'cli')
    .some(
      (one) => against(one).includes(option.attributeName()) || against(option).includes(one.attributeName()),
    );
}
