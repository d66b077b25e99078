import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BlobServiceClient } from '@azure/storage-blob';
import { zipSync } from 'fflate';
import { create } from 'tar';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { logFiles } from '../../../src/cli/files/files.ts';
import { type GrowingBlob, growBlobs } from '../../../src/cli/replaying/growing-blobs.ts';
import { replayFiles } from '../../../src/cli/replaying/replay-files.ts';
import { blobNameOf } from '../../../src/core/read/path.ts';

const connection = inject('azurite');
const cluster =
  '/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-1';
const hour = (at: string) => `resourceId=${cluster}/y=2026/m=10/d=01/h=${at}/m=00/PT1H.json`;

let container = '';
let folder = '';
/** What could not be read. */
let lost: string[] = [];
beforeEach(async () => {
  lost = [];
  container = `insights-logs-kube-audit-${randomUUID().slice(0, 8)}`;
  folder = await mkdtemp(join(tmpdir(), 'rarecall-replay-'));
});
afterEach(() => rm(folder, { recursive: true }));

const client = () => BlobServiceClient.fromConnectionString(connection).getContainerClient(container);
const textOf = async (name: string) => (await client().getBlobClient(name).downloadToBuffer()).toString();
const names = async () => {
  const found: string[] = [];
  for await (const { name } of client().listBlobsFlat()) found.push(name);
  return found;
};
const put = async (path: string, content: string | Uint8Array) => {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
};
const run = async (paths: readonly string[], pieces = 3, progress: number[] = []) =>
  replayFiles({
    sources: await logFiles(paths),
    connection,
    container,
    pieces,
    cluster: 'Unknown',
    onProgress: (bytes) => progress.push(bytes),
    onUnreadable: ({ message }) => lost.push(message.replaceAll(`${folder}/`, '')),
  });

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => `{"line":${i},"text":"größe"}\r\n`).join('');

test('a file under an AKS path becomes that blob, byte for byte, in pieces that end at line ends', async () => {
  const text = lines(10);
  await put(hour('08'), text);
  const grown: number[] = [];
  const blob: GrowingBlob = {
    name: hour('08'),
    expectedBytes: Buffer.byteLength(text),
    pieces: 3,
    bytes: () => [Buffer.from(text)],
  };
  const done = await growBlobs([blob], {
    connection,
    container,
    onBytes: (bytes) => grown.push(bytes),
  });
  expect(done).toEqual({ blobs: 1, bytes: 290, wholeLines: new Map([[hour('08'), 290]]) });
  expect(grown).toEqual([116, 116, 58]);
  expect(await textOf(hour('08'))).toBe(text);
  expect((await client().getBlobClient(hour('08')).getProperties()).blobType).toBe('AppendBlob');
  expect(await run([folder])).toMatchObject({ blobs: 1, bytes: 0 });
});

test('gzip files are unzipped, and progress counts bytes on disk', async () => {
  const text = lines(2000);
  await put(`${hour('08')}.gz`, gzipSync(text));
  await put(hour('09'), text);
  const files = await logFiles([folder]);
  const progress: number[] = [];
  expect(await run([folder], 4, progress)).toMatchObject({ blobs: 2, bytes: 2 * Buffer.byteLength(text) });
  expect(await names()).toEqual([hour('08'), hour('09')]);
  expect(await textOf(hour('08'))).toBe(text);
  expect(progress.at(-1)).toBe(files.reduce((sum, { size }) => sum + (size ?? 0), 0));
});

test('what an earlier replay left half done is continued, not doubled', async () => {
  const text = lines(40);
  await put(hour('08'), text);
  await client().create();
  const blob = client().getAppendBlobClient(hour('08'));
  await blob.create();
  await blob.appendBlock(text.slice(0, 100), Buffer.byteLength(text.slice(0, 100)));
  expect((await run([folder])).bytes).toBe(Buffer.byteLength(text) - Buffer.byteLength(text.slice(0, 100)));
  expect(await textOf(hour('08'))).toBe(text);
  await put(hour('08'), text + lines(3));
  expect((await run([folder])).bytes).toBe(Buffer.byteLength(lines(3)));
});

test('a blob that holds something else is left alone', async () => {
  const file = await put(hour('08'), lines(3));
  await run([file]);
  await put(hour('08'), `{"other":1}\n${lines(3)}`);
  await expect(run([file])).rejects.toThrow(`${hour('08')} is there already and holds something else`);
  await put(hour('08'), lines(2));
  await expect(run([file])).rejects.toThrow('holds something else');
  expect(await textOf(hour('08'))).toBe(lines(3));
  await client().getBlockBlobClient(hour('09')).upload('x', 1);
  await expect(run([await put(hour('09'), 'x\n')])).rejects.toThrow('is no append blob');
});

test('two replays at once leave each line once', async () => {
  const text = lines(3000);
  await put(hour('08'), text);
  await Promise.allSettled([run([folder], 50), run([folder], 50)]);
  await run([folder], 50);
  expect(await textOf(hour('08'))).toBe(text);
});

test('records of a file without an AKS path are sorted into the hours of their clusters', async () => {
  const record = (time: string, n: number) =>
    `{"time":"${time}","resourceId":"${cluster}","category":"kube-audit","properties":{"log":"{\\"n\\":${n}}\\n"}}`;
  await put(
    'export.json',
    `${record('2026-10-01T08:59:59.9Z', 1)}\n\nbroken\n${record('2026-10-01T11:00:01+02:00', 2)}\r\n${record('2026-10-01T08:10:00Z', 3)}`,
  );
  await put(
    'hub.json.gz',
    gzipSync(
      `\ufeff{"records": [${record('2026-10-01T09:30:00Z', 4)}, {"time": "2026-10-01T09:31:00Z",\n "resourceId": "${cluster}"}]}`,
    ),
  );
  expect(await run([folder])).toMatchObject({ blobs: 2 });
  expect((await textOf(hour('08'))).split('\n')).toEqual([
    record('2026-10-01T08:59:59.9Z', 1),
    'broken',
    record('2026-10-01T08:10:00Z', 3),
    '',
  ]);
  expect((await textOf(hour('09'))).split('\n')).toEqual([
    record('2026-10-01T11:00:01+02:00', 2),
    record('2026-10-01T09:30:00Z', 4),
    `{"time": "2026-10-01T09:31:00Z",  "resourceId": "${cluster}"}`,
    '',
  ]);
});

test('plain audit events get an envelope, and the cluster they are said to be of', async () => {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: 'a',
    requestReceivedTimestamp: '2026-10-01T08:00:00.000001Z',
  };
  await put('audit.log', `${JSON.stringify(event)}\n`);
  await run([folder]);
  const [name = ''] = await names();
  expect(name).toMatch(/MANAGEDCLUSTERS\/UNKNOWN\/y=2026\/m=10\/d=01\/h=08\/m=00\/PT1H\.json$/);
  const record = JSON.parse(await textOf(name));
  expect(record).toMatchObject({ time: event.requestReceivedTimestamp, category: container.slice(14) });
  expect(JSON.parse(record.properties.log)).toEqual(event);
});

test('a file of no records at all is refused', async () => {
  const file = await put('notes.log', 'nothing\n');
  await expect(run([file])).rejects.toThrow(`${file}: no record in it tells its time`);
});

test('files in an archive count by their paths within it, wherever the archive lies', async () => {
  const event = '{"apiVersion":"audit.k8s.io/v1","requestReceivedTimestamp":"2026-10-01T12:00:00Z"}\n';
  const members = { [`in/${hour('09')}`]: Buffer.from(lines(3)), 'b/audit.log': Buffer.from(event) };
  await put(`out/${dirname(hour('08'))}/day.zip`, zipSync(members));
  await put(`in/${hour('10')}`, lines(4));
  const night = { cwd: folder, file: join(folder, 'out', dirname(hour('08')), 'night.tgz'), gzip: true };
  await create(night, [`in/${hour('10')}`]);
  await put(`out/${hour('08')}`, lines(2));
  expect(await run([join(folder, 'out')])).toMatchObject({ blobs: 4 });
  expect(await names()).toEqual([
    expect.stringMatching(/UNKNOWN.*h=12/),
    ...['08', '09', '10'].map((at) => hour(at)),
  ]);
  expect(await Promise.all(['08', '09', '10'].map((at) => textOf(hour(at))))).toEqual([
    lines(2),
    lines(3),
    lines(4),
  ]);
});

test('what cannot be read in a folder is told with its cause, and the rest is uploaded as far as it can be', async () => {
  const event = (n: number) =>
    `{"apiVersion":"audit.k8s.io/v1","auditID":"${n}","requestReceivedTimestamp":"2026-10-01T12:00:00Z"}\n`;
  const noise = randomBytes(3e6).toString('base64').replaceAll('+A', '\n');
  await put(hour('08'), lines(3));
  await put(hour('09'), 'Obj\u0001avro');
  await put(`${hour('10')}.gz`, gzipSync(noise).subarray(0, -1_000_000));
  await put('a.json', event(1));
  const two = Buffer.from(zipSync({ 'x.json': Buffer.from(event(2)), 'y.json': Buffer.from('nothing') }));
  await put('b.zip', two.subarray(0, two.indexOf('PK\u0001\u0002') - 3));
  await put('c.json', 'nothing\n');
  await put('d.zip', zipSync({ 'e.json': Buffer.from('nothing'), 'f.json': Buffer.from(event(3)) }));
  await put('g.json', event(4));
  await put('h.json.gz', gzipSync(event(5).repeat(3) + noise).subarray(0, -1_000_000));
  expect(await run([folder])).toMatchObject({ blobs: 3 });
  expect(lost).toEqual([
    `${hour('09')}: is an Avro file (Event Hubs Capture), which is not read: turn it into JSON Lines first, as with avro-tools tojson`,
    'b.zip: is a damaged zip archive',
    'c.json: no record in it tells its time',
    'd.zip:e.json: no record in it tells its time',
    'h.json.gz: is no whole gzip file',
    `${hour('10')}.gz: is no whole gzip file`,
  ]);
  expect(await textOf(hour('08'))).toBe(lines(3));
  const torn = await textOf(hour('10'));
  expect(torn.length).toBeGreaterThan(1_000_000);
  expect(noise.startsWith(torn)).toBe(true);
  const sorted = (await names()).filter((name) => name.includes('UNKNOWN'));
  expect(sorted).toHaveLength(1);
  const ids = (await textOf(sorted[0] ?? '')).matchAll(/auditID\\":\\"(\d)/g);
  expect([...ids].map(([, id]) => id)).toEqual(['1', '2', '3', '4', '5', '5', '5']);
});

test('the command names last what it could not read, and has failed', async () => {
  await put(hour('08'), lines(3));
  const avro = await put('a.json', 'Obj\u0001avro');
  await symlink('b.json', join(folder, 'b.json'));
  const rarecall = join(import.meta.dirname, '../../../bin/rarecall.js');
  const args = [rarecall, 'replay', folder, '--connection', connection];
  const env = { ...process.env, RARECALL_LOG_CONTAINER: container };
  const { code, out, err } = await new Promise<{ code: unknown; out: string; err: string }>((resolve) =>
    execFile(process.execPath, args, { env }, (error, out, err) => resolve({ code: error?.code, out, err })),
  );
  expect([code, out]).toEqual([1, '1 log blobs hold the logs now, 87 bytes were appended\n']);
  expect(err.trim().split('\n')).toEqual([
    'rarecall: could not be read: 2 files or folders',
    `rarecall: not read: ${join(folder, 'b.json')}: cannot be opened (ELOOP)`,
    expect.stringMatching(new RegExp(`^rarecall: not read: ${avro}: is an Avro file`)),
  ]);
});

test('a file that was named and cannot be read ends it, before anything is uploaded', async () => {
  const avro = await put(hour('08'), 'Obj\u0001avro');
  await expect(run([await put(hour('09'), lines(3)), avro])).rejects.toThrow('is an Avro file');
  const torn = await put('a.json.gz', gzipSync(lines(30)).subarray(0, 40));
  await expect(run([torn])).rejects.toThrow('a.json.gz: is no whole gzip file');
  expect([await client().exists(), lost]).toEqual([false, []]);
});

test('a blob name begins at resourceId=, whatever the system writes between folders', () => {
  expect(blobNameOf(`/home/me/${hour('08')}.gz`)).toBe(hour('08'));
  expect(blobNameOf('C:\\logs\\resourceId=\\SUBSCRIPTIONS\\X\\PT1H.json')).toBe(
    'resourceId=/SUBSCRIPTIONS/X/PT1H.json',
  );
  expect(blobNameOf('my-resourceId=/x.json')).toBeNull();
});
