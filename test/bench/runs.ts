/** The last runs of all benchmarks, in docs/benchmarks/runs.jsonl and as a table in docs/benchmarks.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../src/host/project-folder.ts';
import { barOf, type Figure, isMet, shown } from './figure.ts';

export interface Run {
  /** ISO 8601, to the minute. */
  readonly at: string;
  readonly machine: string;
  readonly load: string;
  readonly figures: readonly Figure[];
}

/** Bars are to be met in so many runs, on different hours. */
const shownRuns = 3;

const runsFile = join(projectFolder, 'docs/benchmarks/runs.jsonl');
const page = join(projectFolder, 'docs/benchmarks.md');
const [begin, end] = ['<!-- runs:begin -->', '<!-- runs:end -->'];

export function writeRun(run: Run): void {
  const before = existsSync(runsFile) ? readFileSync(runsFile, 'utf8').split('\n') : [];
  const runs = [...before.filter((line) => line !== '').map((line) => JSON.parse(line) as Run), run];
  writeFileSync(runsFile, runs.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for runs`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${runsTable(runs)}\n\n${text.slice(to)}`);
}

/** Of the last runs, the figures of the last one: each figure a row, each run a column. */
export function runsTable(all: readonly Run[]): string {
  const whats = [...new Set(all.flatMap(({ figures }) => figures.map(({ what }) => what)))];
  const rows = whats.map((what) => {
    // A run of some benches alone has no other figures.
    const found = all.flatMap(({ at, figures }) =>
      figures.filter((one) => one.what === what).map((one) => ({ at, one })),
    );
    const last = found.slice(-shownRuns).map(({ one }) => one);
    const [first] = last;
    const bar = first === undefined ? '' : barOf(first).replace(/^ \(|: (met|missed)\)$/g, '');
    const cells = Array.from({ length: shownRuns }, (_, at) => last[at]).map((one) =>
      one === undefined ? '' : isMet(one) ? shown(one.value) : `**${shown(one.value)}**`,
    );
    return `| ${what} | ${bar} | ${first?.unit ?? ''} | ${cells.join(' | ')} |`;
  });
  const when = all
    .slice(-shownRuns)
    .map(({ at, machine, load }) => `${at} (${machine}, load ${load})`)
    .join('; ');
  return [
    `The last runs: ${when}. What misses its bar is **bold**.`,
    '',
    `| | bar | unit | ${Array.from({ length: shownRuns }, (_, at) => `run ${at + 1}`).join(' | ')} |`,
    `|---|---|---|${'---|'.repeat(shownRuns)}`,
    ...rows,
  ].join('\n');
}
