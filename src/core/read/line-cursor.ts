/**
 * Goes over the whole lines in some bytes and glances at each, by way of a sieve: only what the sieve finds is looked
 * at. Knows lines; refuses to know what a candidate holds.
 */
import { type Glance, glanceAt, isSpace } from './glance.ts';
import { isMark, wordsOf } from './marks.ts';
import { type Sieve, sieve } from './sieve.ts';
import { isWrapper } from './wrapper.ts';

export interface LineCursor {
  /** Moves on to the next line that is not plainly `not-kubectl`. @returns `false` where no whole line is left */
  next(): boolean;
  /** How many lines were passed over as `not-kubectl` since the last line, and the byte after them. */
  readonly passed: number;
  /** First byte of the line; where none is left, of what follows the last newline. */
  readonly from: number;
  /** Its newline. */
  readonly to: number;
  readonly seen: Glance | 'blank' | 'wrapper' | 'too-long';
}

/** A longer line is skipped as `too-long`, and not held in memory. */
export const maxLineBytes = 8 * 1024 * 1024;

const newline = 0x0a;

/**
 * @param wrappers whether a line that is a wrapper is to be told from others
 * @returns a maker of cursors for these agents
 */
export function lineCursors(agents: readonly string[], wrappers: boolean): (bytes: Uint8Array) => LineCursor {
  const words = wordsOf(agents);
  const finder = sieveFor(words ?? []);
  return (bytes) => cursor(bytes, words, finder, wrappers);
}

// A sieve is machine code with its own memory: readers that look for the same words share it.
const sieves = new Map<string, Sieve>();

function sieveFor(words: readonly string[]): Sieve {
  const name = words.join();
  const made = sieves.get(name) ?? sieve(words);
  sieves.set(name, made);
  return made;
}

function cursor(
  bytes: Uint8Array,
  words: readonly string[] | null,
  finder: Sieve,
  wrappers: boolean,
): LineCursor {
  const line: { -readonly [Key in keyof LineCursor]: LineCursor[Key] } = {
    passed: 0,
    from: 0,
    to: -1,
    seen: 'blank',
    next,
  };
  let hits: Uint32Array = new Uint32Array();
  let hit = 0;
  let sifted = 0;

  function next(): boolean {
    let from = line.to + 1;
    let passed = 0;
    let marked = words === null;
    for (;;) {
      if (hit === hits.length) {
        if (sifted >= bytes.length) break;
        hits = finder.hits(bytes, sifted);
        sifted += finder.blockBytes;
        hit = 0;
        continue;
      }
      const at = hits[hit] ?? 0;
      hit += 1;
      if (bytes[at] !== newline) {
        if (!marked && words !== null) marked = isMark(bytes, at, words);
        continue;
      }
      const seen = see(from, at, marked);
      if (seen !== 'not-kubectl') {
        Object.assign(line, { passed, from, to: at, seen });
        return true;
      }
      passed += 1;
      from = at + 1;
    }
    Object.assign(line, { passed, from });
    return false;
  }

  function see(from: number, to: number, marked: boolean): LineCursor['seen'] {
    if (to - from > maxLineBytes) return 'too-long';
    if (wrappers && isWrapper(bytes, from)) return 'wrapper';
    return isBlank(bytes, from, to) ? 'blank' : glanceAt(bytes, from, to, marked);
  }

  return line;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && isSpace(bytes[at])) at += 1;
  return at === to;
}
