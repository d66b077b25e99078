/** A copy of the checkout in which faults are made and tests are run, so that the checkout stays as it is. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutated } from './mutants.ts';

/** How a run of tests ended. An endless loop never ends by itself. */
export type Outcome = 'green' | 'red' | 'no end';

export interface Tree {
  /** Writes the mutant, runs `trial`, and puts the file back. */
  with<T>(mutant: Mutant, trial: () => Promise<T>): Promise<T>;
  /** Runs Vitest with these arguments, one worker, up to the first failure. */
  test(args: readonly string[], limitMs: number): Promise<Outcome>;
  /** Ends what is running in it, too. */
  remove(): void;
}

/** Holds what is committed, and what is not yet. */
export function copyOf(root: string): Tree {
  const copy = mkdtempSync(join(tmpdir(), 'rarecall-mutants-'));
  const names = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root })
    .toString()
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(root, name)));
  for (const name of names) cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

  let end = (): void => undefined;

  return {
    async with(mutant, trial) {
      const path = join(copy, mutant.file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, mutated(text, mutant));
      try {
        return await trial();
      } finally {
        writeFileSync(path, text);
      }
    },
    async test(args, limitMs) {
      const run = runTests(copy, args, limitMs);
      end = run.end;
      return await run.outcome;
    },
    remove() {
      end();
      rmSync(copy, { recursive: true, force: true });
    },
  };
}

function runTests(cwd: string, args: readonly string[], limitMs: number) {
  const vitest = join(cwd, 'node_modules/vitest/vitest.mjs');
  const more = ['--run', '--bail', '1', '--maxWorkers', '1', '--passWithNoTests'];
  // A group of its own: workers and whatever tests started end with it.
  const child = spawn(process.execPath, [vitest, ...args, ...more], { cwd, stdio: 'ignore', detached: true });
  let isOver = false;
  const end = (): void => {
    if (isOver || child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended already.
    }
  };
  const outcome = new Promise<Outcome>((resolve, reject) => {
    let tooLong = false;
    const timer = setTimeout(() => {
      tooLong = true;
      end();
    }, limitMs);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      end();
      isOver = true;
      resolve(tooLong ? 'no end' : code === 0 ? 'green' : 'red');
    });
  });
  return { outcome, end };
}
