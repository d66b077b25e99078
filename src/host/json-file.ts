/** A small JSON file that a person wrote. Its content never goes into a message: it may hold a key. */
import { readFileSync } from 'node:fs';
import { LocalError } from './local-error.ts';

export type Section = Readonly<Record<string, unknown>>;

/** @returns `undefined` when there is no such file. @throws LocalError when it holds no JSON object */
export function jsonFile(path: string): Section | undefined {
  let written: string;
  try {
    written = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new LocalError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  try {
    const value: unknown = JSON.parse(written.replace(/^\uFEFF/, ''));
    if (isSection(value)) return value;
  } catch {
    // The parser's own message quotes the file.
  }
  throw new LocalError(`${path} is not a JSON object`);
}

export const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
