/** `rarecall start` on the accounts that are set, and the commands that find its storage by themselves. */
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { aBlobName, aLine, aResourceId } from '../build.ts';
import { checkout } from './checkout.ts';

const storage = inject('azurite');
let archive: Azurite;
let here: Awaited<ReturnType<typeof checkout>>;
let logs: string;

beforeAll(async () => {
  archive = await startAzurite();
});
afterAll(() => archive.stop());
beforeEach(async () => {
  here = await checkout();
  logs = await here.file(
    `logs/resourceId=${aResourceId}/y=2026/m=10/d=01/h=08/m=00/PT1H.json`,
    `${aLine()}\n${aLine()}\n`,
  );
});
afterEach(() => here.remove());

const containersOf = async (connection: string): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of BlobServiceClient.fromConnectionString(connection).listContainers())
    names.push(name);
  return names;
};
const linesCounted = async (address: string): Promise<number> => {
  const answer = await fetch(`${address}/api/clusters?from=2026-10-01&to=2026-10-01`);
  const { clusters } = (await answer.json()) as { clusters: { lines: number }[] };
  return clusters[0]?.lines ?? 0;
};
const state = async (): Promise<string[]> =>
  (await readdir(join(here.folder, '.rarecall')).catch(() => [])).filter((name) => name.endsWith('.json'));

test('replay, backfill, rank and suppress find the storage of a host that runs beside, and not that of one that was killed', async () => {
  const { address, child, err, ended } = await here.start();
  const port = new URL(address).port;
  await expect
    .poll(err)
    .toMatch(/^rarecall: replay, rank, backfill and suppress of this checkout .*--connection "Default.*"\n$/);
  const [name = ''] = await state();
  expect(name).toBe(`running-${port}.json`);
  const path = join(here.folder, '.rarecall', name);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  const beside = `rarecall: works on the storage of ${address}, which runs beside\n`;
  expect(await here.run(['replay', logs])).toMatchObject({ code: 0, err: beside });
  await expect.poll(() => linesCounted(address), { timeout: 30_000 }).toBe(2);
  const range = ['--from', '2026-10-01', '--to', '2026-10-01'];
  expect(await here.run(['backfill', ...range])).toMatchObject({ code: 0, err: beside });
  expect(await here.run(['rank', '--day', '2026-10-01'])).toMatchObject({ code: 0, err: beside });
  const listed = await here.run(['suppress', 'list', '--format', 'json']);
  expect(listed).toMatchObject({ code: 0, err: beside });
  for (const one of JSON.parse(listed.out).suppressions) expect(one).toMatchObject({ shipped: true });

  // Its file stays as it was, and is not believed.
  const left = await readFile(path, 'utf8');
  child.kill('SIGKILL');
  await ended;
  expect(await readFile(path, 'utf8')).toBe(left);
  const alone = await here.run(['replay', logs]);
  expect([alone.code, alone.err]).toEqual([
    2,
    'rarecall: name the account: --connection "<connection string>", or the setting RARECALL_LOGS; or run npm start beside\n',
  ]);
});

test('an archive is counted through the app that runs', async () => {
  // Nothing else in it would come upon the blob: it is older than what is swept.
  const settings = { RARECALL_BLOB_SOURCE: 'none', RARECALL_SEAL_AFTER: 'PT1S' };
  const { address } = await here.start(['--storage', archive.connection], settings);
  const name = aBlobName('2026-10-02T08', aResourceId.replace('AKS-1', `LATE-${process.pid}`));
  const blobs = BlobServiceClient.fromConnectionString(archive.connection);
  const container = blobs.getContainerClient('insights-logs-kube-audit');
  await container.createIfNotExists();
  const text = `${aLine()}\n${aLine()}\n`;
  await container.getBlockBlobClient(name).upload(text, text.length);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const args = ['backfill', '--from', '2026-10-02', '--to', '2026-10-02', '--through-app'];
  const asked = await here.run([...args, '--wait'], settings);
  expect(asked.code).toBe(0);
  expect(asked.out).toBe(
    `1 log blobs asked of the app, 0 were counted before
1 log blobs counted, ${text.length} bytes; rank a day with: rarecall rank --day 2026-10-02
`,
  );
  const answer = await fetch(`${address}/api/clusters?from=2026-10-02&to=2026-10-02`);
  expect(await answer.json()).toMatchObject({ clusters: [{ lines: 2 }] });
  expect((await here.run(args, settings)).out).toBe('0 log blobs asked of the app, 1 were counted before\n');
});

test('a host takes its file away when it ends', async () => {
  const { child, ended } = await here.start(['--storage', storage]);
  expect(await state()).toHaveLength(1);
  child.kill('SIGTERM');
  expect([await ended, await state()]).toEqual([0, []]);
});

test('what is named or set in the environment wins over a host beside; two hosts must be told apart', async () => {
  await here.start(['--storage', archive.connection]);
  const set = {
    RARECALL_LOGS: storage,
    AzureWebJobsStorage: storage,
    RARECALL_LOG_CONTAINER: 'set-in-shell',
  };
  expect(await here.run(['replay', logs], set)).toMatchObject({ code: 0, err: '' });
  expect(await containersOf(storage)).toContain('set-in-shell');
  const named = ['--connection', storage];
  const container = { RARECALL_LOG_CONTAINER: 'named-on-the-line' };
  expect(await here.run(['replay', logs, ...named], container)).toMatchObject({ code: 0, err: '' });
  expect(await containersOf(storage)).toContain('named-on-the-line');
  expect(await containersOf(archive.connection)).not.toContain('named-on-the-line');

  await here.start(['--storage', archive.connection]);
  const { code, err } = await here.run(['suppress', 'list']);
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(
      /^rarecall: hosts run on the ports \d+, \d+: name the account with --connection\n$/,
    ),
  ]);
});

test('a file that another process number, another port or nobody stands behind is passed over', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const whole = { port, pid: process.pid, store: storage, logs: storage, ownSettings: false };
  await mkdir(join(here.folder, '.rarecall'));
  const write = (content: unknown) =>
    writeFile(join(here.folder, '.rarecall', `running-${port}.json`), JSON.stringify(content));
  const isFound = async () => (await here.run(['suppress', 'list'])).code === 0;

  await write(whole);
  expect(await isFound()).toBe(true);
  // Beyond the numbers that Linux gives.
  await write({ ...whole, pid: 2 ** 22 + 1 });
  expect(await isFound()).toBe(false);
  await write({ ...whole, store: undefined });
  expect(await isFound()).toBe(false);
  await write(whole);
  server.close();
  await once(server, 'close');
  expect(await isFound()).toBe(false);
});

test('beside a host that reads no local.settings.json nobody else does: its findings reach no real sinks', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await here.settings({ RARECALL_WEBHOOK_URL: 'https://hook.example' });
  const host = { port, pid: process.pid, store: storage, logs: storage };
  const codeBeside = async (ownSettings: boolean) => {
    await here.file(`.rarecall/running-${port}.json`, JSON.stringify({ ...host, ownSettings }));
    return (await here.run(['suppress', 'list'])).code;
  };
  // An address without its secret is a fault of the file, if it is read.
  expect([await codeBeside(true), await codeBeside(false)]).toEqual([0, 1]);
  server.close();
});

test('the demo works on an emulator of its own, whatever is set', async () => {
  await here.settings({ RARECALL_LOGS: 'no connection string' });
  const set = { AzureWebJobsStorage: 'nor this', RARECALL_LOGS__accountName: 'real' };
  const demo = await here.run(['demo', '--once', '--port', '0', '--logs', logs], set);
  expect([demo.code, demo.out]).toEqual([0, expect.stringContaining('report: http://localhost:')]);
  expect(await state()).toEqual([]);
});

test('start works on the accounts of local.settings.json, each its own, and starts no emulator', async () => {
  await here.settings({ AzureWebJobsStorage: storage, RARECALL_LOGS: archive.connection });
  const { address, err } = await here.start();
  expect(address).not.toBe('');
  expect(await readdir(join(here.folder, '.rarecall'))).toHaveLength(1);
  await expect.poll(err).toMatch(/elsewhere: --connection "<the connection string it was given>"\n$/);
  expect(await here.run(['replay', logs])).toMatchObject({ code: 0 });
  expect(await containersOf(archive.connection)).toContain('insights-logs-kube-audit');
  await expect.poll(() => linesCounted(address), { timeout: 30_000 }).toBe(2);
  const tables: (string | undefined)[] = [];
  const store = TableServiceClient.fromConnectionString(storage, { allowInsecureConnection: true });
  for await (const { name } of store.listTables()) tables.push(name);
  expect(tables).toContain('ledger');
});

test('where nobody serves development storage an emulator of its own takes its place, and that is said', async () => {
  const development = 'UseDevelopmentStorage=true';
  await here.settings({ AzureWebJobsStorage: development, RARECALL_LOGS: development });
  const { address, err } = await here.start();
  expect(address).not.toBe('');
  // Somebody may have the usual emulator running on this machine.
  const isServed = await fetch('http://127.0.0.1:10000/').then(
    () => true,
    () => false,
  );
  const said =
    'rarecall: nothing answers at the ports of UseDevelopmentStorage=true: an emulator of our own takes its place\n';
  expect(err().includes(said)).toBe(!isServed);
  expect(await here.run(['suppress', 'list'])).toMatchObject({ code: 0 });
});

test('an account that cannot be used is named by its setting, without its key', async () => {
  const gone = storage.replace(/BlobEndpoint=http:\/\/127.0.0.1:\d+/, 'BlobEndpoint=http://127.0.0.1:9');
  const { ended, err } = await here.start([], { RARECALL_LOGS: gone, AzureWebJobsStorage: storage });
  expect([await ended, err()]).toEqual([
    1,
    'rarecall: RARECALL_LOGS: the storage at http://127.0.0.1:9/devstoreaccount1 cannot be reached: connection refused\n',
  ]);
  const byIdentity = await here.start([], { RARECALL_LOGS__accountName: 'archive' });
  expect([await byIdentity.ended, byIdentity.err()]).toEqual([
    1,
    'rarecall: RARECALL_LOGS is set by its account and identity; the local host needs a connection string, or --storage\n',
  ]);
});
