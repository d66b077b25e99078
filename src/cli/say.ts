/**
 * What is said beside the data, on standard error: warnings, errors, what is being done. Names of files and words of
 * others may be part of it: nothing in it steers a terminal.
 */
import { visible } from '../core/show/visible.ts';

/** The lines of a text, each harmless to look at. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

/** One line. */
export const say = (line: string): void => console.error(`rarecall: ${visible(line)}`);

/** What could not be read, last of all, so that nobody takes the rest for everything. */
export function sayNotRead(what: readonly string[]): void {
  if (what.length === 0) return;
  say(`could not be read: ${what.length} ${what.length === 1 ? 'file' : 'files or folders'}`);
  for (const one of what) say(`not read: ${one}`);
}
