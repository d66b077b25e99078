import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { expect, inject, test } from 'vitest';
import { aBlobName, aLine, aResourceId } from '../build.ts';

const connection = inject('azurite');
const launcher = fileURLToPath(new URL('../../bin/rarecall.js', import.meta.url));
const container = `backfill-${process.pid}`;
const of = (hour: string) =>
  aBlobName(`2026-10-01T${hour}`, aResourceId.replace('AKS-1', `COLD-${process.pid}`));

const backfill = (...more: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const args = [
      'backfill',
      '--from',
      '2026-10-01',
      '--to',
      '2026-10-01',
      '--connection',
      connection,
      ...more,
    ];
    const env = { ...process.env, RARECALL_LOG_CONTAINER: container };
    execFile(process.execPath, [launcher, ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

test('a backfill counts what can be read, names the rest with its cause, and goes on with it', async () => {
  const client = BlobServiceClient.fromConnectionString(connection).getContainerClient(container);
  await client.create();
  for (const hour of ['07', '08', '09']) {
    const text = `${aLine()}\n`;
    await client.getBlockBlobClient(of(hour)).upload(text, Buffer.byteLength(text));
  }
  const cold = client.getBlockBlobClient(of('08'));
  await cold.setAccessTier('Archive');
  const first = await backfill();
  expect(first.code).toBe(1);
  expect(first.out).toMatch(/^2 log blobs counted; rank/);
  expect(first.err).toMatch(/not counted: cold-\d+ 2026-10-01T08: 409 BlobArchived \(GET\); move it out/);
  expect(first.err).toMatch(/rarecall: 1 of 3 log blobs could not be counted \(1 × BlobArchived\)/);
  await cold.setAccessTier('Hot');
  const second = await backfill();
  expect([second.code, second.out.slice(0, 20)]).toEqual([0, '3 log blobs counted,']);
});

test('what is too young to be waited for is said', async () => {
  const client = BlobServiceClient.fromConnectionString(connection).getContainerClient(container);
  const text = `${aLine()}\n`;
  await client.getBlockBlobClient(of('10')).upload(text, Buffer.byteLength(text));
  const { code, out, err } = await backfill('--through-app', '--wait');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^1 log blobs asked .*\n0 log blobs counted, 0 bytes/),
  ]);
  expect(err).toContain('1 of them were written to so lately');
});
