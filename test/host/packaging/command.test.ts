/** What `npm pack` packs, installed into an empty folder as anybody would, and tried from there. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { projectFolder } from '../../../src/host/project-folder.ts';
import { writeLog } from '../../bench/read-logs.ts';

let folder: string;
let home: string;

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const ran = (program: string, args: readonly string[], cwd: string): Promise<Run> =>
  new Promise((resolve) => {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(RARECALL_|AzureWebJobs|npm_)/i.test(name)),
    );
    execFile(program, args, { cwd, env, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

/** As `npx rarecall` finds it. */
const rarecall = (...args: readonly string[]): Promise<Run> =>
  ran(process.execPath, [join(home, 'node_modules/.bin/rarecall'), ...args], home);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-packed-'));
  home = join(folder, 'home');
  await mkdir(home);
  const packed = await ran('npm', ['pack', '--silent', '--pack-destination', folder], projectFolder);
  expect(packed).toMatchObject({ code: 0, out: `rarecall-${manifest.version}.tgz\n` });
  // Nothing is fetched: it brings all it needs.
  const install = ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.out.trim())];
  expect(await ran('npm', install, home)).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test('it is one package with what runs and nothing else', async () => {
  const installed = await readdir(join(home, 'node_modules'));
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['rarecall']);
  const files = await readdir(join(home, 'node_modules/rarecall'), { recursive: true });
  expect(files.filter((name) => !/^dist\/cli\/part-\w+\.js$/.test(name)).toSorted()).toEqual([
    ...['LICENSE', 'README.md', 'bin', 'bin/rarecall.js', 'dist', 'dist/THIRD-PARTY-NOTICES.txt'],
    ...['dist/app.cjs', 'dist/cli', 'dist/cli/end-with-parent.js', 'dist/cli/rarecall.js'],
    ...['dist/cli/reading-thread.js', 'dist/sbom.cdx.json', 'host.json', 'package.json'],
  ]);
  const packageFolder = join(home, 'node_modules/rarecall');
  for (const name of files.filter((one) => /\.(js|cjs|json|txt)$/.test(one)))
    expect(await readFile(join(packageFolder, name), 'utf8')).not.toContain(projectFolder);
});

test('whose code is in it is told, with the licences', async () => {
  const notices = await readFile(join(home, 'node_modules/rarecall/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  // Of the command alone, of both, of the functions alone.
  for (const name of ['commander', 'tar', 'fflate', '@azure/storage-blob', '@azure/functions'])
    expect(notices).toMatch(new RegExp(`^${name} \\d[\\d.]*, \\S+\\n`, 'm'));
});

test('it says its version, writes samples and finds what is in them', async () => {
  expect(await rarecall('--version')).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  const { code, out } = await rarecall('sample', 'logs');
  expect([code, out]).toEqual([0, '1488 log blobs, 25 MB, in logs; now: rarecall hunt logs\n']);
  const hunted = await rarecall('hunt', 'logs', '--format', 'json');
  const { day, findings } = JSON.parse(hunted.out) as {
    day: string;
    findings: { user: string; risk: { severity: string } }[];
  };
  expect([hunted.code, hunted.err, day]).toEqual([0, '', '2026-10-31']);
  expect(findings.slice(0, 3).map(({ user, risk }) => [user, risk.severity])).toEqual([
    ['olga.eriksen@northwind.example', 'critical'],
    ['zoe.berg@northwind.example', 'critical'],
    ['yusuf.thomsen44@northwind.example', 'critical'],
  ]);
}, 60_000);

test('it reads a large log with several threads as with one', async () => {
  writeLog(join(home, 'large.json'), { seed: 3, bytes: 100e6, kubectl: 0.02, mentions: 0.08 });
  const [one, two] = await Promise.all(
    ['1', '2'].map((jobs) =>
      rarecall('hunt', 'large.json', '--ranking', 'rare', '--format', 'json', '--jobs', jobs),
    ),
  );
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(two).toEqual(one);
}, 60_000);

test('what it hosts needs the emulator, and it says in one line how to get that', async () => {
  const { code, out, err } = await rarecall('start', '--port', '0');
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^rarecall: this needs the storage emulator Azurite, .*: npm install azurite.*\n$/);
});

test('hunting loads nothing of the Azure SDKs', async () => {
  const parts = await readdir(join(home, 'node_modules/rarecall/dist/cli'));
  const watch = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { console.error('loads ' + url); return next(url, context); } });`)}`;
  const program = join(home, 'node_modules/rarecall/bin/rarecall.js');
  const args = ['--import', watch, program, 'hunt', join(home, 'logs'), '--ranking', 'rare'];
  const { code, err } = await ran(process.execPath, args, home);
  const loaded = [...err.matchAll(/^loads file:\S*\/(part-\w+\.js)$/gm)].map(([, name = '']) => name);
  expect(code).toBe(0);
  expect(loaded.length).toBeLessThan(parts.length / 2);
  const ofAzure: string[] = [];
  for (const name of parts)
    if (
      /@azure\/(storage|data|identity|core)/.test(
        await readFile(join(home, 'node_modules/rarecall/dist/cli', name), 'utf8'),
      )
    )
      ofAzure.push(name);
  expect(ofAzure.length).toBeGreaterThan(2);
  expect(loaded.filter((name) => ofAzure.includes(name))).toEqual([]);
});
