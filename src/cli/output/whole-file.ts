/** A file that somebody names for output: it is there whole or not at all, and what is no file is not replaced by one. */
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';

export interface Place {
  readonly path: string;
  /** `w` for what is written to as it is, else `wx`: nobody else's link is followed. */
  readonly flag: 'w' | 'wx';
  /** Of the file that is replaced. */
  readonly mode?: number;
}

/**
 * Devices and pipes, such as /dev/stdout, are written to; a link stays, and what it leads to is replaced.
 * @param write fills the place it is told
 * @throws UsageError where the file cannot be written
 */
export async function wholeFile(file: string, write: (place: Place) => Promise<unknown>): Promise<void> {
  const there = await stat(file).catch(() => null);
  const isFile = there?.isFile() === true;
  let unfinished: string | null = null;
  try {
    if (there !== null && !isFile && !there.isDirectory()) {
      await write({ path: file, flag: 'w' });
      return;
    }
    const target = isFile ? await realpath(file) : file;
    const place = `${target}.${process.pid}`;
    await write({ path: place, flag: 'wx', ...(isFile ? { mode: there.mode & 0o777 } : {}) }).catch(
      (error: NodeJS.ErrnoException) => {
        // What was there before belongs to somebody else.
        if (error.code !== 'EEXIST') unfinished = place;
        throw error;
      },
    );
    unfinished = place;
    await rename(place, target);
  } catch (error) {
    if (unfinished !== null) await rm(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written (${code ?? 'unknown'})`, { cause: error });
  }
}
