/**
 * How long it takes, and how much memory, to rank a day of many patterns against thirty days of as many, as the product
 * does: rows come one after the other, and of the days before only habits are kept. Each in a process of its own, without a flag,
 * bundled as the app is; how long the making of the rows takes alone is told beside it. It fails where the one strange call is
 * not found first.
 *
 *   npm run bench -- rank [--patterns 100000] [--actors 2000] [--days 30]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../src/host/build.ts';
import { projectFolder } from '../../src/host/project-folder.ts';
import { figure } from './figure.ts';
import type { Measured } from './rank-alone.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'rank'),
  options: {
    patterns: { type: 'string', default: '100000' },
    actors: { type: 'string', default: '2000' },
    days: { type: 'string', default: '30' },
  },
});
const { patterns, actors, days } = values;

const folder = mkdtempSync(join(tmpdir(), 'rarecall-rank-'));
try {
  const outfile = join(folder, 'rank.cjs');
  await build({ entry: join(projectFolder, 'test/bench/rank-alone.ts'), outfile });
  const alone = (task: string): Measured =>
    JSON.parse(execFileSync(process.execPath, [outfile, task, patterns, actors, days], { encoding: 'utf8' }));
  const said = ({ seconds, cpuSeconds, maxMb }: Measured): string =>
    `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor time, at most ${Math.round(maxMb)} MB resident`;
  console.log(
    `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
  );
  const [rows, ranked] = [alone('rows'), alone('rank')];
  console.log(`rows of ${days} days and the ranked one made, and nothing done with them: ${said(rows)}`);
  console.log(
    `a day of ${patterns} and one against ${days} days of ${patterns}, by ${actors} actors: ${said(ranked)}`,
  );
  console.log(
    `without the making of the rows: ${(ranked.cpuSeconds - rows.cpuSeconds).toFixed(1)} s of processor time; digest ${ranked.digest}`,
  );
  figure({ what: 'ranking: processor time', value: ranked.cpuSeconds, unit: 's', atMost: 25 });
  figure({ what: 'ranking: memory', value: ranked.maxMb, unit: 'MB', atMost: 300 });
} finally {
  rmSync(folder, { recursive: true });
}
