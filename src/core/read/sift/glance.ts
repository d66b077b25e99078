/**
 * What the bytes of a line say before anything is parsed: may it hold a call, and if not, why not.
 * It defines the reasons of most lines, so that a reason belongs to the line and not to the way it was read.
 * Knows where a line begins and ends; refuses to know what is in it.
 */

import { closeObject, isSpace, openObject } from '../characters.ts';
import { frames } from '../gate/frames.ts';
import { type Passer, passer } from '../gate/passer.ts';
import type { ReadOptions } from '../options.ts';
import { mayBeAgent, wordsOf } from './prefilter.ts';
import { sieve } from './sieve.ts';

/** `candidate`: only parsing can tell. */
export type Glance = 'candidate' | 'not-kubectl' | 'not-json' | 'machinery';

/** What a glance says of a line, and what it had said if only kubectl was read. */
export interface Sight {
  readonly seen: Glance;
  readonly original: Glance;
}

/** A record as long as this may have been cut before its agent (Azure/AKS#4635). */
const cutLength = 16 * 1024;

/**
 * - `not-json`: does not begin with `{` and end with `}`, white space aside
 * - `not-kubectl`: the bytes cannot spell a key `userAgent` with one of the agents, nor were they cut before it
 * - `machinery`: where others than kubectl are read, the bytes prove that the machinery called (gate/passer.ts)
 * @param line one record without its newline
 */
export function glance(line: Uint8Array, options: ReadOptions): Sight {
  const words = wordsOf(options.agents);
  let mayHoldAgent = words === null;
  for (let at = 0; words !== null && !mayHoldAgent && at < line.length; at += 1)
    mayHoldAgent = mayBeAgent(line, at, words);
  const original = glanceAt(line, 0, line.length, mayHoldAgent);
  if (options.clients === 'kubectl' || original === 'not-json') return { seen: original, original };
  const passed =
    original === 'not-kubectl' && options.clients === 'interactive'
      ? passerOf(options).pass(line, 0, line.length)
      : null;
  return { seen: passed === null ? 'candidate' : 'machinery', original };
}

const passers = new Map<string, Passer>();

function passerOf(options: ReadOptions): Passer {
  const name = JSON.stringify([options.category, options.agents]);
  const known = passers.get(name);
  if (known !== undefined) return known;
  const { glass } = sieve([]);
  const made = passer(glass, options, frames(glass, options, false));
  passers.set(name, made);
  return made;
}

/** A glance at the line in `bytes[from, to)` where only kubectl is read; `mayHoldAgent`: somewhere in it there may be an agent. */
export function glanceAt(
  bytes: Uint8Array,
  from: number,
  to: number,
  mayHoldAgent: boolean,
): Exclude<Glance, 'machinery'> {
  let first = from;
  let end = to;
  while (first < end && isSpace(bytes[first])) first += 1;
  while (first < end && isSpace(bytes[end - 1])) end -= 1;
  if (bytes[first] !== openObject || bytes[end - 1] !== closeObject) return 'not-json';
  if (mayHoldAgent) return 'candidate';
  return end - first >= cutLength && !hasWholeAgent(bytes.subarray(first, end)) ? 'candidate' : 'not-kubectl';
}

// An agent with its closing quote, in a text that is itself JSON or in an object. Longer ones are left to parsing.
const gap = String.raw`(?:[ \t\r\n]|\\[nrt])*`;
const insideText = String.raw`(?:[^"\\]|\\[^"\\]|\\\\(?:\\[^]|[^\\])){0,4096}\\"`;
const insideObject = String.raw`(?:[^"\\]|\\[^]){0,4096}"`;
const wholeAgent = new RegExp(
  String.raw`userAgent(?:\\"${gap}:${gap}\\"${insideText}|"${gap}:${gap}"${insideObject})`,
);
/** Nearly every agent stands in the first bytes of its line. */
const usually = 4096;

const hasWholeAgent = (line: Uint8Array): boolean =>
  wholeAgent.test(latin1(line.subarray(0, usually))) || wholeAgent.test(latin1(line));

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
