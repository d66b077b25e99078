/** Reads a file in one of the ways, and prints how long it took. Run by `read.bench.ts`. */
import { cpus } from 'node:os';
import { duckdb } from './read-duckdb.ts';
import { floor, jq, ours, oursInteractive, parseEverything, type Way } from './read-ways.ts';

export interface Timing {
  readonly seconds: number;
  /** Of all threads of the process: the fairer of the two where others are at work on the machine. */
  readonly cpuSeconds: number;
}

/** Warm runs say more: the first ones wait for the compiler. jq is a process of its own each time. */
const ways: Readonly<Record<string, { readonly warmUps: number; way(): Promise<Way | null> }>> = {
  ours: { warmUps: 3, way: async () => ours },
  interactive: { warmUps: 3, way: async () => oursInteractive },
  'parse everything': { warmUps: 1, way: async () => parseEverything },
  DuckDB: { warmUps: 1, way: () => duckdb(1) },
  'DuckDB, all cores': { warmUps: 1, way: () => duckdb(cpus().length) },
  jq: { warmUps: 0, way: async () => jq },
  floor: { warmUps: 3, way: async () => floor },
};

const [name = '', path = ''] = process.argv.slice(2);
const found = ways[name];
const way = (await found?.way()) ?? null;
if (way !== null) for (let count = found?.warmUps ?? 0; count > 0; count -= 1) await way(path);
console.log(JSON.stringify(way === null ? null : await timed(way)));

async function timed(way: Way): Promise<Timing & { calls: number | null }> {
  const start = performance.now();
  const before = process.cpuUsage();
  const calls = await way(path);
  const { user, system } = process.cpuUsage(before);
  return { calls, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}
