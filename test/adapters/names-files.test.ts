import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namesIn, namesOnce } from '../../src/adapters/names-files.ts';

const [one, two] = ['c0ffee00-1111-4222-8333-444455556666', '0d15ea5e-aaaa-4bbb-8ccc-dddd00001111'] as const;
let folder: string;
const file = (name: string, written: unknown): string => {
  writeFileSync(join(folder, name), typeof written === 'string' ? written : JSON.stringify(written));
  return join(folder, name);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rarecall-names-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('several files are one, the last wins', () => {
  const users = file('users.json', [{ id: one, displayName: 'Ada' }]);
  const groups = file('groups.csv', `id,displayName\n${one},Other\n${two},Admins\n`);
  expect([...namesIn([users, groups])]).toEqual([
    [one, 'Other'],
    [two, 'Admins'],
  ]);
  expect(namesIn([]).size).toBe(0);
});

test('a file that is not there, is no list or too long is named, and nothing of it is repeated', () => {
  expect(() => namesIn([join(folder, 'none')])).toThrow(`${join(folder, 'none')}: no file that can be read`);
  const secret = file('secret.json', '{"password":"walrus"');
  expect(() => namesIn([secret])).toThrow(new RegExp(`^${secret} is no JSON list$`));
  const long = file('long.json', '[]');
  truncateSync(long, (64 << 20) + 1);
  expect(() => namesIn([long])).toThrow(`${long} is longer than 64 MiB`);
});

test('in an app a file at fault stops nothing, and is told once', () => {
  const names = namesOnce([join(folder, 'none')]);
  const told: unknown[] = [];
  const log = { warn: (...said: unknown[]) => void told.push(...said) };
  expect(names.get().size).toBe(0);
  expect([names.get(log).size, names.get(log).size]).toEqual([0, 0]);
  expect(told).toEqual([`RARECALL_NAMES: ${join(folder, 'none')}: no file that can be read`]);
});

test('is read once', () => {
  const path = file('ids.json', [{ id: one, displayName: 'Ada' }]);
  const names = namesOnce([path]);
  expect(names.get().get(one)).toBe('Ada');
  rmSync(path);
  expect(names.get().get(one)).toBe('Ada');
});
