/** Completion for bash, from 3.2 on: macOS still brings it. */
import { namesOf, pathPattern, quoted, valueBranches } from './posix.ts';
import type { CompletedCommand, Value } from './tree.ts';

const words = (list: readonly string[]): string => quoted(list.join(' '));

function completing(value: Value): string {
  if (value === 'text') return 'return';
  return value === 'file' ? '_rarecall_files; return' : `_rarecall_words ${words(value.choices)}; return`;
}

export function bashCompletion(tree: readonly CompletedCommand[]): string {
  const options = tree.map(
    ({ path, options }) => `      ${quoted(path)}) _rarecall_words ${words(options.flatMap(namesOf))} ;;`,
  );
  const rest = tree.flatMap(({ path, commands, argument }) => {
    if (commands.length > 0) return [`    ${quoted(path)}) _rarecall_words ${words(commands)} ;;`];
    return argument === null ? [] : [`    ${quoted(path)}) ${completing(argument)} ;;`];
  });
  return `# bash completion for rarecall, made by: rarecall completion bash
_rarecall_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}
_rarecall_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$cur"))
}
_rarecall() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} path= i
  COMPREPLY=()
  # --format=json comes as three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
      ${pathPattern(tree)}) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $prev" in
${valueBranches(tree, completing)}
  esac
  if [[ $cur == -* ]]; then
    case "$path" in
${options.join('\n')}
    esac
    return
  fi
  case "$path" in
${rest.join('\n')}
  esac
}
complete -F _rarecall rarecall
`;
}
