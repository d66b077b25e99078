/** The blob trigger's door, called as hosts call it: with a client, or with the content and word of which blob it is. */
import { InvocationContext } from '@azure/functions';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import type { Day } from '../../src/core/count/day.ts';
import { aBlobName, aLine, aResourceId } from '../build.ts';

// As the bundle takes it: its ES module build is another registry, and one that does not load here.
vi.mock('@azure/functions-extensions-base', async () => {
  const { createRequire } = await import('node:module');
  return createRequire(import.meta.url)('@azure/functions-extensions-base') as object;
});

const storage = inject('azurite');
const container = BlobServiceClient.fromConnectionString(storage).getContainerClient('bound-blobs');
// A cluster of its own: the emulator is shared.
const resourceId = aResourceId.replace('AKS-1', 'AKS-BOUND');

beforeAll(async () => {
  vi.stubEnv('RARECALL_LOGS', storage);
  vi.stubEnv('AzureWebJobsStorage', storage);
  vi.stubEnv('RARECALL_LOG_CONTAINER', 'bound-blobs');
  // The hours below are kept for long, whenever this runs.
  vi.stubEnv('RARECALL_RETENTION_DAYS', '3650');
  await container.createIfNotExists();
});
afterAll(() => vi.unstubAllEnvs());

async function upload(hour: string): Promise<string> {
  const name = aBlobName(hour, resourceId);
  const line = `${aLine({}, { resourceId })}\n`;
  const blob = container.getAppendBlobClient(name);
  await blob.create();
  await blob.appendBlock(line, line.length);
  return name;
}

const quiet = { logHandler: () => undefined, functionName: 'ingestLog' };

test('a blob is counted whether it comes as a client, as bytes or as text', async () => {
  const { ingestLog } = await import('../../functions/ingest-log.ts');
  const { compose } = await import('../../src/compose.ts');
  const calls: [unknown, Record<string, unknown>][] = [];
  for (const [hour, bound] of [
    ['2026-10-01T08', Buffer.from('bytes')],
    ['2026-10-01T09', 'text'],
    ['2026-10-01T10', null],
  ] as const)
    calls.push([bound, { blobTrigger: `bound-blobs/${await upload(hour)}` }]);
  const blobClient = account({ name: 'RARECALL_LOGS', connectionString: storage })
    .blobs()
    .getContainerClient('bound-blobs')
    .getBlobClient(await upload('2026-10-01T11'));
  calls.push([{ blobClient }, {}]);

  for (const [bound, triggerMetadata] of calls)
    await ingestLog(bound, new InvocationContext({ ...quiet, triggerMetadata }));
  await expect(ingestLog('text', new InvocationContext(quiet))).rejects.toThrow(/the host bound no blob/);

  const day = '2026-10-01' as Day;
  const clusters = await compose(new InvocationContext(quiet)).clusters(day, day);
  expect(clusters.find(({ cluster }) => cluster === 'aks-bound')?.lines).toBe(4);
});

test('whoever tells of blobs may tell of the whole archive: what retention would drop is not counted', async () => {
  const { ingestLog } = await import('../../functions/ingest-log.ts');
  const { compose } = await import('../../src/compose.ts');
  const triggerMetadata = { blobTrigger: `bound-blobs/${await upload('2014-10-01T08')}` };
  await ingestLog('text', new InvocationContext({ ...quiet, triggerMetadata }));
  const day = '2014-10-01' as Day;
  const clusters = await compose(new InvocationContext(quiet)).clusters(day, day);
  expect(clusters.find(({ cluster }) => cluster === 'aks-bound')?.lines ?? 0).toBe(0);
});
