/** Completion for fish: one `complete` a word. */
import type { CompletedCommand, Value } from './tree.ts';

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

const isAt = (path: string): string =>
  path === ''
    ? '__fish_use_subcommand'
    : path
        .split(' ')
        .map((name) => `__fish_seen_subcommand_from ${name}`)
        .join('; and ');

function taking(value: Value | null): string {
  if (value === null) return '';
  if (value === 'text') return ' -x';
  return value === 'file' ? ' -r -F' : ` -x -a ${quoted(value.choices.join(' '))}`;
}

export function fishCompletion(tree: readonly CompletedCommand[]): string {
  const helpOf = (path: string): string => tree.find((one) => one.path === path)?.help ?? '';
  const lines = tree.flatMap(({ path, commands, options, argument }) => {
    const none =
      path === ''
        ? isAt(path)
        : [
            isAt(path),
            ...(commands.length > 0 ? [`not __fish_seen_subcommand_from ${commands.join(' ')}`] : []),
          ].join('; and ');
    const at = `complete -c rarecall -n ${quoted(none)}`;
    return [
      ...commands.map((name) => `${at} -f -a ${name} -d ${quoted(helpOf(`${path} ${name}`.trim()))}`),
      ...(argument === 'file' ? [`${at} -F`] : []),
      ...(typeof argument === 'object' && argument !== null
        ? [`${at} -a ${quoted(argument.choices.join(' '))}`]
        : []),
      ...options.map(
        ({ short, long, help, value }) =>
          `${at}${short === null ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}${taking(value)} -d ${quoted(help)}`,
      ),
    ];
  });
  return `# fish completion for rarecall, made by: rarecall completion fish
complete -c rarecall -f
${lines.join('\n')}
`;
}
