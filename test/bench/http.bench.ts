/**
 * `npm run bench -- http`: how long the deployed bundle takes to answer, in the local host on the emulator, for a day of many
 * patterns that was ranked before. The host that is asked has just been started, so that it remembers nothing at first. Fails
 * where answers of one question differ, or are not of as many calls as the day has.
 *
 *   npm run bench -- http [--patterns 1000,10000,100000] [--rounds 120]
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { addDays, dayOf, daysFrom } from '../../src/core/count/day.ts';
import { startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { ask, eventually, type Spawned, spawnHost } from '../host/spawned.ts';
import { figure } from './figure.ts';
import { seed } from './http-seed.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    patterns: { type: 'string', default: '1000,10000,100000' },
    rounds: { type: 'string', default: '120' },
  },
});
const rounds = Number(values.rounds);
/** Of the day that the bars are about. */
const barPatterns = 10_000;
const day = addDays(dayOf(new Date()), -2);
const settings = { RARECALL_ROW_BUDGET: '200000' };
const paths = [
  `calls?day=${day}`,
  `calls?day=${day}&user=user-7@example.com`,
  `findings?day=${day}`,
  `report?day=${day}`,
];
/** Asked last, and its memory told apart: nobody is given so many calls who does not ask for them. */
const largePath = `calls?day=${day}&limit=1000`;

interface Measured {
  readonly ms: readonly number[];
  readonly wallMs: number;
  /** Of the processor, of the host, a question: what others do beside it does not count. */
  readonly cpuMs: number;
  readonly bytes: number;
}

/** Milliseconds of the processor that the process has had. Its clock ticks a hundred times a second. */
function cpuMsOf({ child }: Spawned): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function measured(host: Spawned, path: string, atOnce: number, count: number): Promise<Measured> {
  const ms: number[] = [];
  const seen = new Set<string>();
  let left = count;
  let bytes = 0;
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const began = performance.now();
      const response = await fetch(`${host.address}/api/${path}`);
      const text = await response.text();
      ms.push(performance.now() - began);
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
      bytes = text.length;
      seen.add(path.startsWith('report') ? '' : text);
    }
  };
  const [began, before] = [performance.now(), cpuMsOf(host)];
  await Promise.all(Array.from({ length: atOnce }, one));
  if (seen.size !== 1) throw new Error(`${path} was answered in ${seen.size} ways`);
  return {
    ms: ms.sort((a, b) => a - b),
    wallMs: performance.now() - began,
    cpuMs: (cpuMsOf(host) - before) / count,
    bytes,
  };
}

const at = (ms: readonly number[], share: number): string =>
  (ms[Math.min(ms.length - 1, Math.ceil(share * ms.length) - 1)] ?? 0).toFixed(0);

/** Resident now and at most, of the process that hosts the functions. */
function memoryOf({ child }: Spawned): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const mb = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { now: mb('VmRSS'), most: mb('VmHWM') };
}

await build();
console.log(
  `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
);
for (const patterns of values.patterns.split(',').map(Number)) {
  const azurite = await startAzurite();
  try {
    let began = performance.now();
    const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
    await seed(azurite.connection, day, patterns);
    console.log(`\n${patterns} patterns: counted in ${seconds()} s`);
    const ranker = await spawnHost(azurite.connection, settings);
    began = performance.now();
    // As the timer does: a story goes on with days that were ranked before.
    for (const one of daysFrom(addDays(day, -7), day)) {
      await fetch(`${ranker.address}/api/days/${one}/rank`, {
        method: 'POST',
        headers: { connection: 'close' },
      });
      await eventually(
        async () =>
          (await ask(ranker, `findings?day=${one}`).catch(() => ({ body: { unranked: 'away' } }))).body,
        (body) => body.unranked === undefined,
        600_000,
      );
    }
    console.log(`ranked in ${seconds()} s, ${memoryOf(ranker).most} MB at most`);
    await ranker.stop();
    const host = await spawnHost(azurite.connection, settings);
    console.log(
      '| question | at once | p50 | p95 | p99 | all | processor time of one | size |\n|---|---|---|---|---|---|---|---|',
    );
    const memory: string[] = [];
    for (const path of [...paths, largePath]) {
      const first = await measured(host, path, 1, 1);
      console.log(
        `| ${path} | the first | ${at(first.ms, 1)} ms | | | | ${first.cpuMs.toFixed(0)} ms | ${first.bytes} |`,
      );
      for (const atOnce of [1, 10, 60]) {
        const { ms, wallMs, cpuMs } = await measured(host, path, atOnce, atOnce === 60 ? 60 : rounds);
        if (patterns === barPatterns && path !== largePath) {
          const what = `http: ${path
            .replace(`day=${day}`, '')
            .replace(/[?&]+$/, '')
            .replace('?&', ' of ')}`;
          if (atOnce === 1)
            figure({ what: `${what}, p95`, value: Number(at(ms, 0.95)), unit: 'ms', atMost: 150 });
          if (atOnce === 60)
            figure({ what: `${what}, 60 at once`, value: wallMs / 1_000, unit: 's', atMost: 5 });
        }
        const said = [0.5, 0.95, 0.99].map((share) => `${at(ms, share)} ms`).join(' | ');
        console.log(`| ${path} | ${atOnce} | ${said} | ${wallMs.toFixed(0)} ms | ${cpuMs.toFixed(1)} ms | |`);
      }
      const { now, most } = memoryOf(host);
      if (patterns === barPatterns && path === paths.at(-1))
        figure({ what: 'http: memory', value: most, unit: 'MB', atMost: 300 });
      const load = loadavg()[0]?.toFixed(1);
      memory.push(`memory of the host after ${path}: ${now} MB, ${most} MB at most so far; load ${load}`);
    }
    for (const line of memory) console.log(line);
    await host.stop();
  } finally {
    await azurite.stop();
  }
}
