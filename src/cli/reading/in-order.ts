/**
 * Files read in their order, by as many threads as it pays to have. Decides how the work is parted; refuses to know what
 * is counted.
 */
import type { ReadOptions } from '../../core/read/options.ts';
import type { LogFile } from '../files/files.ts';
import type { Step } from './steps.ts';
import { stretchBytes, stretchesOf } from './stretch.ts';
import { type Begun, team } from './team.ts';

export interface FilesInOrder {
  /** The steps of each are to be taken to their end before those of the next. */
  readonly files: Iterable<{ readonly file: LogFile; readonly steps: AsyncIterable<Step> }>;
  end(): Promise<void>;
}

export interface InOrderOptions {
  readonly read: ReadOptions;
  /** Threads that read. Default: 1, this one. */
  readonly jobs?: number;
  /** Bytes after which a stretch ends. Default: {@link stretchBytes}. */
  readonly stretch?: number;
  /** Told how many bytes were read from disk. */
  readonly onBytes: (bytes: number) => void;
}

export async function stepsInOrder(
  files: readonly LogFile[],
  { read, jobs = 1, stretch = stretchBytes, onBytes }: InOrderOptions,
): Promise<FilesInOrder> {
  const size = files.reduce((sum, one) => sum + (one.size ?? 0), 0);
  // Standard input belongs to this thread, and what is found of all clients is too much to be handed over.
  const isAlone = read.clients === 'all' || files.some(({ path }) => path === '-');
  // A thread takes some time to start: for less than two stretches the others have read it before.
  const helpers = isAlone ? 0 : Math.min(jobs, Math.floor(size / stretch)) - 1;
  const readers = team({ read, helpers: Math.max(0, helpers), onBytes });
  const inOrder: { file: LogFile; steps: AsyncIterable<Step> }[] = [];
  for (const file of files) {
    const stretches =
      helpers > 0
        ? await stretchesOf(file, stretch)
        : [{ path: file.path, from: 0, ends: null, size: file.size }];
    inOrder.push({ file, steps: joined(stretches.map(readers.begin)) });
  }
  return { files: inOrder, end: readers.end };
}

/** The steps of a file's stretches. One that had to go on has read others, which are passed over. */
async function* joined(stretches: readonly Begun[]): AsyncGenerator<Step> {
  const left = [...stretches];
  let at: number | null = 0;
  try {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      if (at === null || next.stretch.from < at) {
        await next.passOver();
        continue;
      }
      for await (const step of next.steps) {
        if (step.kind === 'read') at = step.to;
        yield step;
      }
    }
  } finally {
    for (const one of left) await one.passOver();
  }
}
