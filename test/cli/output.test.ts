/** `--output` names a file that is replaced as a whole; what is no file stays what it is. */
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { put } from '../../src/cli/output/put.ts';
import { UsageError } from '../../src/errors.ts';

const folder = await mkdtemp(join(tmpdir(), 'rarecall-output-'));
afterAll(() => rm(folder, { recursive: true }));

test('a file is replaced with its rights kept, and nothing is left beside it', async () => {
  const file = join(folder, 'own.txt');
  writeFileSync(file, 'old');
  chmodSync(file, 0o600);
  await put('new', file);
  expect(readFileSync(file, 'utf8')).toBe('new\n');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(put('new', folder)).rejects.toThrow(UsageError);
  expect(readdirSync(folder)).toEqual(['own.txt']);
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  test('a link stays, and what it leads to is replaced', async () => {
    const [link, file] = [join(folder, 'link.txt'), join(folder, 'linked.txt')];
    writeFileSync(file, 'old');
    symlinkSync('linked.txt', link);
    await put('new', link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new\n');
  });

  test('a pipe is written to, and is a pipe still: so are devices such as /dev/null', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reading = promisify(execFile)('cat', [pipe]);
    await put('through', pipe);
    expect((await reading).stdout).toBe('through\n');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test('what somebody laid where the unfinished file would be is neither followed nor taken away', async () => {
    const [file, victim] = [join(folder, 'guessed.txt'), join(folder, 'victim.txt')];
    writeFileSync(victim, 'precious');
    symlinkSync('victim.txt', `${file}.${process.pid}`);
    await expect(put('new', file)).rejects.toThrow('cannot be written (EEXIST)');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(existsSync(file)).toBe(false);
    expect(lstatSync(`${file}.${process.pid}`).isSymbolicLink()).toBe(true);
  });
});
