/**
 * `npm run mutate -- [--folder src/core/judge] [--sample 60] [--seed 1] [--kind boundary] [--jobs 2] [--near]`: would
 * the tests notice? Makes small faults in a copy of the tree, one at a time, and runs the tests that could see them.
 * `--folder` may be a file, and may be given several times; `--sample 0` tries all; `--near` asks only the tests of the
 * same folder, which is quick and strict.
 * Tells each fault on standard output as it is tried, survivors with their place; the score of each folder comes last.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf } from './mutants.ts';
import { sampled } from './sample.ts';
import { copyOf, type Outcome, type Tree } from './tree.ts';
import { type Stage, stagesFor, trial } from './trial.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true, default: ['src', 'functions'] },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    near: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '../..');
const mostJobs = 2;
/** The first run of a stage, without a fault, may take this long; later ones a few times what it took. */
const firstLimitMs = 600_000;
const leastLimitMs = 30_000;

const files = values.folder.flatMap(filesIn);
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const all = [...texts]
  .flatMap(([file, text]) => mutantsOf(file, text))
  .filter(({ kind }) => values.kind === '' || kind === values.kind);
const wanted = sampled(all, Number(values.sample), values.seed);
console.error(`${wanted.length} of ${all.length} mutants in ${files.length} files, seed ${values.seed}`);

const limits = new Map<string, number>();
const tried: { mutant: Mutant; outcome: Outcome }[] = [];
const trees = Array.from({ length: Math.min(mostJobs, Number(values.jobs)) }, () => copyOf(root));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () =>
  trees.forEach((tree) => {
    tree.remove();
  }),
);

const [first] = trees;
if (first !== undefined) await measure(first);
const queue = [...wanted];
await Promise.all(trees.map(work));
tell();

/** How long each stage takes without a fault. A stage that is red by itself would catch everything. */
async function measure(tree: Tree): Promise<void> {
  const touched = [...new Set(wanted.map(({ file }) => file))];
  const stages = new Map<string, { stage: Stage; files: string[] }>();
  for (const file of touched)
    for (const stage of stagesFor(file, root, values.near)) {
      const known = stages.get(stage.name) ?? { stage, files: [] };
      known.files.push(file);
      stages.set(stage.name, known);
    }
  for (const { stage, files } of stages.values()) {
    const start = performance.now();
    const outcome = await tree.test(stage.args(files), firstLimitMs);
    if (outcome !== 'green')
      throw new Error(`without a mutant the tests of stage ${stage.name} are ${outcome}`);
    const took = performance.now() - start;
    limits.set(stage.name, Math.max(leastLimitMs, 3 * took));
    console.error(`${stage.name}: ${Math.round(took / 1000)} s without a mutant`);
  }
}

async function work(tree: Tree): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const { file } = mutant;
    const outcome = await tree.with(mutant, () =>
      trial(tree, stagesFor(file, root, values.near), [file], ({ name }) => limits.get(name) ?? firstLimitMs),
    );
    tried.push({ mutant, outcome });
    console.log(
      `${outcome === 'green' ? 'survived' : 'caught'}${outcome === 'no end' ? ' (no end)' : ''} ${placed(mutant)}`,
    );
    if (outcome === 'green') console.log(difference(mutant));
  }
}

function tell(): void {
  const folders = new Map<string, { caught: number; all: number }>();
  for (const { mutant, outcome } of tried) {
    const folder = dirname(mutant.file);
    const sum = folders.get(folder) ?? { caught: 0, all: 0 };
    folders.set(folder, { caught: sum.caught + (outcome === 'green' ? 0 : 1), all: sum.all + 1 });
  }
  console.log('');
  for (const [folder, { caught, all }] of [...folders].sort())
    console.log(`${folder}: ${caught} of ${all} caught, ${Math.round((100 * caught) / all)} %`);
}

function filesIn(folder: string): string[] {
  if (statSync(join(root, folder)).isFile()) return [folder];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

function placed({ kind, file, line }: Mutant): string {
  return `${kind} ${file}:${line}`;
}

/** The lines that changed, as a diff shows them. */
function difference(mutant: Mutant): string {
  const text = texts.get(mutant.file) ?? '';
  const from = text.lastIndexOf('\n', mutant.from - 1) + 1;
  const end = text.indexOf('\n', mutant.to);
  const to = end < 0 ? text.length : end;
  const before = text.slice(from, to);
  const after = text.slice(from, mutant.from) + mutant.with + text.slice(mutant.to, to);
  const marked = (mark: string, lines: string): string =>
    lines
      .split('\n')
      .map((line) => `  ${mark} ${line.trim()}`)
      .join('\n');
  return `${marked('-', before)}\n${marked('+', after)}`;
}
