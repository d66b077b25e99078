import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Host, startHost } from '../../src/host/host.ts';
import { hostLog } from '../../src/host/host-log.ts';
import { type HttpServer, openServer } from '../../src/host/http-server.ts';
import {
  append,
  ask,
  buildFixture,
  freshNames,
  type Names,
  queueOf,
  type Seen,
  send,
  settingsFor,
  until,
} from './fixture.ts';

const connection = inject('azurite');
let app: Awaited<ReturnType<typeof buildFixture>>;
beforeAll(async () => {
  app = await buildFixture();
  process.env.RARECALL_LOGS = connection;
});
afterAll(() => app.remove());

let names: Names;
let lines: string[] = [];
let host: Host | undefined;
let server: HttpServer;
let address = '';

const begin = async (schedule?: string, verbose = false): Promise<void> => {
  server = await openServer(0);
  address = `http://localhost:${server.port}`;
  host = await startHost({
    server,
    appFile: app.file,
    folder: app.folder,
    env: { ...settingsFor(names, schedule), AzureWebJobsStorage: connection, RARECALL_LOGS: connection },
    log: hostLog(verbose, (line) => lines.push(line)),
    pollMs: 200,
  });
};
const end = async (): Promise<void> => {
  await host?.close(5000);
  host = undefined;
};

beforeEach(() => {
  names = freshNames();
  lines = [];
});
afterEach(end);

const blobs = ({ seen }: Seen) => seen.filter((one) => one.trigger === 'blob');
const messages = ({ seen }: Seen) => seen.filter((one) => one.trigger === 'queue');

test('a new blob and each append fire once, with a client and the parameters of the path', async () => {
  await append(connection, names, 'a/b.json', 'one\n');
  await begin();
  await until(address, (seen) => blobs(seen).length === 1);
  await append(connection, names, 'a/b.json', 'two\n');
  const path = `${names.container}/logs/a/b.json`;
  expect(blobs(await until(address, (seen) => blobs(seen).length === 2))).toEqual([
    { trigger: 'blob', name: 'a/b.json', length: 4, path },
    { trigger: 'blob', name: 'a/b.json', length: 8, path },
  ]);
});

test('after a restart only what is new fires', async () => {
  await append(connection, names, 'old.json', 'old\n');
  await begin();
  await until(address, (seen) => blobs(seen).length === 1);
  await end();
  await append(connection, names, 'new.json', 'new\n');
  await begin();
  const seen = await until(address, (all) => blobs(all).length > 0);
  expect(blobs(seen).map(({ name }) => name)).toEqual(['new.json']);
});

test('no more blobs than host.json allows are worked on at once, and appends meanwhile become one run', async () => {
  for (const name of ['slow1', 'slow2', 'slow3']) await append(connection, names, name, 'x\n');
  await begin();
  await until(address, (seen) => seen.hooks.filter((hook) => hook === 'pre watchBlobs').length === 2);
  await append(connection, names, 'slow1', 'y\n');
  await append(connection, names, 'slow1', 'z\n');
  const seen = await until(address, (all) => blobs(all).length === 4);
  expect(seen.most).toBe(2);
  expect(
    blobs(seen)
      .filter(({ name }) => name === 'slow1')
      .at(-1)?.length,
  ).toBe(6);
});

test('a blob that fails too often is noted in the poison queue and fires again only when it has grown', async () => {
  await append(connection, names, 'poison.json', 'x\n');
  await begin();
  await until(address, (seen) => blobs(seen).length === 3);
  const poison = queueOf(connection, 'webjobs-blobtrigger-poison');
  const mine = async () =>
    (await poison.peekMessages({ numberOfMessages: 32 })).peekedMessageItems
      .map(({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString()))
      .filter(({ ContainerName }) => ContainerName === names.container);
  await expect.poll(async () => (await poison.exists()) && (await mine()).length, { timeout: 5000 }).toBe(1);
  expect(await mine()).toEqual([
    {
      FunctionId: 'Host.Functions.watchBlobs',
      BlobType: 'AppendBlob',
      ContainerName: names.container,
      BlobName: 'logs/poison.json',
      ETag: expect.stringMatching(/^"0x[0-9A-F]+"$/),
    },
  ]);
  expect(lines.filter((line) => line.includes('watchBlobs failed: this blob cannot be read'))).toHaveLength(
    3,
  );
  expect(lines.join('\n')).not.toContain('second line');
  await append(connection, names, 'poison.json', 'y\n');
  await until(address, (seen) => blobs(seen).length > 3);
  await poison.clearMessages();
});

test('a container that is not there is told once, and watched as soon as it is', async () => {
  await begin();
  await expect.poll(() => lines.length).toBe(1);
  expect(lines).toEqual([`rarecall: the container ${names.container} does not exist yet; waiting for it`]);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(lines).toHaveLength(1);
  await append(connection, names, 'late.json', 'x\n');
  await until(address, (seen) => blobs(seen).length === 1);
});

test('a container whose name begins alike is another one', async () => {
  const other = BlobServiceClient.fromConnectionString(connection).getContainerClient(
    `${names.container}-admin`,
  );
  await other.create();
  await other.getBlockBlobClient('logs/other.json').upload('x', 1);
  await append(connection, names, 'mine.json', 'x\n');
  await begin();
  const seen = await until(address, (all) => blobs(all).length > 0);
  expect(blobs(seen).map(({ path }) => path)).toEqual([`${names.container}/logs/mine.json`]);
});

test('a queue message is taken once, as JSON where it is JSON, and deleted', async () => {
  await begin();
  await send(connection, names, '{"blob":"a"}');
  await send(connection, names, 'plain');
  const seen = await until(address, (all) => messages(all).length === 2);
  expect(messages(seen)).toEqual([
    { trigger: 'queue', message: { blob: 'a' }, count: 1 },
    { trigger: 'queue', message: 'plain', count: 1 },
  ]);
  await expect
    .poll(async () => (await queueOf(connection, names.queue).getProperties()).approximateMessagesCount)
    .toBe(0);
});

test('a message that fails too often, or is no base64, goes to the poison queue as it is', async () => {
  await begin();
  await send(connection, names, 'poison');
  const poison = queueOf(connection, `${names.queue}-poison`);
  await until(address, (seen) => messages(seen).length === 3);
  await expect
    .poll(async () => (await poison.exists()) && (await poison.peekMessages()).peekedMessageItems.length)
    .toBe(1);
  expect(messages(await ask(address)).map(({ count }) => count)).toEqual([1, 2, 3]);
  await queueOf(connection, names.queue).sendMessage('no base64 at all!');
  await expect
    .poll(
      async () =>
        (await poison.peekMessages({ numberOfMessages: 5 })).peekedMessageItems.map((one) => one.messageText),
      {
        timeout: 5000,
      },
    )
    .toContain('no base64 at all!');
  expect(messages(await ask(address))).toHaveLength(3);
});

test('a timer fires by its schedule, one run at a time, and remembers it', async () => {
  await begin('* * * * * *');
  const { seen } = await until(
    address,
    (all) => all.seen.filter((one) => one.trigger === 'timer done').length >= 2,
  );
  const order = seen.filter((one) => String(one.trigger).startsWith('timer')).map((one) => one.trigger);
  expect(order.slice(0, 4)).toEqual(['timer', 'timer done', 'timer', 'timer done']);
  expect(seen.find((one) => one.trigger === 'timer')?.isPastDue).toBe(false);
  await end();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await begin('* * * * * *');
  const again = await until(address, (all) => all.seen.some((one) => one.trigger === 'timer'));
  expect(again.seen.find((one) => one.trigger === 'timer')?.isPastDue).toBe(true);
});

const post = (path: string, init: RequestInit = {}) =>
  fetch(`${address}${path}`, { method: 'POST', ...init });

test('a timer or queue function is run by hand: 202 at once, no run beside another', async () => {
  await begin();
  const answers = await Promise.all([
    post('/admin/functions/tick', { body: '{}' }),
    post('/admin/functions/TICK', { body: '{"input":""}', headers: { 'content-type': 'application/json' } }),
    post('/admin/functions/takeMessage', { body: '{"input":"by hand"}' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  // Had the answers waited for their runs, both would be over.
  const soon = await ask(address);
  expect(soon.seen.filter((one) => one.trigger === 'timer done').length).toBeLessThan(2);
  const { seen } = await until(
    address,
    (all) => all.seen.filter((one) => one.trigger === 'timer done').length === 2,
  );
  const timer = seen.filter((one) => String(one.trigger).startsWith('timer')).map((one) => one.trigger);
  expect(timer).toEqual(['timer', 'timer done', 'timer', 'timer done']);
  expect(messages({ seen, hooks: [], most: 0 })).toEqual([
    { trigger: 'queue', message: 'by hand', count: 1 },
  ]);
});

test('a run by hand that fails is retried by its policy and told in one line each time', async () => {
  await begin();
  expect((await post('/admin/functions/stumble', { body: '{}' })).status).toBe(202);
  const { seen } = await until(
    address,
    (all) => all.seen.filter((one) => one.trigger === 'retry').length === 3,
  );
  expect(seen.filter((one) => one.trigger === 'retry').map((one) => one.context)).toEqual([
    null,
    { retryCount: 1, maxRetryCount: 2, exception: { message: 'stumbled' } },
    { retryCount: 2, maxRetryCount: 2, exception: { message: 'stumbled' } },
  ]);
  expect(lines.filter((line) => line.includes('stumble'))).toEqual(
    Array.from({ length: 3 }, () => 'rarecall: stumble failed: stumbled'),
  );
});

test('by hand: an unknown name is 404, an HTTP function too, a wrong body 400, a wrong method 405', async () => {
  await begin();
  expect((await post('/admin/functions/nothing', { body: '{}' })).status).toBe(404);
  expect((await post('/admin/functions/thing', { body: '{}' })).status).toBe(404);
  expect((await post('/admin/functions/tick', { body: '[' })).status).toBe(400);
  expect((await fetch(`${address}/admin/functions/tick`)).status).toBe(405);
});

test('an HTTP function gets method, parameters, query, headers and body, and its answer goes back whole', async () => {
  await begin();
  const response = await fetch(`${address}/api/Things/a%20b?day=2026-10-01&day=2026-10-02&empty=`, {
    method: 'PUT',
    headers: { 'x-agent': 'tester' },
    body: 'größe',
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('x-agent')).toBe('tester');
  expect(await response.json()).toMatchObject({
    method: 'PUT',
    id: 'a b',
    query: { day: '2026-10-01,2026-10-02', empty: '' },
    body: 'größe',
  });
  expect(await (await fetch(`${address}/api/things/new`)).text()).toBe('new');
});

test('HEAD answers as GET does, without the body', async () => {
  await begin();
  const response = await fetch(`${address}/api/things/one`, { method: 'HEAD' });
  expect(response.status).toBe(201);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10);
  expect(await response.text()).toBe('');
});

test('what is not there is 404, a wrong method 405 with those it knows, a failure 500 without its reason', async () => {
  await begin();
  expect((await fetch(`${address}/api/nothing`)).status).toBe(404);
  // What nobody serves leads to the page that does.
  expect((await fetch(`${address}/`)).status).toBe(200);
  const wrong = await fetch(`${address}/api/things/1`, { method: 'DELETE' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, PUT']);
  const failed = await fetch(`${address}/api/boom`);
  expect(failed.status).toBe(500);
  expect(failed.headers.get('content-type')).toBe('application/problem+json');
  expect(await failed.text()).toBe('{"type":"about:blank","title":"The function failed.","status":500}');
  expect(lines).toContain('rarecall: boom failed: boom at /secret/place');
});

test('a page of another site may not use what needs the admin level', async () => {
  await begin();
  const foreign = { headers: { origin: 'https://evil.example' } };
  expect((await post('/admin/functions/tick', { body: '{}', ...foreign })).status).toBe(403);
  expect((await post('/api/days/2026-10-01/rank', foreign)).status).toBe(403);
  expect((await post('/api/days/2026-10-01/rank', { headers: { origin: address } })).status).toBe(202);
});

test('hooks run around each invocation, and what a function logs is shown only when asked for', async () => {
  await begin();
  await post('/admin/functions/tick');
  const { hooks } = await until(address, (seen) => seen.hooks.includes('post tick fine'));
  expect(hooks.slice(0, 2)).toEqual(['appStart', 'pre tick']);
  expect(lines.filter((line) => line.includes('tick'))).toEqual([]);
  await end();
  await begin(undefined, true);
  await post('/admin/functions/tick');
  await until(address, (seen) => seen.hooks.includes('post tick fine'));
  expect(lines).toContain('information tick: said by tick');
});
