import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test, vi } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { auditBlobs } from '../../../src/adapters/azure/audit-logs.ts';
import { failureOf } from '../../../src/failure.ts';
import { aBlobName, aLine } from '../../build.ts';
import { auditLogsContract } from '../../contract/audit-logs.contract.ts';

let made = 0;

auditLogsContract(async () => {
  const { blobs } = account({ name: 'RARECALL_LOGS', connectionString: inject('azurite') });
  const containerName = `logs-${process.pid}-${++made}`;
  const container = blobs().getContainerClient(containerName);
  await container.create();
  const append = async (name: string, text: string) => {
    const blob = container.getAppendBlobClient(name);
    await blob.createIfNotExists();
    await blob.appendBlock(text, Buffer.byteLength(text));
  };
  return {
    logs: auditBlobs(blobs, containerName),
    append,
    async replace(name, text) {
      await container.deleteBlob(name);
      // Creation times have a resolution of one second.
      await sleep(1_100);
      await append(name, text);
    },
  };
});

test('a container that is not there yet has no homes', async () => {
  const { blobs } = account({ name: 'RARECALL_LOGS', connectionString: inject('azurite') });
  const logs = auditBlobs(blobs, `none-${process.pid}`);
  expect(await Array.fromAsync(logs.homes())).toEqual([]);
  expect(await logs.look()).toBe('absent');
});

test('a blob in the archive tier is told as such, at the first try', async () => {
  const { blobs } = account({ name: 'RARECALL_LOGS', connectionString: inject('azurite') });
  const container = blobs().getContainerClient(`cold-${process.pid}`);
  await container.create();
  const client = container.getBlockBlobClient(aBlobName());
  await client.upload(aLine(), Buffer.byteLength(aLine()));
  await client.setAccessTier('Archive');
  const logs = auditBlobs(blobs, container.containerName);
  const blob = await logs.find(aBlobName());
  if (blob === null) throw new Error('not found');
  const reading = Array.fromAsync(logs.bytes(blob, 0, blob.length));
  const failure = await reading.then(() => null, failureOf);
  expect(failure).toMatchObject({ status: 409, code: 'BlobArchived' });
});

test('the memory that a log came in is given back, of its body and of what the socket read', async () => {
  const { blobs } = account({ name: 'RARECALL_LOGS', connectionString: inject('azurite') });
  const container = blobs().getContainerClient(`given-${process.pid}`);
  await container.create();
  const text = Buffer.alloc(3_000_000, `${aLine()}\n`);
  await container.getBlockBlobClient(aBlobName()).upload(text, text.length);
  const logs = auditBlobs(blobs, container.containerName);
  const blob = await logs.find(aBlobName());
  if (blob === null) throw new Error('not found');
  let given = 0;
  const { transfer } = ArrayBuffer.prototype;
  const spy = vi.spyOn(ArrayBuffer.prototype, 'transfer').mockImplementation(function (
    this: ArrayBuffer,
    length?: number,
  ) {
    given += this.byteLength;
    return transfer.call(this, length);
  });
  const pieces: Buffer[] = [];
  for await (const piece of logs.bytes(blob, 0, blob.length)) pieces.push(Buffer.from(piece));
  spy.mockRestore();
  expect(Buffer.concat(pieces).equals(text)).toBe(true);
  expect(given).toBeGreaterThan(1.8 * text.length);
});
