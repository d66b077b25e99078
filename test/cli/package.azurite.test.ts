/** `npm start -- --package FILE`: the very zip that is deployed, hosted on this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { makePackage } from '../../src/host/packaging/package.ts';
import { projectFolder } from '../../src/host/project-folder.ts';
import { aBlobName, aLine, aResourceId } from '../build.ts';

const storage = inject('azurite');
const container = `package-${process.pid}`;
let folder: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-start-package-'));
  await makePackage(join(folder, 'laid-out'), join(folder, 'app.zip'));
});
afterEach(() => child?.kill('SIGKILL'));
afterAll(() => rm(folder, { recursive: true }));

/** @returns where it serves */
async function start(settings: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = ['start', '--port', '0', '--storage', storage, '--package', join(folder, 'app.zip')];
  const started = spawn(process.execPath, [join(projectFolder, 'bin/rarecall.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Nothing it needs lies beside it.
    cwd: folder,
    env: { ...process.env, RARECALL_LOG_CONTAINER: container, ...settings },
  });
  child = started;
  const [said] = (await once(started.stdout, 'data')) as [Buffer];
  return /^ready (http:\/\/localhost:\d+)\n$/.exec(said.toString())?.[1] ?? 'nowhere';
}

const asked = async (address: string, path: string): Promise<Record<string, unknown>> =>
  (await (await fetch(`${address}/api/${path}`)).json()) as Record<string, unknown>;

test('the package that is deployed answers here, and ends cleanly', async () => {
  const address = await start();
  expect(await asked(address, 'openapi.json')).toHaveProperty('openapi');
  const { said } = (await asked(address, 'health')) as { said: { id: string }[] };
  expect(said.map(({ id }) => id)).toContain('archive-absent');
  child?.kill('SIGTERM');
  expect(await once(child as ChildProcess, 'close')).toEqual([0, null]);
});

test('an event of Event Grid in its queue has a log counted, and one of another container does not', async () => {
  const queue = QueueServiceClient.fromConnectionString(storage).getQueueClient('rarecall-announced');
  const logs = BlobServiceClient.fromConnectionString(storage).getContainerClient(container);
  await logs.createIfNotExists();
  const resourceId = aResourceId.replace('AKS-1', 'AKS-ANNOUNCED');
  const blob = logs.getAppendBlobClient(aBlobName('2026-10-01T08', resourceId));
  const line = `${aLine({}, { resourceId })}\n`;
  await blob.create();
  await blob.appendBlock(line, line.length);
  await queue.createIfNotExists();
  const event = (url: string) => ({
    topic: '/subscriptions/a/resourceGroups/b/providers/Microsoft.Storage/storageAccounts/c',
    subject: `/blobServices/default/containers/${container}/blobs/${blob.name}`,
    eventType: 'Microsoft.Storage.BlobCreated',
    data: { api: 'PutBlob', blobType: 'AppendBlob', contentLength: 0, url },
  });
  for (const url of [blob.url.replace(container, 'elsewhere'), 'https://evil.example/x', blob.url])
    await queue.sendMessage(Buffer.from(JSON.stringify(event(url))).toString('base64'));

  const address = await start({ RARECALL_BLOB_SOURCE: 'EventGridQueue' });
  type Clusters = { clusters: { cluster: string; lines: number }[] };
  const lines = async () => {
    const { clusters } = (await asked(
      address,
      'clusters?from=2026-10-01&to=2026-10-01',
    )) as unknown as Clusters;
    return clusters.find(({ cluster }) => cluster === 'aks-announced')?.lines ?? 0;
  };
  for (let tries = 0; (await lines()) === 0 && tries < 100; tries++) await sleep(100);
  expect(await lines()).toBe(1);
  for (let tries = 0; (await queue.getProperties()).approximateMessagesCount !== 0 && tries < 100; tries++)
    await sleep(100);
  const { poisoned } = (await asked(address, 'health')) as { poisoned: Record<string, number> };
  expect(poisoned['rarecall-announced-poison']).toBe(0);
});
