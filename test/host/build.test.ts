import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { build } from '../../src/host/build.ts';
import { LocalError } from '../../src/host/local-error.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-build-'));
});
afterEach(() => rm(folder, { recursive: true }));

const fixture = new URL('../fixtures/app/app.ts', import.meta.url).pathname;

test('a bundle is one CommonJS file that loads with nothing beside it, registering into one factory registry', async () => {
  const outfile = join(folder, 'out/app.cjs');
  const bytes = await build({ entry: fixture, outfile });
  expect(await readdir(join(folder, 'out'))).toEqual(['app.cjs']);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(10_000_000);
  const probe = `
    const registered = [];
    const Module = require('node:module');
    const load = Module._load;
    Module._load = (name, ...rest) => name !== '@azure/functions-core' ? load(name, ...rest) : {
      setProgrammingModel(model) { registered.push('model'); },
      registerFunction(metadata) { registered.push(metadata.name); },
      registerHook() { return { dispose() {} } },
      log() {},
    };
    require(${JSON.stringify(outfile)});
    process.stdout.write(registered.join(' '));`;
  const said = execFileSync(process.execPath, ['-e', probe], { encoding: 'utf8', cwd: folder });
  expect(said.split(' ').filter((name) => name === 'model')).toHaveLength(1);
  expect(said).toContain('watchBlobs');
});

test('a source that does not compile is a problem with its place, in one line, and leaves the last bundle as it was', async () => {
  const entry = join(folder, 'broken.ts');
  const outfile = join(folder, 'app.cjs');
  await writeFile(outfile, 'last');
  await writeFile(entry, 'export const one = 1;\nexport const = 2;\n');
  const failed = build({ entry, outfile });
  await expect(failed).rejects.toBeInstanceOf(LocalError);
  await expect(failed).rejects.toThrow(/^the functions cannot be built: .*broken\.ts:2: .+$/);
  expect((await readdir(folder)).toSorted()).toEqual(['app.cjs', 'broken.ts']);
});
