/**
 * Lines that are no record as they stand: each is stripped, joined and unpacked, to whatever records are in it.
 * Remembers what a container runtime has cut; refuses to know bytes and counts.
 */

import { objectOf, parseJson } from '../json.ts';
import { bareLine, withoutEnd } from './bare-line.ts';
import { torn, type Unpacked, unpack } from './unpack.ts';
import { itemsIn } from './wrapper.ts';

export interface OddLines {
  /** Whether a line has begun that others go on with. */
  readonly goesOn: boolean;
  /** What the line holds, none where it is scraps or goes on in another line. `null`: a line too long to be held. */
  read(line: string): readonly Unpacked[] | null;
  /** What is left at the end of the file. */
  finish(): readonly Unpacked[];
}

/** @param longest characters of a joined line */
export function oddLines(longest: number): OddLines {
  const begun = new Map<string, string>();
  const tooLong = new Set<string>();

  function joined(text: string, stream: string): string | null {
    const whole = (begun.get(stream) ?? '') + text;
    begun.delete(stream);
    return tooLong.delete(stream) || whole.length > longest ? null : whole;
  }

  return {
    get goesOn() {
      return begun.size > 0;
    },
    read(line) {
      const { text, time, partial, ends } = bareLine(line);
      if (partial !== null) {
        const whole = (begun.get(partial) ?? '') + text;
        if (whole.length > longest) tooLong.add(partial);
        begun.set(partial, whole.length > longest ? '' : whole);
        return [];
      }
      const whole = ends === null ? text : joined(text, ends);
      return whole === null ? null : recordsIn(withoutEnd(whole), time);
    },
    finish: () => [...begun.values()].flatMap((text) => recordsIn(text, null)),
  };
}

/** The records of a text: one document, or several behind one another. */
export function recordsIn(text: string, time: string | null): Unpacked[] {
  if (text === '') return [];
  const value = parseJson(text);
  if (objectOf(value) !== null) return unpack(value);
  const cut = torn(text, time);
  if (cut.kind === 'log') return [cut];
  const bytes = Buffer.from(text);
  const items = [...itemsIn(bytes)].map(({ from, to }) => bytes.toString('utf8', from, to));
  const values = items.map((item) => parseJson(item));
  // Only whole documents make several of one line: what is torn stays one.
  return items.length > 1 && values.every((one) => objectOf(one) !== null)
    ? values.flatMap((one) => unpack(one))
    : [cut];
}
