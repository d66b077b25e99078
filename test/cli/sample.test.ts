/** `rarecall sample` as people run it: the month of the demo, whole, and nothing of theirs is written over. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleMonth } from '../../src/simulate/sample.ts';
import { run } from './command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-sample-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sample = (path: string, by = '') =>
  run(['sample', path], { cwd: folder, env: { ...process.env, npm_command: by } });

test('an empty folder gets the sample month, and the next command is told as a shell takes it', async () => {
  await mkdir(join(folder, "ben's logs"));
  expect(await sample("ben's logs")).toMatchObject({
    code: 0,
    out: "1488 log blobs, 25 MB, in ben's logs; now: rarecall hunt 'ben'\\''s logs'\n",
  });
  const blobs = [...sampleMonth()];
  const written = await readdir(join(folder, "ben's logs"), { recursive: true, withFileTypes: true });
  expect(written.filter((one) => one.isFile()).length).toBe(blobs.length);
  for (const { path, lines } of blobs.slice(-3))
    expect(await readFile(join(folder, "ben's logs", path), 'utf8')).toBe(lines.join(''));
  expect(await readdir(folder)).toEqual(["ben's logs"]);
  expect((await sample('logs', 'exec')).out).toMatch(/; now: npx rarecall hunt logs\n$/);
  expect((await sample('again', 'run')).out).toMatch(/; now: npx rarecall hunt again\n$/);
});

test('a folder with something in it is left as it is', async () => {
  await mkdir(join(folder, 'mine'));
  await writeFile(join(folder, 'mine/notes.txt'), 'mine');
  expect(await sample('mine')).toEqual({
    code: 2,
    out: '',
    err: 'rarecall: mine is not empty: name a folder that is not there yet\n',
  });
  expect(await readdir(join(folder, 'mine'))).toEqual(['notes.txt']);
});
