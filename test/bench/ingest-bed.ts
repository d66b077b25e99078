/** What the ingest benchmarks run on: an emulator, a proxy that counts requests, and workers in processes of their own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { composeWith } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { startAzurite } from '../../src/host/azurite.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { faultyProxy } from '../faults/proxy.ts';

const silent = { info: () => undefined, warn: console.error, error: console.error };

export const appOn = (connection: string, settings: Readonly<Record<string, string>> = {}) =>
  composeWith(
    readConfig({ RARECALL_LOGS: connection, AzureWebJobsStorage: connection, ...settings }),
    silent,
  );

/** Requests by kind, as the proxy names them. */
export type Requests = ReadonlyMap<string, number>;

export interface Bed {
  /** Through the proxy. */
  readonly connection: string;
  /** Past the proxy. */
  readonly direct: string;
  append(blobName: string, text: Buffer): Promise<void>;
  /** What the work asked of storage. */
  during<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly requests: Requests; readonly seconds: number }>;
  close(): Promise<void>;
}

export async function makeBed(): Promise<Bed> {
  const azurite = await startAzurite();
  const proxy = await faultyProxy(azurite.connection, randomFrom('bench'));
  proxy.severity = 0;
  const container = BlobServiceClient.fromConnectionString(azurite.connection).getContainerClient(
    'insights-logs-kube-audit',
  );
  await container.create();
  return {
    connection: proxy.connection,
    direct: azurite.connection,
    async append(name, text) {
      const blob = container.getAppendBlobClient(name);
      await blob.createIfNotExists();
      for (let at = 0; at < text.length; at += 4_000_000) {
        const part = text.subarray(at, at + 4_000_000);
        await blob.appendBlock(part, part.length);
      }
    },
    async during(work) {
      const before = new Map(proxy.requests);
      const began = performance.now();
      const result = await work();
      const seconds = (performance.now() - began) / 1_000;
      const requests = new Map([...proxy.requests].map(([kind, n]) => [kind, n - (before.get(kind) ?? 0)]));
      return { result, requests, seconds };
    },
    async close() {
      await proxy.close();
      await azurite.stop();
    },
  };
}

/** Heap of the workers in MB, as V8 is told; `undefined` leaves V8 to itself, which takes what the machine has. */
export const heap: { mb: string | undefined } = { mb: undefined };

/** A task of `ingest-alone.ts` in a process of its own, so that memory is the task's alone. */
export async function alone<T>(connection: string, ...task: string[]): Promise<T> {
  const child = fork(fileURLToPath(new URL('./ingest-alone.ts', import.meta.url)), task, {
    env: { ...process.env, BENCH_CONNECTION: connection },
    execArgv: heap.mb === undefined ? [] : ['--max-semi-space-size=4', `--max-old-space-size=${heap.mb}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [result] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${task.join(' ')} failed`);
    }),
  ]);
  return result as T;
}

export const readsOf = (requests: Requests): number => requests.get('table list') ?? 0;

export const writesOf = (requests: Requests): number =>
  ['table commit', 'table write', 'table make'].reduce((sum, kind) => sum + (requests.get(kind) ?? 0), 0);

export const blobsOf = (requests: Requests): number =>
  ['blob look', 'blob read', 'blob list'].reduce((sum, kind) => sum + (requests.get(kind) ?? 0), 0);

/** A line of the table that is printed. */
export const rowOf = (
  what: string,
  megabytes: number,
  { requests, seconds }: { readonly requests: Requests; readonly seconds: number },
  more = '',
): string =>
  `| ${what} | ${megabytes.toFixed(0)} | ${(megabytes / seconds).toFixed(1)} | ${writesOf(requests)} | ${readsOf(requests)} | ${blobsOf(requests)} | ${more} |`;

/** @throws where a count is wrong: a fast wrong one must not win */
export function check(
  what: string,
  got: Readonly<Record<string, number>>,
  truth: Readonly<Record<string, number>>,
): void {
  for (const [name, is] of Object.entries(truth))
    if (got[name] !== is) throw new Error(`${what}: ${name} is ${got[name]}, not ${is}`);
}
