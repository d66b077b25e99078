/** `npm start -- --package FILE`: the very zip that is deployed, hosted on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makePackage } from '../../src/host/packaging/package.ts';
import { projectFolder } from '../../src/host/project-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-start-package-'));
  await makePackage(join(folder, 'laid-out'), join(folder, 'app.zip'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the package that is deployed answers here, and ends cleanly', async () => {
  const args = ['start', '--port', '0', '--storage', inject('azurite'), '--package', join(folder, 'app.zip')];
  const child = spawn(process.execPath, [join(projectFolder, 'bin/rarecall.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Nothing it needs lies beside it.
    cwd: folder,
    env: { ...process.env, RARECALL_LOG_CONTAINER: `package-${process.pid}` },
  });
  try {
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const address = /^ready (http:\/\/localhost:\d+)\n$/.exec(said.toString())?.[1];
    const openapi = await fetch(`${address}/api/openapi.json`);
    expect(openapi.status).toBe(200);
    const health = (await (await fetch(`${address}/api/health`)).json()) as { said: { id: string }[] };
    expect(health.said.map(({ id }) => id)).toContain('archive-absent');
  } finally {
    child.kill('SIGTERM');
  }
  expect(await once(child, 'close')).toEqual([0, null]);
});
