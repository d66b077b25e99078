/** What a blob trigger hands over, by the very registry that the programming model asks. */
import { type ModelBindingData, ResourceFactoryResolver } from '@azure/functions-extensions-base';
import { beforeEach, expect, test, vi } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { type BoundBlob, boundBlobName, registerBlobBinding } from '../../src/adapters/blob-binding.ts';

// As the bundle takes it: its ES module build is another registry, and one that does not load here.
vi.mock('@azure/functions-extensions-base', async () => {
  const { createRequire } = await import('node:module');
  return createRequire(import.meta.url)('@azure/functions-extensions-base') as object;
});

const name = 'resourceId=/SUBSCRIPTIONS/S/y=2026/m=10/d=31/h=09/m=00/PT1H.json';
const archive = { name: 'RARECALL_LOGS', blobServiceUri: 'https://archive.blob.core.windows.net' };
let made = 0;

beforeEach(() => {
  made = 0;
  registerBlobBinding(() => {
    made++;
    return account(archive);
  });
});

const bind = (place: unknown): BoundBlob => {
  const data = {
    version: '1.0',
    source: 'AzureStorageBlobs',
    contentType: 'application/json',
    content: Buffer.from(JSON.stringify(place)),
  };
  const bound: unknown = ResourceFactoryResolver.getInstance().createClient(
    'AzureStorageBlobs',
    data as ModelBindingData,
  );
  return bound as BoundBlob;
};

test('the client is of the archive, whatever the host calls the connection, and the account is made once', () => {
  const Connection = 'DefaultEndpointsProtocol=https;AccountName=other;AccountKey=c2VjcmV0';
  for (const place of [
    { Connection, ContainerName: 'logs', BlobName: name },
    { Connection: 'AzureWebJobsRARECALL_LOGS', ContainerName: 'logs', BlobName: name },
    { ContainerName: 'logs', BlobName: name },
  ]) {
    const { blobClient, containerClient } = bind(place);
    expect([blobClient.accountName, containerClient.containerName]).toEqual(['archive', 'logs']);
    expect(boundBlobName({ blobClient, containerClient }, { blobTrigger: 'logs/another' })).toBe(name);
  }
  expect(made).toBeLessThanOrEqual(1);
});

test('what names no blob is refused without being repeated', () => {
  expect(() => bind({ Connection: 'AccountKey=c2VjcmV0' })).toThrow(/names no container and blob$/);
});

test('a blob that comes as bytes or text is looked up by what the trigger says of it', () => {
  for (const bound of [Buffer.from('{"time"'), '{"time"', null, { time: 'x' }]) {
    expect(boundBlobName(bound, { blobTrigger: `insights-logs-kube-audit/${name}` })).toBe(name);
  }
  const uri = `https://archive.blob.core.windows.net/logs/${name.replaceAll('=', '%3D')}`;
  expect(boundBlobName('text', { uri })).toBe(name);
  expect(boundBlobName('text', { blobTrigger: 'logs/', uri })).toBe(name);
});

test('without any word of a blob it says so', () => {
  for (const metadata of [undefined, {}, { blobTrigger: 'no-slash' }, { blobTrigger: 7, uri: 'no address' }])
    expect(() => boundBlobName(Buffer.from('x'), metadata)).toThrow(
      /^the host bound no blob, and the metadata/,
    );
});
