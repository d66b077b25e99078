/** Where data goes: standard output, or a file that is there whole or not at all. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';

/**
 * Settles when all of it is written. A text that is not empty ends with a line end.
 * @param file `-` and nothing are standard output
 * @throws UsageError where the file cannot be written
 */
export async function put(text: string, file?: string): Promise<void> {
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (file === undefined || file === '-') {
    await new Promise<void>((resolve) => process.stdout.write(whole, () => resolve()));
    return;
  }
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, whole);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written (${code ?? 'unknown'})`, { cause: error });
  }
}
