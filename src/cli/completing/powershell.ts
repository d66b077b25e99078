/** Completion for PowerShell, 5.1 and newer. */
import type { CompletedCommand, Value } from './tree.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`;

/** `$null`: files, which PowerShell completes by itself. */
function completing(value: Value): string {
  if (value === 'file') return '$null';
  return value === 'text' ? '@()' : list(value.choices);
}

export function powershellCompletion(tree: readonly CompletedCommand[]): string {
  const entries = tree.map(({ path, commands, options, argument }) => {
    const rest = commands.length > 0 ? list(commands) : completing(argument ?? 'text');
    const values = options.flatMap(({ short, long, value }) =>
      value === null
        ? []
        : [long, ...(short === null ? [] : [short])].map((name) => `${quoted(name)} = ${completing(value)}`),
    );
    const names = options.flatMap(({ short, long }) => [long, ...(short === null ? [] : [short])]);
    return `  ${quoted(path)} = @{ rest = ${rest}; options = ${list(names)}; values = @{ ${values.join('; ')} } }`;
  });
  return `# PowerShell completion for rarecall, made by: rarecall completion powershell
Register-ArgumentCompleter -Native -CommandName rarecall -ScriptBlock {
  param($word, $ast, $cursor)
  $tree = @{
${entries.map((entry) => `  ${entry}`).join('\n')}
  }
  $before = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  $path = ''
  foreach ($one in $before) {
    $next = ($path + ' ' + $one).Trim()
    if ($tree.ContainsKey($next)) { $path = $next }
  }
  $here = $tree[$path]
  $last = if ($before.Count -gt 0) { $before[-1] } else { '' }
  $words = if ($here.values.ContainsKey($last)) { $here.values[$last] } elseif ($word -like '-*') { $here.options } else { $here.rest }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
