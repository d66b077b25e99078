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
import { isReadable, type Mutant, mutantsOf } from './mutants.ts';
import { orderOf } from './order.ts';
import type { Outcome } from './outcome.ts';
import { sampled } from './sample.ts';
import type { Run, Tests } from './tests.ts';
import { copyOf, type Tree } from './tree.ts';

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
/** A first run, without a fault, is given this long to say anything; later ones three times the longest silence of it. */
const firstQuietMs = 300_000;
const leastQuietMs = 30_000;

const files = values.folder.flatMap(filesIn);
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const all = [...texts]
  .flatMap(([file, text]) => mutantsOf(file, text))
  .filter(({ kind }) => values.kind === '' || kind === values.kind);
const wanted = sampled(all, Number(values.sample), values.seed, (mutant) =>
  isReadable(texts.get(mutant.file) ?? '', mutant),
);
console.error(`${wanted.length} of ${all.length} mutants in ${files.length} files, seed ${values.seed}`);

const tried: { mutant: Mutant; outcome: Outcome }[] = [];
const trees = Array.from({ length: Math.min(mostJobs, Number(values.jobs)) }, () => copyOf(root));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () =>
  trees.forEach((tree) => {
    tree.remove();
  }),
);

/** File -> the tests that are asked about it, in their order. */
const asked = new Map<string, readonly string[]>();
let quietMs = firstQuietMs;
const [first] = trees;
if (first !== undefined) await measure(first.tests);
const queue = [...wanted];
const start = performance.now();
await Promise.all(trees.map(work));
const tookMs = performance.now() - start;
tell();
if (first !== undefined) await askAgain(first.tests);
for (const tree of trees) tree.remove();

/** Which tests to ask about each file, and how long they take. A test that is red by itself would catch everything. */
async function measure(tests: Tests): Promise<void> {
  const all = await tests.all();
  const related = new Map<string, readonly string[]>();
  for (const { file } of wanted) if (!related.has(file)) related.set(file, await tests.related(file));
  const order = (tookMs: ReadonlyMap<string, number>): void => {
    for (const [file, own] of related)
      asked.set(file, orderOf({ file, related: own, all, nearOnly: values.near, tookMs }));
  };
  order(new Map());
  const { ended, longestMs } = await withoutFault(tests, [...new Set([...asked.values()].flat())]);
  order(new Map(ended.map(({ file, tookMs }) => [file, tookMs])));
  quietMs = Math.max(leastQuietMs, 3 * longestMs);
}

async function withoutFault(tests: Tests, names: readonly string[]): Promise<Run> {
  const start = performance.now();
  const run = await tests.run(names, null, quietMs);
  const { outcome } = run;
  if (outcome.is !== 'green') throw new Error(`without a fault the tests are not green: ${worded(outcome)}`);
  console.error(`${names.length} test files: ${seconds(performance.now() - start)} s without a fault`);
  return run;
}

/** What caught a fault must still be green without one: a test that broke on the way would have caught them all. */
async function askAgain(tests: Tests): Promise<void> {
  const red = new Set(tried.flatMap(({ outcome }) => (outcome.is === 'red' ? [outcome.by] : [])));
  if (red.size > 0) await withoutFault(tests, [...red]);
}

async function work(tree: Tree): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const { file } = mutant;
    const names = asked.get(file) ?? [];
    const { outcome } = await tree.with(mutant, () => tree.tests.run(names, file, quietMs));
    tried.push({ mutant, outcome });
    console.log(`${worded(outcome)} ${placed(mutant)}`);
    if (outcome.is === 'green') console.log(difference(mutant));
  }
}

function worded(outcome: Outcome): string {
  if (outcome.is === 'green') return 'survived';
  if (outcome.is === 'red') return `caught (${outcome.by})`;
  return outcome.is === 'no end' ? 'caught (no end)' : `broken (${outcome.why.trim().split('\n').at(-1)})`;
}

function tell(): void {
  const folders = Map.groupBy(tried, ({ mutant }) => dirname(mutant.file));
  console.log('');
  for (const [folder, own] of [...folders].sort()) {
    const told = own.filter(({ outcome }) => outcome.is !== 'broken');
    if (told.length === 0) continue;
    const caught = told.filter(({ outcome }) => outcome.is !== 'green').length;
    console.log(
      `${folder}: ${caught} of ${told.length} caught, ${Math.round((100 * caught) / told.length)} %`,
    );
  }
  const broken = tried.filter(({ outcome }) => outcome.is === 'broken');
  for (const { mutant } of broken) console.log(`in no score, since it broke twice: ${placed(mutant)}`);
  if (broken.length > 0) process.exitCode = 1;
  console.error(`${seconds(tookMs / tried.length)} s a mutant`);
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

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
