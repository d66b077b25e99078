import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../src/host/project-folder.ts';

test('the demo shows the attacks of the sample month, with nothing to worry about on the screen, and ends with 0', {
  timeout: 300_000,
}, async () => {
  const program = [join(projectFolder, 'bin/rarecall.js'), 'demo', '--once', '--port', '0'];
  let shown = '';
  let told = '';
  const child = execFile(process.execPath, program);
  child.stdout?.on('data', (text) => {
    shown += text;
  });
  child.stderr?.on('data', (text) => {
    told += text;
  });
  const [code] = await once(child, 'close');
  expect(told.split('\n').map((line) => line.replace(/in \d+ s/, 'in N s'))).toEqual([
    'rarecall: starting the storage emulator and the functions',
    'rarecall: making a sample month of two clusters, with attacks on its last day',
    'rarecall: appending it to log blobs, hour after hour',
    expect.stringMatching(
      /^rarecall: 1488 log blobs of 2 clusters are counted: \d+ lines, \d+ of them of calls that count$/,
    ),
    'rarecall: ranking 2026-10-31 against the days before it',
    'rarecall: done in N s',
    '',
    '',
  ]);
  expect(shown).toMatch(/^\d+ findings of 2026-10-31\n/);
  expect(shown).toMatch(/^ *100 +critical +new +\S+@northwind\.example (?:read|created) /m);
  expect(shown).toMatch(/\nthe rarest calls of 2026-10-31\n/);
  expect(shown).toMatch(/\nreport: http:\/\/localhost:\d+\/api\/report\?day=2026-10-31\n$/);
  expect(code).toBe(0);
});
