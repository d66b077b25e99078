/** `rarecall sample`: logs to try things on, as files under the paths that AKS uses. The sample month of the demo. */
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { say } from './say.ts';

const examples = `
Examples:
  rarecall sample logs
  rarecall hunt logs                     what stands out on the last day of it

A simulated month of two small clusters, with three attacks on its last day, 25 MB. Nobody's logs: people, names and
addresses are made up.`;

export function addSample(program: Command): void {
  program
    .command('sample')
    .description('Write sample logs to try things on.')
    .argument('<folder>', 'a folder that is not there yet, or empty')
    .addHelpText('after', examples)
    .action((folder: string) => sample(folder));
}

/** @throws UsageError where something is in the folder */
async function sample(folder: string): Promise<void> {
  const { mkdirSync, writeFileSync } = await import('node:fs');
  const { readdir, rename, rmdir } = await import('node:fs/promises');
  const { dirname, join, resolve } = await import('node:path');
  const { setImmediate: turn } = await import('node:timers/promises');
  const { called } = await import('./output/called.ts');
  const { wholeOrGone } = await import('./output/unfinished.ts');
  const { sampleMonth } = await import('../simulate/sample.ts');
  const target = resolve(folder);
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (there !== null && there.length > 0)
    throw new UsageError(`${folder} is not empty: name a folder that is not there yet`);
  say('making a month of logs of two clusters, with attacks on its last day');
  // Whole or not at all: half a month would look like one.
  const unfinished = `${target}.${process.pid}`;
  let [blobs, bytes] = [0, 0];
  mkdirSync(dirname(target), { recursive: true });
  await wholeOrGone(
    unfinished,
    () => mkdirSync(unfinished),
    async () => {
      for (const { path, lines } of sampleMonth()) {
        const text = lines.join('');
        // Whole files in one go, and then a turn: a signal comes between two of them, and nothing comes after it.
        mkdirSync(dirname(join(unfinished, path)), { recursive: true });
        writeFileSync(join(unfinished, path), text);
        await turn();
        blobs += 1;
        bytes += Buffer.byteLength(text);
      }
      if (there !== null) await rmdir(target);
      await rename(unfinished, target);
    },
  );
  console.log(
    `${blobs} log blobs, ${Math.round(bytes / 1e6)} MB, in ${folder}; now: ${called()} hunt ${quoted(folder)}`,
  );
}

/** As a shell takes it for one word. */
const quoted = (word: string): string =>
  /^[\w./~:\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
