/** Log files as they lie about: links, doubles, archives, odd encodings, what cannot be read. What is not read is said. */
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { piecesOf } from '../../../src/cli/files/file-bytes.ts';
import { logFiles, type Problem } from '../../../src/cli/files/files.ts';
import { aLine, machinery } from '../../build.ts';
import { run } from '../command.ts';

const line = `${aLine()}\n`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array = line): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

const hunt = (args: readonly string[], input: readonly Uint8Array[] = []) =>
  run(['hunt', ...args], { input });
const rare = ['--ranking', 'rare', '--format', 'json'];

async function found(...paths: readonly string[]) {
  const problems: Problem[] = [];
  const files = await logFiles(
    paths.map((path) => join(folder, path)),
    (problem) => problems.push(problem),
  );
  const short = (path: string) => path.slice(folder.length + 1);
  return {
    files: files.map(({ path }) => short(path)),
    problems: problems.map(
      ({ path, what, lost }) => `${short(path)}: ${what.replaceAll(`${folder}/`, '')}${lost ? ' !' : ''}`,
    ),
  };
}

describe('a folder', () => {
  test('with links in circles is walked once', async () => {
    await file('in/a/x.json');
    await symlink('..', join(folder, 'in/a/up1'));
    await symlink('..', join(folder, 'in/a/up2'));
    await symlink('.', join(folder, 'in/self'));
    expect(await found('in')).toEqual({ files: ['in/a/x.json'], problems: [] });
  });

  test('mounted into a container gives each file once, by its real name', async () => {
    await file('in/..2026_10_01/audit.log');
    await symlink('..2026_10_01', join(folder, 'in/..data'));
    await symlink('..data/audit.log', join(folder, 'in/audit.log'));
    expect((await found('in')).files).toEqual(['in/..2026_10_01/audit.log']);
  });

  test('leads by links to what lies elsewhere, and to one file by two hard links', async () => {
    await file('elsewhere/y.json');
    await file('in/x.json');
    await link(join(folder, 'in/x.json'), join(folder, 'in/z.json'));
    await symlink('../elsewhere', join(folder, 'in/there'));
    expect((await found('in')).files).toEqual(['in/there/y.json', 'in/x.json']);
  });

  test('with a link to nothing is read on; one that leads to itself is lost', async () => {
    await file('in/x.json');
    await symlink('nowhere', join(folder, 'in/gone.json'));
    await symlink('loop.json', join(folder, 'in/loop.json'));
    const { files, problems } = await found('in');
    expect(files).toEqual(['in/x.json']);
    expect(problems).toEqual([
      'in/gone.json: is a link to nothing',
      'in/loop.json: cannot be opened (ELOOP) !',
    ]);
  });

  test('and a file in it are the same file', async () => {
    await file('in/x.json');
    expect(await found('in/x.json', 'in', 'in/x.json')).toEqual({
      files: ['in/x.json'],
      problems: [
        'in/x.json: is the same file as in/x.json, and is read once',
        'in/x.json: is the same file as in/x.json, and is read once',
      ],
    });
  });
});

describe('a log blob under two names', () => {
  const blob =
    'resourceId=/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/C/y=2026/m=10/d=01/h=08/m=00/PT1H.json';
  test('is read once where the bytes are the same, gzip or not', async () => {
    await file(`one/${blob}`);
    await file(`two/${blob}.gz`, gzipSync(line));
    const { err, out } = await hunt([join(folder, 'one'), join(folder, 'two'), ...rare]);
    expect(err).toContain('is the same log blob as');
    expect(JSON.parse(out)).toMatchObject({ lines: 1, events: 1 });
  });

  test('is told where they are not', async () => {
    await file(`one/${blob}`);
    await file(`two/${blob}`, line + line);
    const { err, out } = await hunt([join(folder, 'one'), join(folder, 'two'), ...rare]);
    expect(err).toContain('with other bytes');
    expect(JSON.parse(out).lines).toBe(3);
  });
});

describe('what cannot be read', () => {
  test('in a folder is told last, by name and number, and the answer stands', async () => {
    await file('in/a.json');
    await file('in/b.json.gz', gzipSync(line).subarray(0, 40));
    await file('in/c.zip', Buffer.from(zipSync({ 'x.json': Buffer.from(line.repeat(9)) })).subarray(0, 90));
    await file('in/d.json', 'Obj\u0001avro');
    const { code, out, err } = await hunt([join(folder, 'in'), ...rare]);
    expect(JSON.parse(out).events).toBeGreaterThanOrEqual(1);
    expect(err.trim().split('\n').slice(-4)).toEqual([
      'rarecall: could not be read: 3 files or folders',
      ...['b.json.gz', 'c.zip', 'd.json'].map((name) => `rarecall: not read: ${join(folder, 'in', name)}`),
    ]);
    expect(code).toBe(1);
  });

  test.each([
    ['Obj\u0001\u0004', /is an Avro file/],
    ['PAR1\u0015', /is a Parquet file/],
    [Buffer.from('377abcaf271c0004', 'hex'), /is a 7-Zip archive/],
    [Buffer.from('28b52ffd0400', 'hex'), /is a Zstandard file/],
    [Buffer.from('fd377a585a000004', 'hex'), /is an xz file/],
    ['BZh91AY', /is a bzip2 file/],
    [gzipSync('PAR1'), /is a Parquet file/],
    [zipSync({ 'a.txt': Buffer.from('a') }), /zip archive that holds no log files/],
    [zipSync({ 'a.json': Buffer.from('PAR1') }), /x:a\.json: is a Parquet file/],
    ['hello\n', /is no Kubernetes audit log/],
    ['{"a":1}\n', /is no Kubernetes audit log/],
  ])('is named, and is no answer, %#', async (content, says) => {
    const { code, out, err } = await hunt([await file('x', content)]);
    expect(err).toMatch(says);
    expect([code, out]).toEqual([1, '']);
  });

  test.each([
    ['its only line is', line.trim().repeat(10_000)],
    ['1 of its 3 lines is', `a\n${line.trim().repeat(10_000)}\nb\n`],
  ])('is not told as another kind of file for lines that are too long: %s', async (which, content) => {
    const path = await file('in/x.json', content);
    const says = `rarecall: ${path}: was not understood: ${which} longer than 8 MiB (too-long); put each record on a line of its own first, as with jq -c .`;
    const { code, out, err } = await hunt([path]);
    expect([code, out, err]).toEqual([1, '', `${says}\n`]);
    const last = 'rarecall: the only file is no Kubernetes audit log that can be read';
    expect((await hunt([join(folder, 'in')])).err).toBe(`${says}\n${last}\n`);
  });

  test('may be all there is', async () => {
    await file('in/a.json', 'hello\n');
    await file('in/b.json', 'hello\n');
    const { code, out, err } = await hunt([join(folder, 'in')]);
    expect(err).toMatch(/none of 2 files is a Kubernetes audit log/);
    expect([code, out]).toEqual([1, '']);
  });
});

test('an audit log without a call, an empty file and a byte order mark alone are well', async () => {
  const quiet = await file('quiet.json', `${aLine(machinery)}\n`);
  for (const path of [quiet, await file('empty.json', ''), await file('bom.json', '\ufeff')]) {
    const { code, out, err } = await hunt([path]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('no calls in these logs');
  }
});

test('events without a readable time are told as such', async () => {
  const undated = { requestReceivedTimestamp: 'yesterday', stageTimestamp: '2026-10-01 08:00' };
  const event = JSON.parse(JSON.parse(aLine()).properties.log);
  const path = await file(
    'x.log',
    ['a', 'b', 'c']
      .map(
        (auditID) => `${JSON.stringify({ ...event, ...undated, auditID })}
`,
      )
      .join(''),
  );
  const { out, err } = await hunt([path]);
  expect(err).toContain('3 events have no readable time');
  expect(out).toContain('no day to rank');
  expect((await hunt([path, ...rare])).err).toContain('3 events have no readable time');
});

describe('bytes', () => {
  const textOf = async (path: string) => {
    const all = new Map<string | null, string>();
    for await (const { member, bytes } of piecesOf(path, () => {}, { window: new Uint8Array(1000) }))
      all.set(member, (all.get(member) ?? '') + Buffer.from(bytes).toString());
    return [...all];
  };
  const long = line.repeat(2000);

  test.each([
    ['little endian', Buffer.from(`\ufeff${long}`, 'utf16le')],
    ['big endian', Buffer.from(`\ufeff${long}`, 'utf16le').swap16()],
    ['little endian without a mark', Buffer.from(long, 'utf16le')],
    ['zipped', gzipSync(Buffer.from(`\ufeff${long}`, 'utf16le'))],
  ])('of UTF-16 are read: %s', async (_, bytes) => {
    expect(await textOf(await file('x', bytes))).toEqual([[null, long]]);
  });

  test('of tar and zip are those of their members', async () => {
    const deep = `${'deep/'.repeat(40)}b.json`;
    await file('in/a.json', long);
    await file(`in/${deep}`, line);
    await file('in/c.json.gz', gzipSync(long));
    await file('in/readme.txt', 'no log');
    const members = new Map([
      ['a.json', long],
      ['c.json.gz', long],
      [deep, line],
    ]);
    const paths = [...members.keys(), 'readme.txt'];
    for (const gzip of [false, true]) {
      const path = join(folder, 'x.tar');
      await create({ cwd: join(folder, 'in'), file: path, gzip }, paths);
      expect(new Map(await textOf(path))).toEqual(members);
    }
    const zipped = zipSync({
      'a.json': Buffer.from(long),
      'c.json.gz': gzipSync(long),
      [deep]: Buffer.from(line),
      '__MACOSX/._a.json': Buffer.from('x'),
    });
    expect(new Map(await textOf(await file('x.zip', zipped)))).toEqual(members);
  });

  test('of gzip are known however they come', async () => {
    const zipped = gzipSync(line);
    const { out } = await hunt(
      ['-', ...rare],
      [...zipped].map((byte) => Uint8Array.of(byte)),
    );
    expect(JSON.parse(out).events).toBe(1);
  });
});

test('members of an archive are told by archive and path', async () => {
  const path = await file(
    'x.zip',
    zipSync({
      'a.json': Buffer.from(line),
      'b/c.json': Buffer.from(line.replaceAll('00000001', '00000002')),
    }),
  );
  const { out } = await hunt([path, '--format', 'json']);
  expect(out).toContain('x.zip:b/c.json');
  expect((await hunt([path, ...rare])).code).toBe(0);
});
