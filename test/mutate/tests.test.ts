/** On small checkouts of their own, whose tests do what tests do when something is wrong with a machine. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Tests, testsOf } from './tests.ts';

// Each starts Vitest once or more, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const root = join(import.meta.dirname, '../..');
const opened: { folder: string; tests: Tests }[] = [];

afterEach(() => {
  for (const { folder, tests } of opened.splice(0)) {
    tests.end();
    rmSync(folder, { recursive: true, force: true });
  }
});

const good = "import { expect, test } from 'vitest'; import { one } from './one.ts';";

function checkout(files: Readonly<Record<string, string>>): { folder: string; tests: Tests } {
  const folder = mkdtempSync(join(tmpdir(), 'rarecall-tests-'));
  mkdirSync(join(folder, 'test'));
  cpSync(import.meta.dirname, join(folder, 'test/mutate'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const all = {
    'vitest.config.ts':
      "export default { test: { projects: [{ test: { name: 'unit', include: ['*.test.ts'] } }] } };",
    'one.ts': 'export const one = 1;',
    'other.test.ts': "import { test } from 'vitest'; test('is fine', () => undefined);",
    ...files,
  };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  const opening = { folder, tests: testsOf(folder) };
  opened.push(opening);
  return opening;
}

test('a fault is seen while it is there, and no longer', async () => {
  const { folder, tests } = checkout({ 'one.test.ts': `${good} test('one', () => expect(one).toBe(1));` });
  const ask = async (text: string) => {
    writeFileSync(join(folder, 'one.ts'), text);
    return (await tests.run(['one.test.ts', 'other.test.ts'], 'one.ts', 60_000)).outcome;
  };
  expect(await tests.all()).toEqual(['one.test.ts', 'other.test.ts']);
  expect(await tests.related('one.ts')).toEqual(['one.test.ts']);
  expect(await ask('export const one = 1;')).toEqual({ is: 'green' });
  expect(await ask('export const one = 2;')).toEqual({ is: 'red', by: 'one.test.ts' });
  expect(await ask("throw new Error('at once');")).toEqual({ is: 'red', by: 'one.test.ts' });
  expect(await ask('export const one = 1; // as it was')).toEqual({ is: 'green' });
  writeFileSync(join(folder, 'one.ts'), 'export const one = 1;');
  expect((await tests.run(['one.test.ts'], null, 60_000)).outcome).toEqual({ is: 'green' });
});

test('what never ends is ended, and the next is answered', async () => {
  const { tests } = checkout({ 'one.test.ts': `${good} test('one', () => { while (one === 1); });` });
  expect((await tests.run(['one.test.ts'], null, 4_000)).outcome).toEqual({ is: 'no end' });
  expect((await tests.run(['other.test.ts'], null, 60_000)).outcome).toEqual({ is: 'green' });
});

test('what breaks says nothing of a fault', async () => {
  const { tests } = checkout({
    'killed.test.ts': `${good} test('one', () => process.kill(process.pid, 'SIGKILL'));`,
    'empty.test.ts': `${good} test.skip('one', () => expect(one).toBe(2));`,
    'torn.test.ts': `${good} test('one', (`,
  });
  const isOf = async (name: string) => (await tests.run([name], null, 60_000)).outcome.is;
  expect(await isOf('killed.test.ts')).toBe('broken');
  expect(await isOf('empty.test.ts')).toBe('broken');
  expect(await isOf('torn.test.ts')).toBe('broken');
  expect(await isOf('gone.test.ts')).toBe('broken');
  expect(await isOf('other.test.ts')).toBe('green');
  expect((await tests.run([], null, 60_000)).outcome.is).toBe('green');
});

test('what broke once is asked once more', async () => {
  const { tests } = checkout({
    'once.test.ts': `import { existsSync, writeFileSync } from 'node:fs'; import { test } from 'vitest';
      test('once', () => { if (existsSync('seen')) return; writeFileSync('seen', ''); process.kill(process.pid, 'SIGKILL'); });`,
  });
  expect((await tests.run(['once.test.ts'], null, 60_000)).outcome).toEqual({ is: 'green' });
});

test('a Vitest that cannot start says why', async () => {
  const { tests } = checkout({ 'vitest.config.ts': "throw new Error('no such setting');" });
  await expect(tests.all()).rejects.toThrow('no such setting');
  expect((await tests.run(['other.test.ts'], null, 60_000)).outcome).toMatchObject({ is: 'broken' });
});
