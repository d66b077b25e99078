/**
 * A single word of a command line: whether it can be a program or a name, and what of it is known to be harmless.
 * Knows what words are made of; refuses to take one apart into words of its own.
 */
import { announcesSecret, takesText } from './flags.ts';
import { isHarmless, programs, wrappers } from './harmless.ts';
import { shownHost, shownPath, shownUrl } from './place.ts';
import { isSecretName, looksSecret } from './shapes.ts';

/** Where one is in a command line. */
export interface Line {
  /** Its last program, without the folder. */
  program: string;
  /** The next word names a program, if anything does. */
  atProgram: boolean;
  /** The next word is a secret, whatever it looks like; in the value of a header all further ones are. */
  next: 'open' | 'secret' | 'all-secret' | 'command';
  readonly depth: number;
}

export const lineAt = (atProgram: boolean, depth = 0): Line => ({
  program: '',
  atProgram,
  next: 'open',
  depth,
});

export function isProgram(word: string): boolean {
  if (word.includes('/')) return shownPath(word) === word;
  if (programs.has(word) || wrappers.has(word)) return true;
  // Digits among letters of both cases are seen in passwords more than in names of programs.
  const isName = /^[a-z_.][a-z0-9_.+-]{0,39}$|^[A-Za-z]+(?:[-._][A-Za-z]+)*$/.test(word);
  return isName && word.length <= 40 && !looksSecret(word);
}

/** Written as people write names: not in both cases with digits among them. */
export const isPlainName = (name: string): boolean =>
  (/^[A-Z0-9_.-]+$|^[a-z0-9_.-]+$/.test(name) || /^[A-Za-z_.-]+\d{0,2}$/.test(name)) && !looksSecret(name);

const number = /^-?\d{1,7}(?:\.\d{1,6})?(?:[smhdkKMGTi%]{1,2})?$|^\d{1,5}[:-]\d{1,5}$/;
const marks = /^[-+{}()[\]!.,:;|&<>=*?@/\\~^%#"'`$]{1,4}$/;
const variable = /^\$(?:\{?(?:[A-Z_][A-Z_]*|[a-z_]+)\}?|[\d?@*#$!])$/;
const header = /^[A-Z][A-Za-z]{0,20}(?:-[A-Z][A-Za-z]{0,20}){0,5}:$/;
const kinds =
  /^(?:po|pod|pods|deploy|deployment|deployments|svc|service|services|sts|statefulset|ds|daemonset|job|cronjob|cm|configmap|secret|secrets|node|nodes|ns|namespace|sa|serviceaccount)\/[a-z0-9][a-z0-9.-]{0,62}$/;

/** @returns what is shown of a word that is known to be harmless, `null` of any other */
export function openWord(word: string, line: Line): string | null {
  if (announcesSecret(word) && !(/^kubectl|^oc$/.test(line.program) && word === 'auth')) line.next = 'secret';
  if (programs.has(word) && !line.atProgram) line.program = word;
  if (isHarmless(word) || marks.test(word) || variable.test(word)) return word;
  if (number.test(word)) return takesText(line.program) && word.length > 3 ? null : word;
  if (/^(?:export|unset|read)$/.test(line.program) && /^[A-Z][A-Z_]{0,40}$/.test(word)) return word;
  if (/^[\w-]{1,40}:$/.test(word) && isSecretName(word.slice(0, -1)) && !header.test(word))
    line.next = 'secret';
  if (header.test(word)) {
    if (isSecretName(word.slice(0, -1))) line.next = 'all-secret';
    return word;
  }
  if (kinds.test(word)) return looksSecret(word) ? null : word;
  return shownUrl(word) ?? shownPath(word) ?? shownHost(word);
}
