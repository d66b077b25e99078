/**
 * How fast logs are read: ours, against parsing everything in Node, DuckDB and jq, and against the floor, which is a
 * scan of the same bytes for a byte that is not there. Every case answers the same question, how many calls by kubectl
 * there are and what their fields are, and fails where its answer is wrong. `interactive` counts other clients, too.
 *
 *   npm run bench -- read [--megabytes 512] [--rounds 7] [--big 2000]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figure, median } from './figure.ts';
import { type LogTruth, writeLog } from './read-logs.ts';
import type { Timing } from './read-once.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'read'),
  options: {
    megabytes: { type: 'string', default: '512' },
    rounds: { type: 'string', default: '7' },
    big: { type: 'string', default: '2000' },
  },
});
// Ours has one thread always: more do not pay (docs/benchmarks/measured.md).
const ways = ['ours', 'interactive', 'parse everything', 'DuckDB', 'DuckDB, all cores', 'jq', 'floor'];
/** Too slow to be asked in every round. */
const onlyOnce: ReadonlySet<string> = new Set(['jq']);

const folder = mkdtempSync(join(tmpdir(), 'read-bench-'));
const path = join(folder, 'PT1H.json');
try {
  const chip = cpus()[0]?.model ?? 'unknown';
  console.log(
    `${chip}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  for (const share of [0.002, 0.02, 0.2]) compare(share, 0);
  compare(0.02, 0.03);
  writeLog(path, { seed: 7, bytes: Number(values.big) * 1e6, kubectl: 0.02, mentions: 0.08 });
  for (const what of ['memory', 'latency']) process.stdout.write(run(`read-${what}.ts`, [path]));
} finally {
  rmSync(folder, { recursive: true });
}

function compare(share: number, others: number): void {
  const truth = writeLog(path, {
    seed: 7,
    bytes: Number(values.megabytes) * 1e6,
    kubectl: share,
    mentions: 0.08,
    others,
  });
  console.log(
    `\n${share * 100} % kubectl, ${others * 100} % other clients, 8 % mentions, ${truth.lines} lines, ${Math.round(truth.bytes / 1e6)} MB`,
  );
  const timings = new Map<string, Timing[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // The order is reversed every round, so that none always follows the same.
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const timing = round > 0 && onlyOnce.has(way) ? null : timed(way, truth);
      if (timing !== null) timings.get(way)?.push(timing);
    }
  }
  const ours = timings.get('ours') ?? [];
  const times = (way: string): number =>
    median((timings.get(way) ?? []).map(({ seconds }) => seconds)) /
    median(ours.map(({ seconds }) => seconds));
  if (share === 0.02 && others === 0) {
    for (const way of ['parse everything', 'DuckDB', 'DuckDB, all cores'])
      if ((timings.get(way) ?? []).length > 0)
        figure({
          what: `reading: time of ${way} to ours`,
          value: times(way),
          unit: 'x',
          atLeast: way === 'DuckDB, all cores' ? 10 : 8,
        });
    figure({ what: 'reading: interactive to kubectl', value: times('interactive'), unit: 'x', atMost: 2 });
  } else if (others > 0)
    // It finds two and a half times as many calls then.
    figure({
      what: 'reading: the same with 3 % other clients',
      value: times('interactive'),
      unit: 'x',
    });
  for (const [way, all] of timings) if (all.length > 0) show(way, all, ours, truth);
}

/** In a fresh process, so that none pays for what another left behind. `null` where the tool is not installed. */
function timed(way: string, truth: LogTruth): Timing | null {
  const timing: (Timing & { calls: number | null }) | null = JSON.parse(run('read-once.ts', [way, path]));
  const calls = truth.kubectl + (way === 'interactive' ? truth.others : 0);
  if (timing !== null && timing.calls !== null && timing.calls !== calls) {
    throw new Error(`${way} found ${timing.calls} calls of ${calls}`);
  }
  return timing;
}

function show(way: string, timings: readonly Timing[], ours: readonly Timing[], truth: LogTruth): void {
  const of = (all: readonly Timing[], what: keyof Timing): number =>
    median(all.map((timing) => timing[what]));
  const ratio = (what: keyof Timing): string => (of(timings, what) / of(ours, what)).toFixed(2);
  const speed = String(Math.round(truth.bytes / 1e6 / of(timings, 'seconds')));
  // The time of jq on the processor is not seen from here: it is a process of its own.
  const cpu = way === 'jq' ? '' : `, ${ratio('cpuSeconds')} x the processor time`;
  console.log(`${way.padEnd(17)} ${speed.padStart(5)} MB/s, ${ratio('seconds')} x the time of ours${cpu}`);
  for (const what of way === 'jq' ? (['seconds'] as const) : (['seconds', 'cpuSeconds'] as const)) {
    console.log(`${''.padEnd(17)} ${what} ${timings.map((timing) => timing[what].toFixed(3)).join(' ')}`);
  }
}

function run(script: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} failed: ${stdout}`);
  return stdout;
}
