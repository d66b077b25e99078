/** The account's clients as they are made, and what they make of answers, without any service. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { ConfigError } from '../../../src/errors.ts';

const asked: string[] = [];
let status = 201;
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
afterEach(() => {
  vi.useRealTimers();
  asked.length = 0;
  status = 201;
});

const connection = (tail = '') => ({
  name: 'PANTRY',
  connectionString: `DefaultEndpointsProtocol=http;AccountName=pantry;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:${(server.address() as AddressInfo).port}/pantry;${tail}`,
});

/** The headers that the SDK sees of an answer. */
async function seen(headers: Record<string, string>, tryTimeoutMs?: number) {
  const table = await account(connection(), tryTimeoutMs).table('jars');
  const policy = table.pipeline.getOrderedPolicies().find(({ name }) => name === 'waitLimit');
  const request = createPipelineRequest({ url: 'http://127.0.0.1/' });
  const response = await policy?.sendRequest(request, async () => ({
    headers: createHttpHeaders(headers),
    request,
    status: 503,
  }));
  return response?.headers.toJSON();
}

test.each([
  [{ 'retry-after': '10' }, { 'retry-after': '10' }],
  [{ 'retry-after': '11' }, { 'retry-after': '10' }],
  [{ 'retry-after': '9.995' }, { 'retry-after': '9.995' }],
  [{ 'retry-after': '3' }, { 'retry-after': '3' }],
  [{ 'retry-after-ms': '10001' }, { 'retry-after-ms': '10000' }],
  [{ 'retry-after-ms': '9999' }, { 'retry-after-ms': '9999' }],
  [{ 'x-ms-retry-after-ms': '86400000' }, { 'x-ms-retry-after-ms': '10000' }],
  [{ 'retry-after': 'soon' }, { 'retry-after': 'soon' }],
  [{}, {}],
])('an answer of %o is obeyed as %o', async (sent, obeyed) => {
  expect(await seen(sent)).toEqual(obeyed);
});

test('a date to come back at is obeyed as a wait is', async () => {
  vi.useFakeTimers({ now: new Date('2026-05-04T10:00:00Z'), toFake: ['Date'] });
  const later = { 'retry-after': 'Mon, 04 May 2026 10:00:11 GMT' };
  const soon = { 'retry-after': 'Mon, 04 May 2026 10:00:09 GMT' };
  expect(await seen(later)).toEqual({ 'retry-after': '10' });
  expect(await seen(soon)).toEqual(soon);
});

test('who has less patience waits no longer than that', async () => {
  expect(await seen({ 'retry-after': '3' }, 2_500)).toEqual({ 'retry-after': '2.5' });
  expect(await seen({ 'retry-after-ms': '2400' }, 2_500)).toEqual({ 'retry-after-ms': '2400' });
});

test('a table is made once, and kept; one that could not be made is asked for anew', async () => {
  const { table } = account(connection());
  status = 403;
  await expect(table('jars')).rejects.toMatchObject({ statusCode: 403 });
  status = 201;
  const jars = await table('jars');
  expect(await table('jars')).toBe(jars);
  expect((await table('lids')).tableName).toBe('lids');
  expect(asked).toEqual(Array(3).fill('POST /pantry/Tables'));
});

test('each kind of client is made once', () => {
  const { blobs, queues } = account({ name: 'PANTRY', accountName: 'pantry' });
  expect(blobs()).toBe(blobs());
  expect(queues()).toBe(queues());
});

test('an account of a name is reached at the addresses of Azure', () => {
  const { blobs, queues } = account({ name: 'PANTRY', accountName: 'pantry' });
  expect(blobs().url).toBe('https://pantry.blob.core.windows.net/');
  expect(queues().url).toBe('https://pantry.queue.core.windows.net');
});

test('an address of a service goes before the name of the account; one for all is that of blobs', () => {
  const addressed = account({
    name: 'PANTRY',
    accountName: 'pantry',
    serviceUri: 'https://all.example.com/',
    queueServiceUri: 'https://queues.example.com/',
  });
  expect(addressed.blobs().url).toBe('https://all.example.com/');
  expect(addressed.queues().url).toBe('https://queues.example.com/');
  expect(
    account({ name: 'PANTRY', accountName: 'pantry', serviceUri: 'https://all.example.com/' }).queues().url,
  ).toBe('https://pantry.queue.core.windows.net');
});

test('a connection that says too little is refused, with what to set', () => {
  expect(() => account({ name: 'PANTRY' }).queues()).toThrow(
    new ConfigError('PANTRY: set a connection string, PANTRY__accountName or PANTRY__queueServiceUri'),
  );
});

test('a connection string that is none is refused by name, without what it holds', async () => {
  const { blobs, table } = account({ name: 'PANTRY', connectionString: 'AccountKey=hush' });
  expect(() => blobs()).toThrow(new ConfigError('PANTRY is no usable storage connection string'));
  await expect(table('jars')).rejects.toThrow('PANTRY is no usable storage connection string');
});
