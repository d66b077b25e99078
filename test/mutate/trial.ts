/** Does any test notice? The nearest tests are asked first, and the slow ones last. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Outcome, Tree } from './tree.ts';

export interface Stage {
  readonly name: string;
  /** Arguments of Vitest for tests of these files. */
  readonly args: (files: readonly string[]) => readonly string[];
}

/** Rooms whose tests need the storage emulator. */
const onAzurite = /^(functions|src\/adapters\/azure|src\/compose)/;

/** Whole hosts and long races say little about one line, and take minutes. */
const tooLong = ['test/faults/**', 'test/host/**', 'test/cli/**'];

/**
 * @param root where the tests are looked for
 * @param nearOnly asks no test of another folder
 */
export const stagesFor = (file: string, root: string, nearOnly: boolean): Stage[] => [
  ...(existsSync(join(root, testFolder(file))) ? [near] : []),
  ...(nearOnly ? [] : [related]),
  ...(onAzurite.test(file) && !nearOnly ? [emulated] : []),
];

const near: Stage = {
  name: 'near',
  args: (files) => ['run', '--project', 'unit', ...new Set(files.map((file) => `${testFolder(file)}/`))],
};

const related: Stage = { name: 'related', args: (files) => ['related', '--project', 'unit', ...files] };

const emulated: Stage = {
  name: 'azurite',
  args: (files) => [
    'related',
    '--project',
    'azurite',
    ...tooLong.flatMap((glob) => ['--exclude', glob]),
    ...files,
  ],
};

const testFolder = (file: string): string => join('test', dirname(file).replace(/^src(\/|$)/, ''));

/** The first outcome that is not green. */
export async function trial(
  tree: Tree,
  stages: readonly Stage[],
  files: readonly string[],
  limitMs: (stage: Stage) => number,
): Promise<Outcome> {
  for (const stage of stages) {
    const outcome = await tree.test(stage.args(files), limitMs(stage));
    if (outcome !== 'green') return outcome;
  }
  return 'green';
}
