/** Commands that a signal ends while they write: nothing is left beside what they were told to write. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { launcher } from './command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-interrupted-'));
  await mkdir(join(folder, 'out'));
  // An answer that takes a while to write: 40 MB.
  const rest = 'x'.repeat(10_000);
  const lines = Array.from({ length: 2_000 }, (_, at) =>
    aLine({ requestURI: `/api/v1/namespaces/payments/pods/${at}?x=${rest}` }),
  );
  writeFileSync(join(folder, 'PT1H.json'), lines.map((line) => `${line}\n`).join(''));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command, and sends the signal as soon as there is anything in the folder where it writes. */
async function interrupted(signal: NodeJS.Signals, ...args: readonly string[]) {
  const out = join(folder, 'out');
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'ignore' });
  const seen: string[] = [];
  const watcher = watch(out, (_, name) => {
    if (name !== null && seen.push(name) === 1) child.kill(signal);
  });
  const [code, by] = await once(child, 'close');
  watcher.close();
  return { code, by, begun: seen[0] === undefined ? '' : seen[0].replace(String(child.pid), 'PID') };
}

const left = () => readdirSync(join(folder, 'out'));

describe.skipIf(process.platform === 'win32')('a signal while something is written', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends a hunt, and no part of its answer is left',
    async (signal) => {
      const output = join(folder, 'out/answer.json');
      const args = [
        'hunt',
        folder,
        '--ranking',
        'rare',
        '--limit',
        '0',
        '--format',
        'json',
        '--output',
        output,
      ];
      let ended = await interrupted(signal, ...args);
      // Where the machine is slow to tell, the answer was whole before the signal came.
      for (let tries = 0; tries < 5 && existsSync(output); tries++) {
        await rm(output);
        ended = await interrupted(signal, ...args);
      }
      // As a shell says 130, 143 and 129.
      expect(ended).toEqual({ code: null, by: signal, begun: 'answer.json.PID' });
      expect(left()).toEqual([]);
    },
  );

  test('neither is any of the sample month', async () => {
    const ended = await interrupted('SIGTERM', 'sample', join(folder, 'out/logs'));
    expect(ended).toEqual({ code: null, by: 'SIGTERM', begun: 'logs.PID' });
    expect(left()).toEqual([]);
  });
});
