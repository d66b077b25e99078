/** Completion for zsh: as a file of the fpath, or sourced. */
import { pathPattern, quoted, valueBranches } from './posix.ts';
import type { CompletedCommand, Value } from './tree.ts';

/** A word and what it means, as `_describe` parts them. */
const described = (word: string, help: string): string => quoted(`${word.replaceAll(':', '\\:')}:${help}`);

function completing(value: Value): string {
  if (value === 'text') return 'return';
  return value === 'file' ? '_files; return' : `compadd -- ${value.choices.map(quoted).join(' ')}; return`;
}

export function zshCompletion(tree: readonly CompletedCommand[]): string {
  const helpOf = (path: string): string => tree.find((one) => one.path === path)?.help ?? '';
  const options = tree.map(
    ({ path, options }) =>
      `      ${quoted(path)}) found=(${options.map(({ long, help }) => described(long, help)).join(' ')}) ;;`,
  );
  const rest = tree.flatMap(({ path, commands, argument }) => {
    if (commands.length > 0) {
      const list = commands.map((name) => described(name, helpOf(`${path} ${name}`.trim())));
      return [`    ${quoted(path)}) found=(${list.join(' ')}); _describe command found ;;`];
    }
    return argument === null ? [] : [`    ${quoted(path)}) ${completing(argument)} ;;`];
  });
  return `#compdef rarecall
# zsh completion for rarecall, made by: rarecall completion zsh
_rarecall() {
  local cur=\${words[CURRENT]} prev=\${words[CURRENT-1]} at= i
  local -a found
  if [[ $cur == --*=* ]]; then prev=\${cur%%=*}; compset -P '*='; fi
  for ((i = 2; i < CURRENT; i++)); do
    case "\${at:+$at }\${words[i]}" in
      ${pathPattern(tree)}) at="\${at:+$at }\${words[i]}" ;;
    esac
  done
  case "$at $prev" in
${valueBranches(tree, completing)}
  esac
  if [[ $cur == -* ]]; then
    case "$at" in
${options.join('\n')}
    esac
    _describe option found
    return
  fi
  case "$at" in
${rest.join('\n')}
  esac
}
if [[ "\${funcstack[1]}" == _rarecall ]]; then _rarecall "$@"; else compdef _rarecall rarecall; fi
`;
}
