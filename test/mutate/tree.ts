/** A copy of the checkout in which faults are made and tests are run, so that the checkout stays as it is. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutated } from './mutants.ts';
import { type Tests, testsOf } from './tests.ts';

export interface Tree {
  readonly tests: Tests;
  /** Writes the mutant, runs `trial`, and puts the file back. */
  with<T>(mutant: Mutant, trial: () => Promise<T>): Promise<T>;
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
  const tests = testsOf(copy);

  return {
    tests,
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
    remove() {
      tests.end();
      rmSync(copy, { recursive: true, force: true });
    },
  };
}
