/** The command of this checkout, run as people run it. */
import { type ExecFileOptionsWithStringEncoding, execFile } from 'node:child_process';
import { join } from 'node:path';

export const launcher = join(import.meta.dirname, '../../bin/rarecall.js');

export interface Ran {
  /** Not a number where no code was given: a signal ended it, or it said more than anybody reads. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface RunOptions extends Omit<ExecFileOptionsWithStringEncoding, 'encoding'> {
  /** What it is given to read, piece by piece. */
  readonly input?: readonly (string | Uint8Array)[];
}

export const run = (args: readonly string[], { input = [], ...options }: RunOptions = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [launcher, ...args],
      { maxBuffer: 1e8, ...options },
      (error, out, err) => {
        const code = error === null ? 0 : error.code;
        resolve({ code: typeof code === 'number' ? code : Number.NaN, out, err });
      },
    );
    for (const piece of input) child.stdin?.write(piece);
    child.stdin?.end();
  });
