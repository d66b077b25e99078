/** Log blobs over a real connection, of a service that answers what the emulator never does. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnonymousCredential, BlobServiceClient } from '@azure/storage-blob';
import { expect, onTestFinished, test } from 'vitest';
import { auditBlobs } from '../../../src/adapters/azure/audit-logs.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aBlob } from '../../build.ts';

const blob = aBlob({ length: 20_000_000 });

/** Logs of a service, and its answers as they came. */
async function service(answer: (response: ServerResponse) => void) {
  const answers: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    answers.push(response);
    answer(response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new BlobServiceClient(url, new AnonymousCredential());
  return { answers, logs: auditBlobs(() => client, 'logs') };
}

/** Of a blob that was made then. */
const headers = (created: string, length: number) => ({
  'content-length': length,
  etag: '"1"',
  'x-ms-creation-time': new Date(created).toUTCString(),
});

test('a log that was replaced is not downloaded, and nothing is left of the answer', async () => {
  const { answers, logs } = await service((response) => {
    response.writeHead(206, headers('2026-10-31T08:00:00Z', blob.length));
    response.write(Buffer.alloc(blob.length / 2));
  });
  await expect(Array.fromAsync(logs.bytes(blob, 0, blob.length))).rejects.toBeInstanceOf(ConflictError);
  const [answer] = answers;
  if (answer?.destroyed === false) await once(answer, 'close');
  expect(answers).toHaveLength(1);
});

test.each([
  ['all of it', 200, 'abcdefghij', undefined],
  ['more than was asked for', 206, 'efghij', 'bytes 4-9/10'],
  ['what begins before', 206, 'def', 'bytes 3-5/10'],
  ['what begins behind', 206, 'fgh', 'bytes 5-7/10'],
])('an answer with %s is no piece of a log', async (_, status, text, range) => {
  const small = aBlob({ length: 10 });
  const { answers, logs } = await service((response) => {
    const told = range === undefined ? {} : { 'content-range': range };
    response.writeHead(status, { ...headers(small.created, text.length), ...told }).end(text);
  });
  const read = Array.fromAsync(logs.bytes(small, 4, 7));
  await expect(read).rejects.toThrow('the store did not answer as it must: OtherRange (GET blob)');
  expect(answers).toHaveLength(6);
});

test('who has all of a log may be answered as though no range had been asked for', async () => {
  const small = aBlob({ length: 3 });
  const { logs } = await service((response) => {
    response.writeHead(200, headers(small.created, 3)).end('abc');
  });
  expect(Buffer.concat(await Array.fromAsync(logs.bytes(small, 0, 3))).toString()).toBe('abc');
});
