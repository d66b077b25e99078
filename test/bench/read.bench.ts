/**
 * How fast logs are read: ours, against parsing everything in Node, DuckDB and jq, and against the floor, which is a
 * scan of the same bytes for a byte that is not there. Every case answers the same question, how many calls by kubectl
 * there are and what their fields are, and fails where its answer is wrong.
 *
 *   npm run bench -- read [--megabytes 512] [--rounds 7] [--big 2000]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { duckdb } from './read-duckdb.ts';
import { type LogTruth, writeLog } from './read-logs.ts';
import { floor, jq, ours, parseEverything } from './read-ways.ts';

/** Reads a file and says how many calls are in it; the floor does not know. */
export type Way = (path: string) => Promise<number | null>;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'read'),
  options: {
    megabytes: { type: 'string', default: '512' },
    rounds: { type: 'string', default: '7' },
    big: { type: 'string', default: '2000' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'read-bench-'));

try {
  const chip = cpus()[0]?.model ?? 'unknown';
  console.log(
    `${chip}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  for (const share of [0.002, 0.02, 0.2]) await compare(share);
  await alone('memory', Number(values.big));
  await alone('latency', Number(values.big) / 2);
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(share: number): Promise<void> {
  const path = join(folder, 'PT1H.json');
  const truth = writeLog(path, {
    seed: 7,
    bytes: Number(values.megabytes) * 1e6,
    kubectl: share,
    mentions: 0.08,
  });
  const ways = new Map<string, Way>([
    ['ours', ours],
    ['parse everything', parseEverything],
    ['floor', floor],
  ]);
  const duck = await duckdb();
  if (duck !== null) ways.set('DuckDB', duck);
  const times = new Map([...ways.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Each round begins with another way, so that none always follows the same.
    const order = [...ways].map((_, index, all) => all[(index + round) % all.length]);
    for (const way of order)
      if (way !== undefined) times.get(way[0])?.push(await timed(way[0], way[1], path, truth));
  }
  const jqSeconds = jq === null ? null : await timed('jq', jq, path, truth);
  if (jqSeconds !== null) times.set('jq', [jqSeconds]);
  show(share, truth, times);
}

async function timed(name: string, way: Way, path: string, truth: LogTruth): Promise<number> {
  const start = performance.now();
  const calls = await way(path);
  const seconds = (performance.now() - start) / 1000;
  if (calls !== null && calls !== truth.kubectl)
    throw new Error(`${name} found ${calls} calls of ${truth.kubectl}`);
  return seconds;
}

function show(share: number, truth: LogTruth, times: ReadonlyMap<string, readonly number[]>): void {
  const ourMedian = median(times.get('ours') ?? []);
  console.log(
    `\n${share * 100} % kubectl, 8 % mentions, ${truth.lines} lines, ${Math.round(truth.bytes / 1e6)} MB`,
  );
  for (const [name, seconds] of times) {
    const speed = Math.round(truth.bytes / 1e6 / median(seconds));
    const ratio = (median(seconds) / ourMedian).toFixed(2);
    const raw = seconds.map((one) => one.toFixed(3)).join(' ');
    console.log(
      `${name.padEnd(17)} ${String(speed).padStart(6)} MB/s   ${ratio.padStart(6)} x ours   [${raw}] s`,
    );
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** In a fresh process, so that what it measures is its own. */
async function alone(what: 'memory' | 'latency', megabytes: number): Promise<void> {
  const path = join(folder, 'PT1H.json');
  writeLog(path, { seed: 7, bytes: megabytes * 1e6, kubectl: 0.02, mentions: 0.08 });
  const script = join(import.meta.dirname, `read-${what}.ts`);
  const { status } = spawnSync(process.execPath, [script, path], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`read-${what} failed`);
}
