/**
 * The places in a line's bytes that make it worth parsing: a key `userAgent` with an agent behind it, or an escape
 * that could spell one. Knows how JSON may write a letter; refuses to know lines and events.
 */

import { backslash, carriageReturn, colon, isSpace, newline, quote, space, tab } from '../characters.ts';

/** `properties.log` is JSON inside a JSON text, so what its own quotes look like depends on the level. */
const [zero, letterU] = [0x30, 0x75];
const key = Buffer.from('userAgent');

/**
 * The lower-case letters and digits each agent begins with: what follows may be spelled in other ways. Each is there once,
 * since there is room for a find at every byte, not for several.
 * @returns `null` where an agent begins with another sign, so that bytes tell nothing
 */
export function wordsOf(agents: readonly string[]): readonly string[] | null {
  const words = agents.map((agent) => /^[a-z\d]*/i.exec(agent)?.[0].toLowerCase() ?? '');
  return words.includes('') ? null : [...new Set(words)];
}

/**
 * Whether the bytes may spell the key and an agent there.
 * @param at where an escape begins, or the last two signs of `"` and a word
 */
export function mayBeAgent(bytes: Uint8Array, at: number, words: readonly string[]): boolean {
  if (bytes[at] === backslash) return isTellingEscape(bytes, at);
  for (const word of words) {
    const from = at + 2 - word.length;
    if (bytes[from - 1] === quote && isWord(bytes, from, word) && followsKey(bytes, from)) return true;
  }
  return false;
}

/**
 * At either level a letter, digit, quote, colon, backslash or white space can be written as `\u00XX`, and each such
 * spelling holds that in its bytes. What real logs escape (& < > ' = + `) and control characters tell nothing.
 */
function isTellingEscape(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] !== letterU || bytes[at + 2] !== zero || bytes[at + 3] !== zero) return false;
  const code = 16 * hexDigit(bytes[at + 4]) + hexDigit(bytes[at + 5]);
  // Not hexadecimal is not JSON: that is for the parser to say.
  return Number.isNaN(code) || telling.has(code);
}

const telling = new Set([tab, newline, carriageReturn]);
for (let code = space; code < 0x7f; code += 1)
  if (!"&<>'=+`".includes(String.fromCharCode(code))) telling.add(code);

function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    const isCapital = byte >= 0x41 && byte <= 0x5a;
    if ((isCapital ? byte | 0x20 : byte) !== word.charCodeAt(index)) return false;
  }
  return true;
}

/** Whether what stands before `at` is the key, a colon and an opening quote. */
function followsKey(bytes: Uint8Array, at: number): boolean {
  let end = beforeQuote(bytes, at);
  if (end < 0) return false;
  end = beforeGap(bytes, end);
  if (bytes[end - 1] !== colon) return false;
  end = beforeQuote(bytes, beforeGap(bytes, end - 1));
  for (let index = key.length - 1; index >= 0; index -= 1) {
    end -= 1;
    if (bytes[end] !== key[index]) return false;
  }
  return true;
}

/** A quote as it is in an object, or with the backslash it has inside a text. */
function beforeQuote(bytes: Uint8Array, end: number): number {
  if (bytes[end - 1] !== quote) return -1;
  return bytes[end - 2] === backslash ? end - 2 : end - 1;
}

/** White space, as itself or as the escapes that a text has for it. */
function beforeGap(bytes: Uint8Array, end: number): number {
  let at = end;
  for (;;) {
    const byte = bytes[at - 1];
    if (isSpace(byte)) at -= 1;
    else if ((byte === 0x6e || byte === 0x72 || byte === 0x74) && bytes[at - 2] === backslash) at -= 2;
    else return at;
  }
}
