/** What is deployed: the same bytes from the same sources, complete, small, and the app that the tests know. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadApp } from '../../../src/host/functions-core.ts';
import { LocalError } from '../../../src/host/local-error.ts';
import { openPackage } from '../../../src/host/packaging/open.ts';
import { makePackage, type Packaged } from '../../../src/host/packaging/package.ts';
import { projectFolder } from '../../../src/host/project-folder.ts';

let folder: string;
let packaged: Packaged;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-packaging-'));
  packaged = await makePackage(at('laid-out'), at('app.zip'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const textOf = async (name: string) => await readFile(at(join('laid-out', name)), 'utf8');

test('packed again, elsewhere and in another time zone, it has the same bytes', async () => {
  const script = `
    const { makePackage } = await import(${JSON.stringify(join(projectFolder, 'src/host/packaging/package.ts'))});
    process.stdout.write((await makePackage(${JSON.stringify(at('again'))}, ${JSON.stringify(at('again.zip'))})).sha256);`;
  const again = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: tmpdir(),
    env: { ...process.env, TZ: 'Pacific/Kiritimati' },
    encoding: 'utf8',
  });
  expect(again).toBe(packaged.sha256);
  const hash = createHash('sha256').update(await readFile(at('app.zip')));
  expect(hash.digest('hex')).toBe(packaged.sha256);
});

test('it holds what is deployed and nothing else, in less than two megabytes', async () => {
  expect(packaged.bytes).toBeLessThan(2_000_000);
  const names = await readdir(at('laid-out'), { recursive: true });
  expect(names.sort()).toEqual([
    'LICENSE',
    'THIRD-PARTY-NOTICES.txt',
    'dist',
    'dist/app.cjs',
    'host.json',
    'package.json',
    'sbom.cdx.json',
  ]);
  const { scripts, dependencies, main } = JSON.parse(await textOf('package.json')) as Record<string, unknown>;
  expect([scripts, dependencies, main]).toEqual([undefined, undefined, 'dist/app.cjs']);
  expect(await textOf('host.json')).toBe(await readFile(join(projectFolder, 'host.json'), 'utf8'));
  for (const name of names.filter((one) => one.includes('.')))
    expect(await textOf(name)).not.toContain(projectFolder);
});

test('every package of others is named with its version, its licence and the text of it', async () => {
  const { components, metadata } = JSON.parse(await textOf('sbom.cdx.json')) as {
    components: { name: string; version: string; purl: string; licenses: unknown[] }[];
    metadata: { component: { hashes: { content: string }[] } };
  };
  const names = components.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['@azure/functions', '@azure/storage-blob', 'ipaddr.js', 'tslib']),
  );
  // What is only for the laptop or for tests is in no bundle.
  expect(names).not.toEqual(expect.arrayContaining(['commander']));
  expect(names.filter((name) => /^(azurite|esbuild|vitest|tar|commander)$/.test(name))).toEqual([]);
  const notices = await textOf('THIRD-PARTY-NOTICES.txt');
  for (const { name, version, purl, licenses } of components) {
    expect(notices).toContain(`${name} ${version}, `);
    expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
    expect(licenses).toHaveLength(1);
  }
  expect(notices.match(/It ships no text of its licence/g) ?? []).toHaveLength(1);
  const bundle = createHash('sha256').update(await readFile(at('laid-out/dist/app.cjs')));
  expect(metadata.component.hashes[0]?.content).toBe(bundle.digest('hex'));
});

test('opened it is the app, and leaves nothing behind', async () => {
  vi.stubEnv('RARECALL_LOGS', 'UseDevelopmentStorage=true');
  vi.stubEnv('AzureWebJobsStorage', 'UseDevelopmentStorage=true');
  const { app, remove } = await openPackage(at('app.zip'));
  const log = { write: () => undefined, say: () => undefined, detail: () => undefined };
  try {
    expect([...(await loadApp(app.file, log)).functions.keys()]).toContain('sweepLogs');
    expect((await readdir(app.folder)).sort()).toContain('host.json');
  } finally {
    vi.unstubAllEnvs();
    await remove();
  }
  await expect(readdir(app.folder)).rejects.toThrow('ENOENT');
});

test('what is no package is refused in one line', async () => {
  const refused = async (bytes: Uint8Array) => {
    await writeFile(at('odd.zip'), bytes);
    return await openPackage(at('odd.zip')).then(
      () => 'opened',
      (error: unknown) => (error instanceof LocalError ? error.message : String(error)),
    );
  };
  expect(await refused(Buffer.from('no zip'))).toMatch(/odd\.zip is no zip file$/);
  expect(await refused(zipSync({ 'readme.txt': Buffer.from('x') }))).toMatch(
    /is no package: its package\.json/,
  );
  expect(await refused(zipSync({ '../out.txt': Buffer.from('x') }))).toMatch(/names files outside itself$/);
  await expect(openPackage(at('none.zip'))).rejects.toThrow('npm run package makes');
});
