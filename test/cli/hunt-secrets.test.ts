/** What `rarecall hunt` prints of command lines with secrets in them, in every ranking and format. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { planted, readings } from '../planted.ts';
import { run } from './command.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-secrets-'));
  path = join(folder, 'PT1H.json');
  const lines = planted.map(({ uri }, index) =>
    aLine({
      requestURI: uri,
      verb: 'create',
      stage: 'ResponseStarted',
      user: { username: `person-${index}@example.com`, groups: ['team-b'] },
      objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web-0' },
    }),
  );
  await writeFile(path, lines.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

const hunt = (...args: readonly string[]) => run(['hunt', path, '--limit', '0', ...args]);

const needles = [...new Set(planted.flatMap((one) => one.needles))];
const shownIn = (text: string): string[] => {
  const read = readings(text);
  return needles.filter((needle) => read.includes(needle));
};

const calls = (ranking: string) => (ranking === 'surprise' ? ['--what', 'calls'] : []);

test.each(
  ['surprise', 'rare'].flatMap((ranking) =>
    ['table', 'json', 'jsonl', 'csv', 'html'].map((format) => ({ ranking, format })),
  ),
)('no secret in $ranking as $format', async ({ ranking, format }) => {
  const { code, out } = await hunt('--ranking', ranking, '--format', format, '--mask', ...calls(ranking));
  expect(code).toBe(0);
  expect(out).toContain('kubectl');
  expect(shownIn(out)).toEqual([]);
});

test.each(['table', 'html'])('rare as %s is masked without being asked', async (format) => {
  expect(shownIn((await hunt('--ranking', 'rare', '--format', format)).out)).toEqual([]);
});

test.each(['json', 'jsonl', 'csv'])(
  'rare as %s is raw by itself: it is compared with rows of Splunk',
  async (format) => {
    const { out } = await hunt('--ranking', 'rare', '--format', format);
    expect(shownIn(out).length).toBeGreaterThan(15);
  },
);

test('--reveal shows all else raw, and goes with --mask nowhere', async () => {
  expect(shownIn((await hunt('--format', 'json', '--reveal')).out).length).toBeGreaterThan(15);
  expect((await hunt('--reveal', '--mask')).code).toBe(2);
});

test('the help says what is raw', async () => {
  expect((await hunt('--help')).out).toMatch(/rare --format json \(jsonl, csv\) is raw, secrets included/);
});
