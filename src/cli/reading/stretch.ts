/**
 * Large files in stretches of whole lines, so that several threads read one file. Knows where lines end; refuses to know
 * what is in them.
 */
import { open } from 'node:fs/promises';
import { bomBytes, newline } from '../../core/read/characters.ts';
import { styleOf } from '../../core/read/styles/documents.ts';
import { headBytes, kindOf, unreadableAs } from '../files/file-kinds.ts';
import type { LogFile } from '../files/files.ts';

/** What one thread reads without a pause: a file, or lines of it. */
export interface Stretch {
  readonly path: string;
  /** First byte: the start of a line. */
  readonly from: number;
  /**
   * Where it may end, each the start of a line: at the first of them, unless a record goes on. Behind the last of them
   * comes the end of the file. `null`: it is the whole file, of whatever kind.
   */
  readonly ends: readonly number[] | null;
  /** Bytes of the file when it was found, `null` for standard input. */
  readonly size: number | null;
}

/** Long enough to cost nothing, short enough that the last one keeps nobody waiting. */
export const stretchBytes = 32 * 1024 * 1024;
const lookBytes = 64 * 1024;

/** @returns in order; one for the whole file where it is short, packed, or anything but JSON Lines */
export async function stretchesOf({ path, size }: LogFile, length: number): Promise<Stretch[]> {
  const whole: Stretch = { path, from: 0, ends: null, size };
  if (size === null || size < 2 * length) return [whole];
  const file = await open(path).catch(() => null);
  // Whoever reads it tells why it cannot be.
  if (file === null) return [whole];
  try {
    const look = async (from: number): Promise<Uint8Array> => {
      const { bytesRead, buffer } = await file.read(new Uint8Array(lookBytes), 0, lookBytes, from);
      return buffer.subarray(0, bytesRead);
    };
    const head = await look(0);
    const isText = unreadableAs(head.subarray(0, headBytes)) === null && kindOf(head) === 'text';
    if (!isText || styleOf(head, bomBytes(head, 0)) !== 'lines') return [whole];
    const starts: number[] = [];
    for (let near = length; near < size; near += length) {
      const found = await lineAfter(near - 1, Math.min(near + length, size), look);
      if (found !== null && found < size) starts.push(found);
    }
    return [0, ...starts].map((from, at) => ({ path, from, ends: starts.slice(at), size }));
  } finally {
    await file.close();
  }
}

/** The first line that begins behind a byte, and before another. */
async function lineAfter(
  from: number,
  before: number,
  look: (from: number) => Promise<Uint8Array>,
): Promise<number | null> {
  for (let at = from; at < before; at += lookBytes) {
    const bytes = await look(at);
    const found = bytes.indexOf(newline);
    if (found >= 0) return at + found + 1;
    if (bytes.length < lookBytes) return null;
  }
  return null;
}
