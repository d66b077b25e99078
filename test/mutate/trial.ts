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
export function stagesFor(file: string, root: string, nearOnly: boolean): Stage[] {
  const folder = testFolder(file, root);
  const onBoth = onAzurite.test(file);
  return [
    ...(folder === null ? [] : [nearIn(folder, 'unit')]),
    ...(folder === null || !onBoth ? [] : [nearIn(folder, 'azurite')]),
    ...(nearOnly ? [] : [related]),
    ...(onBoth && !nearOnly ? [emulated] : []),
  ];
}

const nearIn = (folder: string, project: 'unit' | 'azurite'): Stage => ({
  name: `${project} tests of ${folder}`,
  args: () => ['run', '--project', project, `${folder}/`],
});

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

/** The folder of tests that is nearest to the file's own, `null` where that is the folder of all. */
function testFolder(file: string, root: string): string | null {
  for (let own = dirname(file).replace(/^src(\/|$)/, ''); own !== '' && own !== '.'; own = dirname(own))
    if (existsSync(join(root, 'test', own))) return join('test', own);
  return null;
}

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
