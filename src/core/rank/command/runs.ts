/**
 * What programs a command line runs: those behind `sudo` and `timeout`, in pipes, in `sh -c` texts and in `$( )` as well.
 * Knows how shells part words; refuses to expand or to understand anything.
 */
import { shells, wrappers } from '../mask/harmless.ts';
import { pieces } from '../mask/shell.ts';

/** One program with its words. */
export interface Run {
  /** Without its folder. */
  readonly program: string;
  readonly words: readonly string[];
  /** Reads what the program before it wrote. */
  readonly piped: boolean;
  /** The program that is given its output as words or text, `''` where its output is itself the command. */
  readonly within: string | null;
}

interface Place {
  readonly depth: number;
  readonly piped: boolean;
  readonly within: string | null;
}

/** How deep lines may lie in lines, and how many programs of a line are looked at. */
const most = { depth: 5, runs: 200 } as const;

/** The first run is that of the words themselves. */
export const runsOf = (argv: readonly string[]): Run[] =>
  ofWords(argv, { depth: 0, piped: false, within: null }).slice(0, most.runs);

const nameOf = (word: string): string => word.split('/').at(-1) ?? word;

function ofWords(words: readonly string[], place: Place): Run[] {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const first = words[start];
  if (first === undefined) return words.flatMap((word) => substituted(word, place, ''));
  const program = nameOf(first);
  const rest = words.slice(start + 1);
  const run = { program, words: rest, piped: place.piped, within: place.within };
  const inner = { ...place, depth: place.depth + 1 };
  if (inner.depth > most.depth) return [run];
  return [
    run,
    ...(shells.has(program) || program === 'script' ? ofScript(rest, inner) : []),
    ...(program === 'eval' ? ofLine(rest.join(' '), inner) : []),
    ...(program === 'chroot' ? ofWords(wrapped(rest).slice(1), inner) : []),
    ...(wrappers.has(program) && program !== 'eval' ? ofWords(wrapped(rest), inner) : []),
    ...(program === 'find' ? ofWords(wrapped(behind(rest, /^-(?:exec|ok)(?:dir)?$/)), inner) : []),
    ...words.flatMap((word) => substituted(word, place, program)),
  ];
}

const behind = (words: readonly string[], mark: RegExp): readonly string[] => {
  const at = words.findIndex((word) => mark.test(word));
  return at < 0 ? [] : words.slice(at + 1);
};

/** What a wrapper runs: the words from the first on that is no flag, number or setting of its own. */
function wrapped(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, i) =>
      !/^-|^\d+(?:\.\d+)?[smhd]?$|^\{\}$|^[A-Za-z_]\w*=/.test(word) && !valued.test(words[i - 1] ?? ''),
  );
  return at < 0 ? [] : words.slice(at);
}

/** Flags of sudo, timeout, env and xargs that have a value behind them: a user, a signal, a mark. */
const valued = /^-[ugUCDskI]$/;

/** The text behind `-c`, alone or at the end of a cluster. */
function ofScript(words: readonly string[], place: Place): Run[] {
  const text = behind(words, /^(?:-[a-z]*c|--command|\/[cCkK]|-Command)$/)[0];
  return text === undefined ? [] : ofLine(text, { ...place, piped: false, within: null });
}

/** A line of a shell. */
export function ofLine(text: string, place: Place = { depth: 1, piped: false, within: null }): Run[] {
  const runs: Run[] = [];
  const outer: Open[] = [];
  let open: Open = { words: [], piped: place.piped, within: place.within };
  const flush = (piped: boolean): void => {
    const { words, ...how } = open;
    if (words.length > 0 && runs.length < most.runs) runs.push(...ofWords(words, { ...place, ...how }));
    // Behind a pipe may stand an `&` or a new line before the program that reads from it.
    open = { words: [], piped: piped || (words.length === 0 && how.piped), within: open.within };
  };
  const leave = (): void => {
    flush(false);
    open = outer.pop() ?? open;
  };
  for (const { kind, raw, text: word } of pieces(withoutBackticks(text))) {
    if (kind === 'word') open.words.push(word);
    else if (/^(?:\$|<|>)\($/.test(raw)) {
      outer.push(open);
      const [program = ''] = open.words;
      open = { words: [], piped: false, within: nameOf(program) };
    } else if (raw === ')' && outer.length > 0) leave();
    // What a redirection points at is a word of the same program.
    else if (kind === 'space' ? raw.includes('\n') : !/[<>]/.test(raw)) flush(raw === '|');
  }
  while (outer.length > 0) leave();
  flush(false);
  return runs;
}

/** A program whose words are still being read. */
interface Open {
  readonly words: string[];
  readonly piped: boolean;
  readonly within: string | null;
}

const withoutBackticks = (text: string): string => text.replace(/`([^`]*)`/g, '$($1)');

/** What stands in `$( )` within a word of a line: in double quotes it is run as well. */
function substituted(word: string, place: Place, program: string): Run[] {
  const at = word.indexOf('$(');
  if (at < 0 || place.depth === 0 || place.depth >= most.depth) return [];
  const inner = { depth: place.depth + 1, piped: false, within: null };
  return ofLine(word.slice(at), inner).map((run) => (run.within === '' ? { ...run, within: program } : run));
}
