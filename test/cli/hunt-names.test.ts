/** `rarecall hunt --names`: names beside Entra object ids where people look. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { run } from './command.ts';

const id = 'c0ffee00-1111-4222-8333-444455556666';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-names-'));
  await writeFile(join(folder, 'PT1H.json'), aLine({ user: { username: id, groups: ['team-b'] } }));
  await writeFile(join(folder, 'names.json'), JSON.stringify([{ id, displayName: 'Deployer' }]));
  await writeFile(join(folder, 'bad.json'), '{');
});
afterAll(() => rm(folder, { recursive: true }));

const hunt = (args: readonly string[], env: Record<string, string> = {}) =>
  run(['hunt', ...args, join(folder, 'PT1H.json')], { env: { ...process.env, ...env } });
const names = (file: string) => join(folder, file);

test.each(['table', 'html'])('a %s shows them, by option as by setting', async (format) => {
  const shown = `Deployer (${id})`;
  const calls = ['--what', 'calls', '--format', format];
  expect((await hunt(calls)).out).not.toContain('Deployer');
  expect((await hunt(['--names', names('names.json'), ...calls])).out).toContain(shown);
  expect((await hunt(calls, { RARECALL_NAMES: names('names.json') })).out).toContain(shown);
});

test.each(['json', 'csv'])('%s keeps the id alone', async (format) => {
  const { out } = await hunt(['--names', names('names.json'), '--format', format]);
  expect(out).toContain(id);
  expect(out).not.toContain('Deployer');
});

test('a file that is no list is bad usage, said in one line', async () => {
  const { code, err, out } = await hunt(['--names', names('bad.json')]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`${names('bad.json')} is no JSON list`);
});
