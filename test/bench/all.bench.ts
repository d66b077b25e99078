/**
 * `npm run bench -- all [--only read,rank] [--small] [--write]`: all benchmarks in turn, each in a process of its own, and their
 * figures beside their bars. `--small` takes seconds, and is for the gate: it fails where an answer is wrong, never by time. `--write`
 * puts the run among the last ones of docs/benchmarks.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { barOf, type Figure, figuresVariable, shown } from './figure.ts';
import { writeRun } from './runs.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    small: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

/** With what each is run, and with what where only its answers count. */
const benches: Readonly<Record<string, { readonly whole: string; readonly small: string | null }>> = {
  start: { whole: '', small: '--rounds 1' },
  cold: { whole: '', small: '--rounds 1' },
  read: { whole: '', small: '--megabytes 16 --rounds 1 --big 32' },
  rank: { whole: '', small: '--patterns 2000 --actors 100 --days 3' },
  ingest: { whole: '--rows 3000', small: '--only large --large 16 --rounds 1' },
  http: { whole: '--patterns 10000 --rounds 60', small: '--patterns 100 --rounds 2' },
  fleet: { whole: '--clusters 10,100,300', small: '--clusters 3 --hosts 1 --logs 6' },
  clients: { whole: '', small: null },
  cost: { whole: '', small: null },
};

const wanted = values.only?.split(',') ?? Object.keys(benches);
for (const name of wanted) if (benches[name] === undefined) throw new Error(`there is no bench ${name}`);

const folder = mkdtempSync(join(tmpdir(), 'rarecall-bench-'));
const file = join(folder, 'figures.jsonl');
writeFileSync(file, '');
const load = loadavg()[0] ?? 0;
const failed: string[] = [];
try {
  for (const name of wanted) {
    const args = values.small ? benches[name]?.small : benches[name]?.whole;
    if (args === null || args === undefined) continue;
    console.log(`\n# ${name} ${args}`);
    const { status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'bench.ts'), name, ...args.split(' ').filter((part) => part !== '')],
      { stdio: 'inherit', env: { ...process.env, [figuresVariable]: file } },
    );
    if (status !== 0) failed.push(name);
  }
  const figures = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Figure);
  const run = {
    at: `${new Date().toISOString().slice(0, 16)}Z`,
    machine: `${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}`,
    load: `${load.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after`,
    figures,
  };
  console.log(`\n${run.at}, ${run.machine}, load ${run.load}`);
  // Figures of so little work say nothing.
  if (values.small) console.log('answers alone were looked at');
  else for (const one of figures) console.log(`${one.what}: ${shown(one.value)} ${one.unit}${barOf(one)}`);
  if (values.write && !values.small) writeRun(run);
} finally {
  rmSync(folder, { recursive: true });
}
if (failed.length > 0) {
  console.error(`wrong answers, or no end: ${failed.join(', ')}`);
  process.exitCode = 1;
}
