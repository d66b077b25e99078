import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localSettings } from '../../src/host/local-settings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));
const write = (name: string, content: unknown) =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

test('local.settings.json gives texts; without it nothing is set', async () => {
  expect(localSettings(folder)).toEqual({});
  await write('local.settings.json', '\uFEFF{"IsEncrypted":false,"Values":{"A":"1"}}');
  expect(localSettings(folder)).toEqual({ A: '1' });
});

test('a local.settings.json that cannot be used is refused without a word of what is in it', async () => {
  await write('local.settings.json', '{"Values":{"KEY":"secret"');
  expect(() => localSettings(folder)).toThrow(/local\.settings\.json is not a JSON object$/);
  await write('local.settings.json', { Values: { A: 1 } });
  expect(() => localSettings(folder)).toThrow('local.settings.json: the value of A must be a text');
  await write('local.settings.json', { IsEncrypted: true, Values: { A: 'x' } });
  expect(() => localSettings(folder)).toThrow(
    'local.settings.json is encrypted; run "func settings decrypt" first',
  );
});
