/**
 * `npm run bench -- start`: what `rarecall --version` takes beyond a bare `node -e 0`: from the checkout's sources, and as `npm pack`
 * lays it out. Each round runs all ways in turn, each in a process of its own, with the compile cache filled. `--rounds N`: 31 unless said.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { makeCommand } from '../../src/host/packaging/command.ts';
import { projectFolder } from '../../src/host/project-folder.ts';
import { figure, median } from './figure.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { rounds: { type: 'string', default: '31' } },
});
const rounds = Number(values.rounds);

await makeCommand();
const folder = await mkdtemp(join(tmpdir(), 'rarecall-start-'));
try {
  const installed = join(folder, 'installed');
  for (const part of ['bin/rarecall.js', 'dist/cli', 'package.json'])
    await cp(join(projectFolder, part), join(installed, part), { recursive: true });
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  const version = `${manifest.version}\n`;
  const ways: Readonly<Record<string, readonly [args: readonly string[], out: string]>> = {
    'node -e 0': [['-e', '0'], ''],
    installed: [[join(installed, 'bin/rarecall.js'), '--version'], version],
    checkout: [[join(projectFolder, 'bin/rarecall.js'), '--version'], version],
  };
  const meter = join(folder, 'meter.cjs');
  await writeFile(
    meter,
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); require("fs").writeSync(2, String((user + system) / 1000)); });',
  );
  const taken = new Map(Object.keys(ways).map((way) => [way, { ms: [] as number[], cpuMs: [] as number[] }]));
  // The first round fills the cache.
  for (let round = -1; round < rounds; round++)
    for (const [way, [args, out]] of Object.entries(ways)) {
      const begun = performance.now();
      const ran = spawnSync(process.execPath, ['--require', meter, ...args], { env, encoding: 'utf8' });
      const ms = performance.now() - begun;
      if (ran.stdout !== out) throw new Error(`${way} printed something else: ${ran.stderr}`);
      if (round < 0) continue;
      taken.get(way)?.ms.push(ms);
      taken.get(way)?.cpuMs.push(Number(ran.stderr));
    }
  const middle = (all: readonly number[] = []): number => median(all);
  const bare = taken.get('node -e 0');
  for (const [way, { ms, cpuMs }] of taken) {
    const [more, moreCpu] = [middle(ms) - middle(bare?.ms), middle(cpuMs) - middle(bare?.cpuMs)];
    console.log(
      `${way}: ${middle(ms).toFixed(0)} ms (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), ` +
        `${middle(cpuMs).toFixed(0)} ms of the processor; ${more.toFixed(0)} and ${moreCpu.toFixed(0)} ms more than node -e 0`,
    );
    // On a machine with other work the clock tells of that work.
    const value = Math.min(more, moreCpu);
    if (bare?.ms !== ms) figure({ what: `start: ${way}, beyond a bare Node`, value, unit: 'ms', atMost: 60 });
  }
} finally {
  await rm(folder, { recursive: true });
}
