/** Memory and machine code that readers share. Knows who may share it; refuses to know what is read. */

import type { ReadOptions } from '../options.ts';
import { wordsOf } from '../sift/prefilter.ts';
import { type Sieve, sieve } from '../sift/sieve.ts';
import { type Frames, frames } from './frames.ts';
import { type Passer, passer } from './passer.ts';

/** Memory to read files into, one at a time: a reader that is made with it need not copy what it pushes from there. */
export interface ReadWindow {
  readonly bytes: Uint8Array;
  readonly sieve: Sieve;
  readonly passer: Passer;
  readonly frames: Frames;
}

/** @param options those of the readers that are made with it */
export function readWindow(options: ReadOptions): ReadWindow {
  const own = sieve(wordsOf(options.agents) ?? []);
  const around = frames(own.glass, options, true);
  return {
    bytes: own.window,
    sieve: own,
    passer: passer(own.glass, options, around),
    frames: around,
  };
}

// A sieve is machine code with its own memory: readers that look for the same share it.
const windows = new Map<string, ReadWindow>();

/** What a reader without a window of its own works with. */
export function windowFor(options: ReadOptions): ReadWindow {
  const name = JSON.stringify([options.category, options.agents, options.clients]);
  const made = windows.get(name) ?? readWindow(options);
  windows.set(name, made);
  return made;
}
