/** Options by default, from a file: the real launcher, real files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { checkout } from './checkout.ts';

let here: Awaited<ReturnType<typeof checkout>>;
let logs: string;
beforeAll(async () => {
  here = await checkout();
  const line = aLine({ sourceIPs: ['198.51.100.7', '203.0.113.50'] });
  logs = await here.file('logs/one.json', `${[line, aLine({}, { category: 'other' })].join('\n')}\n`);
});
afterAll(() => here.remove());

const config = (options: unknown, path = 'options.json') => here.file(path, JSON.stringify(options));
const said = (path: string) => `rarecall: options by default from ${path}\n`;
const calls = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { clientIp: string });

test('options are taken from the file that is named, before or behind the command', async () => {
  const path = await config({ hunt: { format: 'jsonl', limit: 1, brief: true } });
  for (const args of [
    ['--config', path, 'hunt', logs],
    ['hunt', logs, '--config', path],
  ]) {
    const { code, out, err } = await here.run(args);
    expect([code, err, calls(out).length]).toEqual([0, said(path), 1]);
  }
  expect((await here.run(['hunt', logs, '--config', path, '--format', 'csv'])).out).toMatch(/^rank,cluster,/);
});

test('else from rarecall.json in the working folder, else from one’s own', async () => {
  const work = join(here.folder, 'work');
  await mkdir(work);
  const env = { XDG_CONFIG_HOME: join(here.folder, 'own') };
  const formatOf = async () => (await here.run(['hunt', logs, '--limit', '1'], env, work)).out.slice(0, 5);
  expect(await formatOf()).toMatch(/^2026/);
  await config({ hunt: { format: 'csv' } }, 'own/rarecall/config.json');
  expect(await formatOf()).toBe('rank,');
  await writeFile(join(work, 'rarecall.json'), JSON.stringify({ hunt: { format: 'jsonl' } }));
  expect(await formatOf()).toBe('{"ran');
});

test('an option wins over the environment, that over the file, that over local.settings.json', async () => {
  const path = await config({ hunt: { format: 'jsonl', 'client-ip': 'last' } });
  const addressOf = async (args: string[] = [], env: Record<string, string> = {}) =>
    calls((await here.run(['hunt', logs, '--config', path, ...args], env)).out)[0]?.clientIp;
  await here.settings({ RARECALL_CLIENT_IP: 'ignore' });
  expect(await addressOf()).toBe('203.0.113.50');
  expect(await addressOf([], { RARECALL_CLIENT_IP: '' })).toBe('203.0.113.50');
  expect(await addressOf([], { RARECALL_CLIENT_IP: 'first' })).toBe('198.51.100.7');
  const env = { RARECALL_CLIENT_IP: 'ignore' };
  expect(await addressOf(['--client-ip', 'first'], env)).toBe('198.51.100.7');
  await here.settings({});
});

test('what does not go with the command line gives way to it', async () => {
  const path = await config({
    hunt: { ranking: 'rare', mask: true, 'fail-on': 'low', missing: 'placeholder' },
  });
  const run = (...args: string[]) => here.run(['hunt', logs, '--config', path, ...args]);
  expect((await run('--search', 'scan')).code).toBe(0);
  expect((await run('--reveal')).code).toBe(0);
  expect((await run()).out).toMatch(/^count/);
  const lost = await config({ hunt: { day: '2031-01-01' } }, 'day.json');
  const from = ['hunt', logs, '--config', lost, '--from', '2026-10-01'];
  expect((await here.run(from.slice(0, 4))).code).toBe(1);
  expect((await here.run(from)).code).toBe(0);
});

test.each([
  [{ hnut: {} }, /: hnut is no command; there are hunt, /],
  [{ hunt: [] }, /: hunt must hold options and their values$/],
  [
    { hunt: { minSeverity: 'low' } },
    /: hunt\.minSeverity is no option of this command; there are .*min-severity/,
  ],
  [{ hunt: { 'min-severity': 'grave' } }, /: hunt\.min-severity: Allowed choices are informational, /],
  [{ hunt: { limit: 1.5 } }, /: hunt\.limit: It must be a whole number from 0 to 50000\.$/],
  [{ hunt: { limit: {} } }, /: hunt\.limit must be a text or a number, or a list of them$/],
  [{ hunt: { brief: 'yes' } }, /: hunt\.brief must be true or false$/],
  [{ hunt: { day: '2026-10-01', from: '2026-10-01' } }, /: hunt: from does not go with day$/],
  [{ hunt: { output: '/tmp/x' } }, /: hunt\.output cannot stand in a file$/],
  [{ rank: {}, 'suppress lsit': {}, hunt: { names: [true] } }, /: hunt\.names must be a text or a number/],
])('%j is bad usage, told with its key', async (options, words) => {
  const { code, out, err } = await here.run(['hunt', logs, '--config', await config(options)]);
  expect([code, out]).toEqual([2, '']);
  expect(err.trimEnd()).toMatch(words);
  expect(err).toMatch(/^rarecall: .*\n$/);
});

test('a file that is named and is not there, or is no JSON, is an error', async () => {
  const { code, err } = await here.run(['hunt', logs, '--config', '/nowhere.json']);
  expect([code, err]).toEqual([1, 'rarecall: /nowhere.json: no such file\n']);
  const path = await here.file('odd.json', '{ secret');
  const odd = await here.run(['hunt', logs, '--config', path]);
  expect([odd.code, odd.err]).toEqual([1, `rarecall: ${path} is not a JSON object\n`]);
  const folder = await here.run(['hunt', logs, '--config', here.folder]);
  expect([folder.code, folder.err]).toEqual([1, `rarecall: ${here.folder} cannot be read (EISDIR)\n`]);
});
