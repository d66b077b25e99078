/** Whatever a log, a name of a file or an argument holds: no command steers the terminal it is run in. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLine } from '../build.ts';

const root = join(import.meta.dirname, '../..');
const evil = '\u001b]0;owned\u0007\u009b31m\u202etxt';
const steering = /[^\P{Cc}\n\r\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-terminal-'));
  await mkdir(join(folder, 'odd'));
  await writeFile(join(folder, 'odd', `a${evil}.json`), 'no log\n');
  await writeFile(join(folder, 'odd', 'b.json'), `${aLine()}\n`);
  await writeFile(join(folder, `no log ${evil}`), 'no log\n');
  await writeFile(
    join(folder, 'log.json'),
    `${aLine({ userAgent: `kubectl/v1 ${evil}`, user: { username: `anna ${evil}`, groups: [evil] } })}\n`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

const rarecall = (...args: readonly string[]): Promise<string> =>
  new Promise((resolve) =>
    execFile(process.execPath, [join(root, 'bin/rarecall.js'), ...args], (_error, out, err) =>
      resolve(out + err),
    ),
  );

const calls = (ranking: string) => (ranking === 'surprise' ? ['--what', 'calls'] : []);

test.each([
  ['a file in a folder', /is no Kubernetes audit log/, () => ['hunt', join(folder, 'odd')]],
  ['a file that is no log', /is no Kubernetes audit log/, () => ['hunt', join(folder, `no log ${evil}`)]],
  ['a file that is missing', /no such file/, () => ['hunt', `/nowhere/${evil}`]],
  ['a file of suppressions', /no file that can be read/, () => ['hunt', folder, '--suppressions', evil]],
  ['a choice', /Allowed choices/, () => ['hunt', folder, '--format', evil]],
  ['a number', /whole number/, () => ['hunt', folder, '--limit', evil]],
  ['an option', /unknown option/, () => ['hunt', folder, `--${evil}`]],
  ['a command', /unknown command/, () => [evil]],
  ...['table', 'csv', 'json', 'jsonl'].flatMap((format) =>
    ['rare', 'surprise'].map(
      (ranking) =>
        [
          `a log, ${ranking} as ${format}`,
          /owned/,
          () => [
            'hunt',
            join(folder, 'log.json'),
            '--format',
            format,
            '--ranking',
            ranking,
            ...calls(ranking),
          ],
        ] as const,
    ),
  ),
] as const)('%s', async (_what, says, args) => {
  const printed = await rarecall(...args());
  expect(printed).toMatch(says);
  expect(printed).not.toMatch(steering);
});

test('JSON still says what was logged', async () => {
  const answer = JSON.parse(
    await rarecall('hunt', join(folder, 'log.json'), '--ranking', 'rare', '--format', 'json'),
  );
  expect(answer.rows[0].userAgent).toBe(`kubectl/v1 ${evil}`);
});
