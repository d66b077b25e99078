/** Where data goes: standard output, or a file that is there whole or not at all. */
import { writeFile } from 'node:fs';
import { promisify } from 'node:util';
import { wholeFile } from './whole-file.ts';

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
  await wholeFile(file, (descriptor) => promisify(writeFile)(descriptor, whole));
}
