/**
 * Shapes of command lines: what is piped into a shell, packed to a stream, decoded, named by a path.
 * Knows programs and their words; refuses to know what a shape is used for.
 */
import { type Run, runsOf } from './runs.ts';

/** A command line, taken apart. */
export interface Line {
  readonly runs: readonly Run[];
  /** All words with the programs, each once, paths without detours. */
  readonly words: readonly string[];
}

export const named = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const shellNames = named('sh bash ash dash zsh ksh rbash fish');
export const languages = named('python python2 python3 perl ruby php node lua pwsh powershell awk gawk');
export const fetchers = named('curl wget aria2c http https fetch lwp-download');
export const netcats = named('nc ncat netcat nc.traditional nc.openbsd');

export const runsOne = ({ runs }: Line, programs: ReadonlySet<string>): boolean =>
  runs.some(({ program }) => programs.has(program));
export const some = ({ words }: Line, pattern: RegExp): boolean => words.some((word) => pattern.test(word));

/** A shell or language that gets its program from elsewhere: not one that is given a file or text to run. */
export const readsProgram = ({ program, words }: Run): boolean =>
  (shellNames.has(program) || languages.has(program)) &&
  (words.some((word) => /^-[a-z]*s$/.test(word)) ||
    words.every((word) => /^-(?!c$)|^\/dev\/stdin$/.test(word)));

/** What the output of is run: piped to a shell, or put where a command is read from. */
export function isRun({ runs }: Line, makes: (run: Run) => boolean): boolean {
  const at = runs.findIndex(makes);
  if (at < 0) return false;
  const fed = runs.slice(at + 1).some((run) => run.piped && readsProgram(run));
  const put = runs.some(
    (run) =>
      makes(run) &&
      run.within !== null &&
      /^(?:|eval|source|\.|sh|bash|ash|dash|zsh|python3?|perl)$/.test(run.within),
  );
  return fed || put;
}

export const decodes = ({ program, words }: Run): boolean =>
  (program === 'base64' && words.some((word) => /^(?:-[a-z]*d|-D|--decode)$/.test(word))) ||
  (program === 'xxd' && words.some((word) => /^-[a-z]*r/.test(word))) ||
  (program === 'openssl' && words.includes('-d') && words.some((word) => /^-?(?:base64|a|enc)$/.test(word)));

/** `tar cf - …`, `tar -xmf - …`: what is packed goes to or comes from the stream of the exec. */
export function packs({ program, words }: Run, mode: 'c' | 'x'): boolean {
  const [first = '', ...rest] = words;
  const isMode = /^-?[a-z]+$/.test(first) && first.includes(mode);
  return program === 'tar' && isMode && (rest.includes('-') || !/f/.test(first) || first.endsWith('f-'));
}

export function lineOf(argv: readonly string[]): Line {
  const runs = runsOf(argv);
  const words = new Set([...argv, ...runs.flatMap((run) => [run.program, ...run.words])]);
  return { runs, words: [...words].map(straight) };
}

/** A path without `//`, `/./` and `/../`, which lead to the same file. */
function straight(word: string): string {
  if (!word.includes('//') && !word.includes('/.')) return word;
  const [, scheme = '', path = word] = /^([a-z][a-z0-9+.-]*:\/\/)?([\s\S]*)$/i.exec(word) ?? [];
  const parts: string[] = [];
  for (const [at, part] of path.split('/').entries()) {
    if (part === '..' && parts.length > 1) parts.pop();
    else if (part !== '.' && (part !== '' || at === 0)) parts.push(part);
  }
  return scheme + parts.join('/');
}
