/** What bash and zsh read alike: quotes, and the branches of a `case`. */
import type { CompletedCommand, CompletedOption, Value } from './tree.ts';

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const namesOf = ({ short, long }: CompletedOption): string[] => [
  long,
  ...(short === null ? [] : [short]),
];

/** All commands below the program, as a pattern. */
export const pathPattern = (tree: readonly CompletedCommand[]): string =>
  tree.flatMap(({ path }) => (path === '' ? [] : [quoted(path)])).join('|');

/** A branch for each option that takes a value, by `path option`. */
export const valueBranches = (
  tree: readonly CompletedCommand[],
  completing: (value: Value) => string,
): string =>
  tree
    .flatMap(({ path, options }) =>
      options.flatMap((option) => {
        const names = namesOf(option).map((name) => quoted(`${path} ${name}`));
        return option.value === null ? [] : [`    ${names.join('|')}) ${completing(option.value)} ;;`];
      }),
    )
    .join('\n');
