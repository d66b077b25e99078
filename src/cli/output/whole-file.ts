/** A file that somebody names for output: it is there whole or not at all, and what is no file is not replaced by one. */
import { close, open, openSync } from 'node:fs';
import { realpath, rename, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { UsageError } from '../../errors.ts';
import { wholeOrGone } from './unfinished.ts';

/** Fills what is open, and leaves it open. */
export type Write = (descriptor: number) => Promise<unknown>;

/**
 * Devices and pipes, such as /dev/stdout, are written to; a link stays, and what it leads to is replaced.
 * @param mode of the file; that of the one which is replaced where not given
 * @throws UsageError where the file cannot be written
 */
export async function wholeFile(file: string, write: Write, mode?: number): Promise<void> {
  const there = await stat(file).catch(() => null);
  const isFile = there?.isFile() === true;
  try {
    if (there !== null && !isFile && !there.isDirectory()) {
      await filled(await promisify(open)(file, 'w'), write);
      return;
    }
    const target = isFile ? await realpath(file) : file;
    const place = `${target}.${process.pid}`;
    const rights = mode ?? (isFile ? there.mode & 0o777 : 0o666);
    await wholeOrGone(
      place,
      // Nobody else's file or link is followed.
      () => openSync(place, 'wx', rights),
      async (descriptor) => {
        await filled(descriptor, write);
        await rename(place, target);
      },
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written (${code ?? 'unknown'})`, { cause: error });
  }
}

async function filled(descriptor: number, write: Write): Promise<void> {
  try {
    await write(descriptor);
  } finally {
    await promisify(close)(descriptor);
  }
}
