/**
 * Goes over the whole lines in some bytes, by way of a sieve, and says which of them must be parsed and how many need
 * not be. Knows lines; refuses to know what a candidate holds.
 */
import { nonePassed, type Passed } from './account.ts';
import { isBlank, newline } from './characters.ts';
import { type Passed as Found, type Passer, passer } from './gate/passer.ts';
import { type Glance, glanceAt } from './glance.ts';
import type { ReadOptions } from './options.ts';
import { mayBeAgent, wordsOf } from './prefilter.ts';
import { readCandidate, textIn } from './record.ts';
import { type Sieve, sieve } from './sieve.ts';
import { isWrapper } from './styles/wrapper.ts';

/** A line that must be looked at, `[from, to)` without its newline. */
export interface Find {
  readonly from: number;
  readonly to: number;
  /** `odd`: no record by its bytes, but it may hold one. */
  readonly kind: 'candidate' | 'wrapper' | 'odd';
  /** What a glance says where only kubectl is read. */
  readonly original: Glance;
  /** The lines between the find before and this one. */
  readonly passed: Passed;
}

export interface Survey {
  readonly finds: readonly Find[];
  /** The lines behind the last find. */
  readonly passed: Passed;
  /** Byte after the last newline. */
  readonly end: number;
}

/** Memory to read files into, one at a time: a reader that is made with it need not copy what it pushes from there. */
export interface ReadWindow {
  readonly bytes: Uint8Array;
  readonly sieve: Sieve;
  readonly passer: Passer;
}

/** @param options those of the readers that are made with it */
export function readWindow(options: ReadOptions): ReadWindow {
  const own = sieve(wordsOf(options.agents) ?? []);
  return { bytes: own.window, sieve: own, passer: passer(own.glass, options, true) };
}

/** A longer line is skipped as `too-long`, and not held in memory. */
export const maxLineBytes = 8 * 1024 * 1024;

/**
 * All bytes are surveyed before any line is parsed: the two kinds of work take turns as seldom as they can.
 * @param loose whether lines that are wrappers, or odd, are to be told from others
 * @returns takes bytes that begin with a line, behind a byte order mark of so many bytes
 */
export function surveyor(
  options: ReadOptions,
  loose: boolean,
  window?: ReadWindow,
): (bytes: Uint8Array, bom: number) => Survey {
  const words = wordsOf(options.agents);
  const { sieve: finder, passer } = window ?? windowFor(options);
  /** Whose presence was found, where and when; what was found last of each caller is asked for most. */
  const present = new Set<string>();
  const lastFound: Found[] = [];

  function see(bytes: Uint8Array, from: number, to: number, mayHoldAgent: boolean) {
    if (loose && isWrapper(bytes, from)) return wrapper;
    const original = glanceAt(bytes, from, to, mayHoldAgent);
    if (original === 'not-json') return isBlank(bytes, from, to) ? blank : loose ? odd : notJson;
    if (options.clients === 'kubectl') return original === 'candidate' ? candidate : notKubectl;
    if (original === 'candidate') return candidate;
    return options.clients === 'interactive' && isPassed(bytes, from, to) ? machinery : otherCandidate;
  }

  /** Whether a line is known to be the machinery's, and to tell nothing new of where it is. */
  function isPassed(bytes: Uint8Array, from: number, to: number): boolean {
    const passed = passer.pass(bytes, from, to);
    if (passed === null || !passed.leaves) return passed !== null;
    if (passed.date === 0) return false;
    const last = lastFound[passed.id];
    if (last !== undefined && last.date === passed.date && last.place === passed.place) return true;
    const key = JSON.stringify([passed.id, passed.date, passed.place]);
    const isKnown = present.has(key);
    if (!isKnown) {
      // The first line of its kind: whether it leaves a presence depends on all of it.
      const reading = readCandidate(textIn(bytes, from, to), options);
      if (!reading.ok && reading.presence === null) return true;
      present.add(key);
    }
    lastFound[passed.id] = passed;
    return isKnown;
  }

  return (bytes, bom) => {
    const finds: Find[] = [];
    let passed = nonePassed();
    let from = 0;
    let mayHoldAgent = words === null;
    const block = finder.blockBytes(bytes);
    for (let sifted = 0; sifted < bytes.length; sifted += block) {
      const hits = finder.hits(bytes, sifted);
      // By index, which is a little faster than `of`: there is a hit for every line.
      for (let index = 0; index < hits.length; index += 1) {
        const at = hits[index] ?? 0;
        if (bytes[at] !== newline) {
          if (!mayHoldAgent && words !== null) mayHoldAgent = mayBeAgent(bytes, at, words);
          continue;
        }
        const { seen, original } =
          at - from > maxLineBytes ? tooLong : see(bytes, from === 0 ? bom : from, at, mayHoldAgent);
        if (seen === 'candidate' || seen === 'wrapper' || seen === 'odd') {
          finds.push({ from, to: at, kind: seen, original, passed });
          passed = nonePassed();
        } else if (seen !== 'blank') {
          passed[seen] += 1;
        }
        from = at + 1;
        mayHoldAgent = words === null;
      }
    }
    return { finds, passed, end: from };
  };
}

const candidate = { seen: 'candidate', original: 'candidate' } as const;
const otherCandidate = { seen: 'candidate', original: 'not-kubectl' } as const;
const notKubectl = { seen: 'not-kubectl', original: 'not-kubectl' } as const;
const notJson = { seen: 'not-json', original: 'not-json' } as const;
const machinery = { seen: 'machinery', original: 'not-kubectl' } as const;
const wrapper = { seen: 'wrapper', original: 'candidate' } as const;
const odd = { seen: 'odd', original: 'candidate' } as const;
const blank = { seen: 'blank', original: 'candidate' } as const;
const tooLong = { seen: 'too-long', original: 'candidate' } as const;

// A sieve is machine code with its own memory: readers that look for the same share it.
const windows = new Map<string, ReadWindow>();

function windowFor(options: ReadOptions): ReadWindow {
  const name = JSON.stringify([options.category, options.agents]);
  const made = windows.get(name) ?? readWindow(options);
  windows.set(name, made);
  return made;
}
