/**
 * Command lines: the program and what is known to be harmless are shown, all else is blanked.
 * Knows how shells part words, and where one is in a line; refuses to know what a command does.
 */
import { isSingleDashed, takesSecret } from './flags.ts';
import { isKnownUser, shells, wrappers } from './harmless.ts';
import { blank, isSecretName } from './shapes.ts';
import { type Piece, pieces } from './shell.ts';
import { isPlainName, isProgram, type Line, lineAt, openWord } from './word.ts';

/** How deep command lines may lie in command lines. */
const deepest = 4;

/** The words of a command, e.g. those of an exec, as they may be shown. */
export function maskCommand(words: readonly string[]): string[] {
  const line = lineAt(true);
  return words.map((word) => maskWord(word, line));
}

/** A word of a line, and where one is after it. */
export function maskWord(word: string, line: Line): string {
  const { next } = line;
  if (word === '') return word;
  if (next === 'all-secret') return blank;
  if (next === 'command') {
    line.next = 'open';
    return maskLine(word, true, line.depth + 1);
  }
  const isFlag = /^-{1,2}[A-Za-z]/.test(word);
  if (next === 'secret' && /^[:=]{1,2}$/.test(word)) return word;
  line.next = 'open';
  if (next === 'secret' && !isFlag) return blank;
  if (isFlag) return maskFlag(word, line);
  if (line.atProgram) {
    const shown = programOf(word, line);
    if (shown !== null) return shown;
  }
  if (word === '--') line.atProgram = true;
  if (/\s/.test(word)) return maskLine(word, line.atProgram, line.depth + 1);
  if (/^\/[cCkK]$/.test(word) && line.program.startsWith('cmd')) {
    line.next = 'command';
    return word;
  }
  return openWord(word, line) ?? assignment(word, line) ?? blank;
}

/** A text of several words: a line of its own, or one of a language that we do not know. */
export function maskLine(text: string, isCommand: boolean, depth = 0): string {
  if (depth > deepest) return blank;
  const line = lineAt(isCommand, depth);
  let isRun = isCommand;
  let before = '';
  return pieces(text)
    .map((piece) => {
      // What a here-document holds is not run.
      if (piece.kind === 'operator' && /^<<-?$/.test(piece.raw)) isRun = false;
      const shown = piece.kind === 'word' ? shownPiece(piece, line) : piece.raw;
      if (piece.kind !== 'word') moveOn(piece, line, isRun && !before.endsWith(blank));
      before = shown;
      return shown;
    })
    .join('');
}

function shownPiece({ raw, text }: Piece, line: Line): string {
  const shown = maskWord(text, line);
  if (shown === text) return raw;
  return /\s/.test(shown) ? `"${shown}"` : shown;
}

/** @param isRun whether a program may stand behind the operator; not right behind a secret, which may hold one */
function moveOn({ kind, raw }: Piece, line: Line, isRun: boolean): void {
  if (raw === '<<<') line.next = 'secret';
  const begins = kind === 'space' ? raw.includes('\n') : !/[<>]/.test(raw);
  if (begins) line.atProgram = isRun;
}

/** @returns `null` where the word can be no program; the line then still waits for one behind a wrapper */
function programOf(word: string, line: Line): string | null {
  const set = /^([A-Za-z_]\w{0,60})=/.exec(word);
  if (set !== null) return assignment(word, line);
  if (/\s/.test(word)) return null;
  const isWrapped = wrappers.has(line.program);
  if (isWrapped && /^\d{1,5}[smhd]?$/.test(word)) return word;
  const name = word.split('/').at(-1) ?? word;
  if (!isProgram(word)) {
    line.atProgram = false;
    return null;
  }
  line.program = name;
  line.atProgram = wrappers.has(name);
  return word;
}

/** `NAME=value`: the name is shown where it is one. */
function assignment(word: string, line: Line): string | null {
  if (line.depth > deepest) return null;
  const [, name, value] = /^([A-Za-z_][\w.-]{0,60})=([\s\S]*)$/.exec(word) ?? [];
  if (name === undefined || value === undefined || !isPlainName(name)) return null;
  return `${name}=${maskValue(name, value, line)}`;
}

function maskValue(name: string, value: string, line: Line): string {
  if (value === '') return value;
  if (isSecretName(name)) return blank;
  if (name === '--from-literal') return value.replace(/^([a-z0-9._-]{1,60}=)?[\s\S]*$/, `$1${blank}`);
  if (/\s/.test(value)) return maskLine(value, false, line.depth + 1);
  // What is set may set something itself.
  const aside = lineAt(false, line.depth + 1);
  // A number behind a name that nobody knows may be a PIN in any language.
  if (/^\d{3,}$/.test(value) && !name.startsWith('-') && !/port|time|size|level|count|uid|gid/i.test(name))
    return blank;
  return openWord(value, aside) ?? assignment(value, aside) ?? blank;
}

/** `-x`, `-lvnp`, `--name`, `--name=value`, `-pSECRET`. */
function maskFlag(word: string, line: Line): string {
  const [, dashes = '', name = '', equals, value = ''] =
    /^(--?)([A-Za-z][\w.-]{0,60})(?:(=)([\s\S]*))?$/.exec(word) ?? [];
  if (dashes === '--' && isPlainName(name)) {
    if (equals !== undefined) return `--${name}=${maskValue(`--${name}`, value, line)}`;
    if (isSecretName(name) || name === 'from-literal') line.next = 'secret';
    if (/^(?:command|eval)$/.test(name)) line.next = 'command';
    return word;
  }
  if (dashes === '--') return name === '' ? blank : `--${blank}`;
  const isLong = isSingleDashed(name) || (name.startsWith('D') && /^D[A-Za-z]+(?:\.[A-Za-z]+)+$/.test(name));
  if (isLong && equals !== undefined) return `-${name}=${maskValue(`-${name}`, value, line)}`;
  if (isLong && name.length > 1) {
    if (isSecretName(name)) line.next = 'secret';
    if (name === 'Command') line.next = 'command';
    return word;
  }
  return maskShort(word, line);
}

/** One letter, several of them, or one with its value joined on. */
function maskShort(word: string, line: Line): string {
  const letter = word.charAt(1);
  const tail = word.slice(2);
  if (tail === '' || (/^[A-Za-z]{1,3}$/.test(tail) && !/[pPuUwWak]/.test(letter)) || openClusters.has(word)) {
    const last = word.at(-1) ?? '';
    if (takesSecret(last, line.program)) line.next = 'secret';
    if (last === 'c' && shells.has(line.program)) line.next = 'command';
    return word;
  }
  if (letter === 'u' && isKnownUser(tail)) return word;
  const isCount = /^\d{1,4}$/.test(tail) && !/[pPaw]/.test(letter);
  return isCount ? word : `-${letter}${blank}`;
}

const openClusters: ReadonlySet<string> = new Set(
  '-qO- -aux -auxf -auxww -al -ah -alh -ar -at -avz -antp -anp -ant -pe -pn -pv -ks -kL -ksL -kv -kvs -ksS -kfsSL -fsSL -lvnp -nlvp -tulpn -tunap -zxvf -uid'.split(
    ' ',
  ),
);
