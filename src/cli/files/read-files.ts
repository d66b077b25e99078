/** Log files read into rows, with the very code that counts in Azure. Refuses to know how calls are ranked. */
import { blobNameOf, logPath } from '../../core/read/path.ts';
import { UnreadableError } from '../../errors.ts';
import { stepsInOrder } from '../reading/in-order.ts';
import type { Step } from '../reading/steps.ts';
import type { LogFile } from './files.ts';
import { type OpenLog, openLog } from './open-log.ts';
import { isWanted, type Read, type ReadFilesOptions } from './read.ts';

/** @throws UnreadableError for a file that the user named and that cannot be read, or is no log */
export async function readFiles(files: readonly LogFile[], options: ReadFilesOptions): Promise<Read> {
  const read: Read = {
    logs: [],
    otherCategories: new Set(),
    clusters: new Map(),
    unreadable: [],
    strange: [],
    otherClusters: new Set(),
  };
  const reading = await stepsInOrder(wantedFiles(files, read, options), options);
  try {
    for (const { file, steps } of reading.files) {
      try {
        await countFile(file, steps, read, options);
      } catch (error) {
        if (!(error instanceof UnreadableError) || file.named) throw error;
        options.warn(error.message);
        read.unreadable.push(file.path);
      }
    }
  } finally {
    await reading.end();
  }
  return read;
}

/** A path of Azure's names its cluster: such a file need not be opened. */
const wantedFiles = (files: readonly LogFile[], read: Read, options: ReadFilesOptions): LogFile[] =>
  files.filter(({ path, size }) => {
    const known = logPath(blobNameOf(path) ?? '')?.cluster ?? null;
    if (known === null || isWanted(known, read, options)) return true;
    options.onBytes(size ?? 0);
    return false;
  });

/** Counts a file, or the members of an archive, each as a log of its own. What was read before a failure stays. */
async function countFile(
  file: LogFile,
  steps: AsyncIterable<Step>,
  read: Read,
  options: ReadFilesOptions,
): Promise<void> {
  let log: OpenLog | null = null;
  for await (const step of steps) {
    log ??= openLog(file, step.member, read, options);
    if (step.kind === 'found') log.take(step.found);
    else {
      log.enter(step);
      if (step.to === null) log = null;
    }
  }
}
