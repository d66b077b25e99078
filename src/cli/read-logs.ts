/** The log files that a command names, read to their end; what is wrong with them is said. */
import { UnreadableError } from '../errors.ts';
import { withoutCopies } from './files/copies.ts';
import { logFiles, type Problem } from './files/files.ts';
import type { Read, ReadFilesOptions } from './files/read.ts';
import { readFiles } from './files/read-files.ts';
import { accountsOf } from './hunting/rank-files.ts';
import { progressBar } from './output/progress.ts';
import { say } from './say.ts';

/**
 * Reads files and folders, and says what is wrong with them.
 * @returns with the paths of what could not be read
 * @throws UnreadableError where nothing was understood
 */
export async function readLogs(
  paths: readonly string[],
  options: Omit<ReadFilesOptions, 'onBytes' | 'warn'>,
): Promise<{ readonly read: Read; readonly unread: readonly string[] }> {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => {
    problems.push(problem);
    say(`${problem.path}: ${problem.what}`);
  };
  const files = await withoutCopies(await logFiles(paths, onProblem), onProblem);
  const bar = progressBar(
    'reading',
    files.reduce((sum, { size }) => sum + (size ?? 0), 0),
  );
  const read = await readFiles(files, { ...options, onBytes: bar.add, warn: say }).finally(bar.end);
  const unread = [...problems.filter(({ lost }) => lost).map(({ path }) => path), ...read.unreadable];
  mustBeLogs(read, options.read.category, unread);
  return { read, unread };
}

/** @throws UnreadableError where nothing was understood: that is not the same as no calls */
function mustBeLogs(read: Read, category: string, unread: readonly string[]): void {
  const { lines, events, skipped } = accountsOf(read);
  if (events > 0) return;
  if (read.otherCategories.size > 0) {
    const others = [...read.otherCategories].slice(0, 5).join(', ');
    const words = `no record is of the category ${category}; there are such of ${others}: name one with --category`;
    if (skipped['other-category'] === lines) throw new UnreadableError(words);
    say(words);
  }
  if (unread.length > 0 && read.logs.length === 0)
    throw new UnreadableError(`nothing could be read: ${unread.join(', ')}`);
  if (read.strange.length > 0 && read.strange.length === read.logs.length)
    throw new UnreadableError(
      read.logs.length === 1
        ? 'the only file is no Kubernetes audit log that can be read'
        : `none of ${read.logs.length} files is a Kubernetes audit log that can be read`,
    );
}
