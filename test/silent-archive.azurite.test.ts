/**
 * Of two accounts one takes connections and never answers, or never gets a token: the sweep of the other, in the emulator,
 * waits for it once, and no longer than it must.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { account } from '../src/adapters/azure/account.ts';
import { auditBlobs } from '../src/adapters/azure/audit-logs.ts';
import { memoryFailures } from '../src/adapters/memory/failures.ts';
import { memoryJobs } from '../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../src/adapters/memory/ledger.ts';
import { memoryLog } from '../src/adapters/memory/log.ts';
import { allLogs } from '../src/app/all-logs.ts';
import { sweep, sweepMemory } from '../src/app/sweeping/sweep.ts';
import type { Day } from '../src/core/count/day.ts';
import { failureOf } from '../src/failure.ts';
import { aBlobName, aLine, aResourceId } from './build.ts';

const limitMs = 700;
const day = '2026-10-01' as Day;
const silence = { status: null, code: 'ETIMEDOUT' };
const sockets = new Set<Socket>();
let silent: Server;
let made = 0;

beforeEach(async () => {
  silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined))).listen(
    0,
    '127.0.0.1',
  );
  await once(silent, 'listening');
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  silent.close();
});

const services = {
  'never answers': () => {
    const endpoint = `BlobEndpoint=http://127.0.0.1:${(silent.address() as AddressInfo).port}/away`;
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=away;AccountKey=a2V5;${endpoint};`;
    return account({ name: 'AWAY', connectionString }).blobs();
  },
  'never gets a token': () =>
    new BlobServiceClient('https://away.example.com', { getToken: () => new Promise(() => undefined) }),
};

/** Containers with one log in each of so many clusters, and the silent accounts before and behind them. */
async function world(kind: keyof typeof services, clusters: number) {
  const { blobs } = account({ name: 'RARECALL_LOGS', connectionString: inject('azurite') });
  const container = blobs().getContainerClient(`beside-${process.pid}-${++made}`);
  await container.create();
  const hour = new Date().toISOString().slice(0, 13);
  const names = Array.from({ length: clusters }, (_, at) =>
    aBlobName(hour, aResourceId.replace('AKS-1', `AKS-${at}`)),
  );
  for (const name of names)
    await container.getBlockBlobClient(name).upload(aLine(), Buffer.byteLength(aLine()));
  const away = services[kind]();
  const clock = () => new Date();
  const [before, behind] = [auditBlobs(() => away, 'logs', limitMs), auditBlobs(() => away, 'more', limitMs)];
  const logs = allLogs([before, auditBlobs(blobs, container.containerName), behind], clock);
  const [jobs, log] = [memoryJobs(), memoryLog()];
  const ports = { logs, ledger: memoryLedger(), failures: memoryFailures(), jobs, clock, log };
  return { names, logs, ports, said: log.said };
}

const timed = async <T>(work: Promise<T>) => {
  const begun = performance.now();
  const result = await work;
  return { result, ms: performance.now() - begun };
};

test.each(Object.keys(services) as (keyof typeof services)[])(
  'one that %s is given up in time and told, and all others are swept',
  async (kind) => {
    const { names, logs, ports, said } = await world(kind, 3);
    const options = { sweepDays: 1, sealAfterMs: 1e9, deadline: new Date('2100-01-01T00:00:00Z') };
    const { result, ms } = await timed(sweep(ports, options, sweepMemory()));
    expect(ports.jobs.counts.map(({ blobName }) => blobName).sort()).toEqual(names.sort());
    expect(result).toEqual({ seen: 3, asked: 3, failed: 1 });
    expect(said).toContainEqual({
      level: 'error',
      args: [expect.stringMatching(/^sweep: an archive could not be looked at, others are: .*ETIMEDOUT$/)],
    });
    // Two do not answer, and are waited for as long as one.
    expect(ms).toBeGreaterThan(limitMs - 50);
    expect(ms).toBeLessThan(2 * limitMs);
    // Whoever counts what was asked for does not wait for it again.
    const found = await timed(Promise.all(names.map((name) => logs.find(name))));
    expect(found.result.map((blob) => blob?.name)).toEqual(names);
    expect(found.ms).toBeLessThan(limitMs);
    expect(
      failureOf(await logs.find(aBlobName('2026-10-01T08')).catch((error: unknown) => error)),
    ).toMatchObject(silence);
  },
);

test.each(Object.keys(services) as (keyof typeof services)[])(
  'of one that %s no question waits longer',
  async (kind) => {
    const away = services[kind]();
    const logs = auditBlobs(() => away, 'logs', limitMs);
    const questions = [
      logs.look(),
      logs.find(aBlobName()),
      Array.fromAsync(logs.homes()),
      Array.fromAsync(logs.list('home/', day, day)),
    ];
    const { result, ms } = await timed(Promise.allSettled(questions));
    for (const one of result)
      expect(one.status === 'rejected' && failureOf(one.reason)).toMatchObject(silence);
    expect(ms).toBeLessThan(2 * limitMs);
  },
);
