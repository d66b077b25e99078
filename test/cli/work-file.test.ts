/** Findings of log files, worked in a file beside them. */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { run } from './command.ts';

let folder: string;
let logs: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-work-file-'));
  logs = join(folder, 'logs.json');
  const at = (day: number) => `2026-10-${String(day).padStart(2, '0')}T08:15:00.000000Z`;
  const usual = Array.from({ length: 9 }, (_, day) => aLine({ requestReceivedTimestamp: at(day + 1) }));
  const odd = aLine({
    requestReceivedTimestamp: at(10),
    requestURI: '/api/v1/namespaces/payments/secrets/db',
    objectRef: { resource: 'secrets', namespace: 'payments', name: 'db' },
    sourceIPs: ['198.51.100.66'],
  });
  await writeFile(logs, `${[...usual, odd].join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const rarecall = (...args: string[]) => run(args, { cwd: folder });

test('a finding is worked in the file, and the hunt shows it', async () => {
  const hunted = await rarecall('hunt', logs, '--work', 'work.jsonl', '--format', 'json');
  expect(hunted.err).toContain('work.jsonl is not there');
  const [{ id, work }] = JSON.parse(hunted.out).findings;
  expect(work).toMatchObject({ status: 'new', etag: '0' });
  expect(JSON.parse((await rarecall('hunt', logs, '--format', 'json')).out).findings[0]).not.toHaveProperty(
    'work',
  );

  const own = ['work', id, '--file', 'work.jsonl'];
  expect((await rarecall(...own)).err).toContain('work.jsonl is not there');
  expect(await rarecall(...own, '--status', 'acknowledged', '--owner', 'bob', '--by', 'bob')).toMatchObject({
    code: 0,
    out: 'new -> acknowledged, of bob\n',
    err: '',
  });
  const before = await readFile(join(folder, 'work.jsonl'), 'utf8');
  const hostile = 'two\nlines \u001b[2J';
  expect((await rarecall(...own, '--note', hostile)).out).toBe('acknowledged, of bob, noted\n');
  expect((await rarecall(...own, '--owner', 'bob')).out).toBe('acknowledged, of bob, as before\n');
  const after = await readFile(join(folder, 'work.jsonl'), 'utf8');
  expect(after.startsWith(before)).toBe(true);
  expect(after.trimEnd().split('\n')).toHaveLength(2);
  expect((await rarecall(...own)).out).toContain('  two\\nlines \\u{1b}[2J');
  expect((await rarecall('hunt', logs, '--work', 'work.jsonl')).out).toMatch(
    new RegExp(`acknowledged, of bob.*${id}`),
  );
});

test('a line that was cut costs itself alone', async () => {
  const id = 'a'.repeat(32);
  const own = ['work', id, '--file', 'cut.jsonl'];
  await rarecall(...own, '--note', 'one', '--by', 'bob');
  await appendFile(join(folder, 'cut.jsonl'), `{"finding":"${id}","at":"2026-`);
  const noted = await rarecall(...own, '--note', 'two', '--by', 'bob');
  expect(noted.err).toContain('are left out: 1');
  const { history } = JSON.parse((await rarecall(...own, '--format', 'json')).out);
  expect(history).toMatchObject([{ note: 'one' }, { note: 'two' }]);
});

test.each([
  [['work', 'a'.repeat(8), '--file', 'work.jsonl'], 2, 'the whole id'],
  [['work', 'a'.repeat(32), '--file', 'work.jsonl', '--by', 'bob'], 2, 'nothing is changed'],
  [['work', 'a'.repeat(32), '--file', 'work.jsonl', '--connection', 'x'], 2, 'not both'],
  [['work', 'a'.repeat(32), '--file', 'no/where.jsonl', '--note', 'x'], 2, 'cannot be written (ENOENT)'],
  [['work', '--file', 'work.jsonl'], 2, 'rarecall hunt --work'],
  [['work', 'a'.repeat(32), '--file', '.'], 1, 'no file that can be read'],
  [['hunt', 'logs.json', '--ranking', 'rare', '--work', 'work.jsonl'], 2, 'rare knows no findings'],
])('%j ends with %i', async (args, code, said) => {
  expect(await rarecall(...args)).toMatchObject({ code, out: '', err: expect.stringContaining(said) });
});
