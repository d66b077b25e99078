import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAzurite } from '../../src/host/azurite.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-azurite-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const parent = `
  import { startAzurite } from ${JSON.stringify(new URL('../../src/host/azurite.ts', import.meta.url).href)};
  const azurite = await startAzurite({ dataFolder: process.argv[1] });
  process.stdout.write(azurite.connection);
  setInterval(() => {}, 1000);`;

test('what was written is there after its parent was killed, and the emulator does not outlive the parent', async () => {
  const killed = spawn(process.execPath, ['--input-type=module', '-e', parent, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [connection] = await once(killed.stdout, 'data');
  await BlobServiceClient.fromConnectionString(String(connection)).createContainer('kept');
  const pid = Number(await readFile(join(folder, 'azurite.pid'), 'utf8'));
  expect(isAlive(pid)).toBe(true);
  killed.kill('SIGKILL');
  await once(killed, 'close');

  const next = await startAzurite({ dataFolder: folder });
  try {
    expect(isAlive(pid)).toBe(false);
    expect(
      await BlobServiceClient.fromConnectionString(next.connection).getContainerClient('kept').exists(),
    ).toBe(true);
  } finally {
    await next.stop();
  }
  expect(await next.ended).toBe(true);
});

test('an emulator that cannot start says why', async () => {
  await expect(startAzurite({ startTimeoutMs: 1 })).rejects.toThrow(
    'the storage emulator Azurite did not start: no answer within 0.001 s',
  );
});
