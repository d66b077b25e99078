/**
 * What the bytes of a line say before anything is parsed: may it hold a call, and if not, why not.
 * It defines the reasons of most lines, so that a reason belongs to the line and not to the way it was read.
 * Knows JSON's spellings; refuses to know what events mean.
 */
import type { ReadOptions } from './options.ts';

/** `candidate`: only parsing can tell. */
export type Glance = 'candidate' | 'not-kubectl' | 'not-json';

/** A record as long as this may have been cut before its agent (Azure/AKS#4635). */
export const cutLength = 16 * 1024;

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;

/**
 * - `not-json`: does not begin with `{` and end with `}`, white space aside
 * - `not-kubectl`: the bytes cannot spell a key `userAgent` with one of the agents, nor were they cut before it
 * @param line one record without its newline; it may stretch over several lines
 */
export function glance(line: Uint8Array, options: ReadOptions): Glance {
  let from = 0;
  let to = line.length;
  while (from < to && isSpace(line[from])) from += 1;
  while (from < to && isSpace(line[to - 1])) to -= 1;
  if (line[from] !== 0x7b || line[to - 1] !== 0x7d) return 'not-json';
  const raw = Buffer.from(line.buffer, line.byteOffset + from, to - from).toString('latin1');
  if (escaped.test(raw) || agentKey(options.agents).test(raw)) return 'candidate';
  return raw.length >= cutLength && !wholeAgent.test(raw) ? 'candidate' : 'not-kubectl';
}

// At either level of JSON a letter, digit, quote, colon, backslash or white space can be written as \u00XX; each
// such spelling holds these bytes. Real logs escape only what may hurt in HTML (&, <, >, ', =, +, `) and bytes that
// are no part of a key or agent; those stay out of it.
const escaped = /\\u00(?!1|[89a-f]|0[0-8bcef]|2[67bB]|3[c-eC-E]|60|7[fF])/i;

// White space and quotes in the raw bytes of a text that is itself JSON, or of the JSON around it.
const gap = String.raw`(?:[ \t\r\n]|\\[nrt])*`;
const key = String.raw`userAgent\\?"${gap}:${gap}\\?"`;

// An agent with its closing quote, in a text that is itself JSON or in an object. Longer ones are left to parsing.
const insideText = String.raw`(?:[^"\\]|\\[^"\\]|\\\\(?:\\[^]|[^\\])){0,4096}\\"`;
const insideObject = String.raw`(?:[^"\\]|\\[^]){0,4096}"`;
const wholeAgent = new RegExp(
  String.raw`userAgent(?:\\"${gap}:${gap}\\"${insideText}|"${gap}:${gap}"${insideObject})`,
);

const patterns = new WeakMap<readonly string[], RegExp>();

function agentKey(agents: readonly string[]): RegExp {
  const known = patterns.get(agents);
  if (known !== undefined) return known;
  const made = new RegExp(`${key}(?:${agents.map(beginning).join('|')})`);
  patterns.set(agents, made);
  return made;
}

/** The letters and digits an agent begins with, in any letter case; what follows may be escaped without `\u`. */
const beginning = (agent: string): string =>
  (/^[a-z\d]*/i.exec(agent)?.[0] ?? '').replace(
    /[a-z]/gi,
    (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`,
  );
