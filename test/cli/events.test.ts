/** `rarecall events` on files, as people run it: the real launcher, real files, exit codes and streams. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBlobName, aLine } from '../build.ts';
import { run } from './command.ts';

const rarecall = (...args: readonly string[]) => run(args);

const launcher = join(import.meta.dirname, '../../bin/rarecall.js');
let folder: string;

const at = (day: number, time: string) => ({
  requestReceivedTimestamp: `2026-10-${String(day).padStart(2, '0')}T${time}.000000Z`,
});
const secret = (name: string) => ({
  requestURI: `/api/v1/namespaces/payments/secrets/${name}?token=hunter2hunter2`,
  objectRef: { resource: 'secrets', namespace: 'payments', name },
  sourceIPs: ['198.51.100.66'],
});
const eve = { user: { username: 'eve@example.com', groups: ['system:authenticated'] } };

/** Two weeks of the usual, and on the last day strange reads by two people, with what one of them does around them. */
const before = Array.from(
  { length: 14 },
  (_, day) => [`2026-10-${String(day + 1).padStart(2, '0')}T08`, [aLine(at(day + 1, '08:15:00'))]] as const,
);
const own = ['a', 'b', 'c'].map((name, minute) => aLine({ ...secret(name), ...at(15, `08:1${minute}:00`) }));
const around = aLine({ ...at(15, '08:14:00'), userAgent: 'curl/8.5.0', sourceIPs: ['192.0.2.200'] });
const strangers = aLine({ ...secret('x'), ...eve, ...at(15, '08:11:30') });
const hour = [around, own[2], strangers, own[0], own[1]].map((line) => `${line}\r\n`).join('');

let id: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-events-'));
  for (const [name, lines] of before) await file(`logs/${aBlobName(name)}`, `${lines.join('\n')}\n`);
  await file(`logs/${aBlobName('2026-10-15T08')}`, hour);
  const { out } = await rarecall('hunt', join(folder, 'logs'), '--format', 'json');
  const { findings } = JSON.parse(out) as { findings: { id: string; user: string }[] };
  id = findings.find(({ user }) => user === 'anna@example.com')?.id ?? '';
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

const logs = () => join(folder, 'logs');
const inOrder = own.map((line) => `${line}\r\n`).join('');

test('prints the lines of the finding as they stand in the log, in order of time, secrets and all', async () => {
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  const { code, out, err } = await rarecall('events', id, logs());
  expect({ code, out, err }).toEqual({ code: 0, out: inOrder, err: '' });
  expect(out).toContain('hunter2hunter2');
  expect((await rarecall('events', id.slice(0, 8).toUpperCase(), logs())).out).toBe(inOrder);
});

test('--context prints what the same actor did around it, and says how many are of the finding', async () => {
  const { code, out, err } = await rarecall('events', id, logs(), '--context', '2m');
  expect([code, out]).toEqual([0, `${inOrder}${around}\r\n`]);
  expect(err).toBe('rarecall: 4 records, 3 of them of the finding\n');
  expect((await rarecall('events', id, logs(), '--context', '1m')).out).toBe(inOrder);
});

test('--output writes a file that only its owner can read', async () => {
  const path = join(folder, 'out.jsonl');
  const { code, out } = await rarecall('events', id, logs(), '--output', path);
  expect([code, out]).toEqual([0, '']);
  expect(await readFile(path, 'utf8')).toBe(inOrder);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
  const { code: failed, err } = await rarecall(
    'events',
    id,
    logs(),
    '--output',
    join(folder, 'no/such/file'),
  );
  expect([failed, err]).toEqual([2, expect.stringMatching(/no\/such\/file cannot be written \(ENOENT\)\n$/)]);
});

test('files as people have them: gzip, a tar of the folder, one list of records', async () => {
  await cp(logs(), join(folder, 'packed'), { recursive: true });
  const path = join(folder, 'packed', aBlobName('2026-10-15T08'));
  await writeFile(`${path}.gz`, gzipSync(hour));
  await rm(path);
  expect((await rarecall('events', id, join(folder, 'packed'))).out).toBe(inOrder);
  for (const [name, content] of [
    ['logs.tar', 'logs'],
    ['packed.tgz', 'packed'],
  ] as const) {
    const archive = join(folder, name);
    execFileSync('tar', [name.endsWith('gz') ? '-czf' : '-cf', archive, '-C', folder, content]);
    expect((await rarecall('events', id, archive)).out).toBe(inOrder);
  }
  const all = [...before.flatMap(([, lines]) => lines), ...hour.trim().split('\r\n')];
  const list = await file('list.json', `{"records":[\n${all.join(',\n')}\n]}`);
  expect((await rarecall('events', id, list)).out).toBe(own.map((line) => `${line}\n`).join(''));
});

test('where the logs alone make no finding of it, all that the actor did on the day is printed, and that is said', async () => {
  const quiet = [
    aLine(at(15, '09:00:00')),
    aLine({ ...eve, ...at(15, '09:01:00') }),
    aLine(at(16, '09:00:00')),
  ];
  const dull = await file('dull.json', [...before.flatMap(([, lines]) => lines), ...quiet].join('\n'));
  const usual = await rarecall('hunt', dull, '--format', 'json', '--day', '2026-10-15');
  expect((JSON.parse(usual.out) as { findings: unknown[] }).findings).not.toContainEqual(
    expect.objectContaining({ user: 'anna@example.com' }),
  );
  const asked = await idOf('anna@example.com', '203.0.113.9', '2026-10-15');
  const { code, out, err } = await rarecall('events', asked, dull);
  expect([code, out]).toEqual([0, `${quiet[0]}\n`]);
  expect(err).toContain('make no finding of it: all events of this actor from this address on 2026-10-15');
});

async function idOf(user: string, ip: string, day: string): Promise<string> {
  const { findingId } = await import('../../src/core/find/finding.ts');
  const { aCluster } = await import('../build.ts');
  return findingId(aCluster.id, user, ip, day as never);
}

describe('what is wrong is said, and nothing else is printed', () => {
  test('an id that is none is bad usage, whatever is in it', async () => {
    for (const bad of ['x', '1234567', '../../etc/passwd', '\u001b[2J', "' or 1 eq 1", '0'.repeat(33)]) {
      const { code, out, err } = await rarecall('events', bad, logs());
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('32 hexadecimal digits');
      expect(err).not.toContain('\u001b');
    }
    for (const span of ['5', '5 m', '-1m', '1.5h', 'P1D', '32d', '99999s9', '5w'])
      expect((await rarecall('events', id, logs(), '--context', span)).code).toBe(2);
  });

  test('of an id that is not there, the ids that are', async () => {
    const { code, out, err } = await rarecall('events', '0'.repeat(32), logs());
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`there is no finding ${'0'.repeat(32)}`);
    expect(err).toContain('2026-10-15');
    expect(err).toContain(id);
  });

  test('standard input, which is read once, and an account beside files', async () => {
    expect(await rarecall('events', id, '-')).toMatchObject({ code: 2, out: '' });
    expect(await rarecall('events', id, logs(), '--connection', 'x')).toMatchObject({ code: 2, out: '' });
  });
});

test('a pipe that closes early is no failure', () => {
  const said = execFileSync(
    'bash',
    [
      '-o',
      'pipefail',
      '-c',
      '"$0" "$1" events "$2" "$3" | head -n 1',
      process.execPath,
      launcher,
      id,
      logs(),
    ],
    { encoding: 'utf8' },
  );
  expect(said).toBe(`${own[0]}\r\n`);
});

test('the table of a hunt has the command ready, and the help says that all is raw', async () => {
  const { out } = await rarecall('hunt', logs());
  const [, command = ''] = new RegExp(`(rarecall events ${id} .+)$`, 'm').exec(out) ?? [];
  expect(command).toBe(`rarecall events ${id} ${logs()}`);
  expect((await rarecall('events', '--help')).out).toMatch(/RAW: nothing in them is\s+masked/);
});
