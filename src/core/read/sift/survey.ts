/**
 * Goes over the whole lines in some bytes, by way of a sieve, and says which of them must be parsed and how many need
 * not be. Knows lines; refuses to know what a candidate holds.
 */
import { nonePassed, type Passed } from '../account.ts';
import { isBlank, newline } from '../characters.ts';
import type { Passed as Found, Strider } from '../gate/strider.ts';
import type { ReadWindow } from '../gate/window.ts';
import type { ReadOptions } from '../options.ts';
import { readCandidate, textIn } from '../record.ts';
import { isWrapper } from '../styles/wrapper.ts';
import { type Glance, glanceAt } from './glance.ts';
import { mayBeAgent, wordsOf } from './prefilter.ts';

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
  window: ReadWindow,
): (bytes: Uint8Array, bom: number) => Survey {
  const words = wordsOf(options.agents);
  const { sieve: finder, passer } = window;
  readers += 1;
  const reader = readers;
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

  function wasTold({ id, date, place }: Found): boolean {
    const last = lastFound[id];
    return last !== undefined && last.date === date && last.place === place;
  }

  function isPassed(bytes: Uint8Array, from: number, to: number): boolean {
    const passed = passer.pass(bytes, from, to);
    return passed !== null && isOld(bytes, from, passed);
  }

  /** Whether a line that is known to be the machinery's tells nothing new of where it is. */
  function isOld(bytes: Uint8Array, from: number, passed: Found): boolean {
    if (!passed.leaves) return true;
    if (passed.date === 0) return false;
    if (wasTold(passed)) return true;
    const key = JSON.stringify([passed.id, passed.date, passed.place]);
    const isKnown = present.has(key);
    if (!isKnown) {
      // The first line of its kind: whether it leaves a presence depends on all of it.
      const reading = readCandidate(textIn(bytes, from, passed.to), options);
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

    /** Enters the line that ends at `to`. */
    function enter({ seen, original }: Seen, to: number): void {
      if (seen === 'candidate' || seen === 'wrapper' || seen === 'odd') {
        finds.push({ from, to, kind: seen, original, passed });
        passed = nonePassed();
      } else if (seen !== 'blank') {
        passed[seen] += 1;
      }
      enterLine(to + 1);
    }

    function enterLine(at: number): void {
      from = at;
      mayHoldAgent = words === null;
    }

    const strider = options.clients === 'interactive' && words !== null ? passer.along(bytes, reader) : null;
    /** Enters the lines from here on that are known at first sight, and tells whether there was one. */
    function passAlong(lines: Strider): boolean {
      const first = from;
      let at = from;
      for (;;) {
        const found = lines.next(at);
        passed.machinery += lines.count;
        at = lines.from;
        if (found === null) break;
        if (isOld(bytes, at, found)) {
          passed.machinery += 1;
          if (!found.leaves || wasTold(found)) lines.dull();
        } else {
          from = at;
          enter(otherCandidate, found.to);
        }
        at = found.to + 1;
      }
      if (at > from) enterLine(at);
      return at > first;
    }

    const block = finder.blockBytes(bytes);
    const shortest = strider === null ? block : shortestBlock;
    let length = shortest;
    let tried = -1;
    for (let sifted = 0; sifted < bytes.length; sifted += length, length = Math.min(2 * length, block)) {
      if (strider !== null && from > tried) {
        if (passAlong(strider)) {
          sifted = from;
          length = shortest;
        }
        tried = from;
        if (sifted === bytes.length) break;
      }
      const hits = finder.hits(bytes, sifted, length);
      // By index, which is a little faster than `of`: there is a hit for every line.
      for (let index = 0; index < hits.length; index += 1) {
        const at = hits[index] ?? 0;
        if (bytes[at] !== newline) {
          if (!mayHoldAgent && words !== null) mayHoldAgent = mayBeAgent(bytes, at, words);
          continue;
        }
        enter(at - from > maxLineBytes ? tooLong : see(bytes, from === 0 ? bom : from, at, mayHoldAgent), at);
      }
    }
    return { finds, passed, end: from };
  };
}

/** Readers made until now. */
let readers = 0;

type Seen = { readonly seen: keyof Passed | Find['kind'] | 'blank'; readonly original: Glance };

/** Bytes to sift where a line is not known at first sight, and the next is likely to be. */
const shortestBlock = 2048;

const candidate = { seen: 'candidate', original: 'candidate' } as const;
const otherCandidate = { seen: 'candidate', original: 'not-kubectl' } as const;
const notKubectl = { seen: 'not-kubectl', original: 'not-kubectl' } as const;
const notJson = { seen: 'not-json', original: 'not-json' } as const;
const machinery = { seen: 'machinery', original: 'not-kubectl' } as const;
const wrapper = { seen: 'wrapper', original: 'candidate' } as const;
const odd = { seen: 'odd', original: 'candidate' } as const;
const blank = { seen: 'blank', original: 'candidate' } as const;
const tooLong = { seen: 'too-long', original: 'candidate' } as const;
