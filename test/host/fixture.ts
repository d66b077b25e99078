/** The fixture app in a host of its own: in this process, or in a child that may be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { build } from '../../src/host/build.ts';

const folder = fileURLToPath(new URL('../fixtures/app', import.meta.url));

export interface Seen {
  readonly seen: readonly Record<string, unknown>[];
  readonly hooks: readonly string[];
  readonly most: number;
}

export interface Names {
  readonly container: string;
  readonly queue: string;
}

/** Names nobody else uses: the emulator is shared. */
export const freshNames = (): Names => {
  const mark = randomUUID().slice(0, 8);
  return { container: `fixture-${mark}`, queue: `fixture-${mark}` };
};

export const settingsFor = (names: Names, schedule = '0 0 0 1 1 *'): Record<string, string> => ({
  FIXTURE_CONTAINER: names.container,
  FIXTURE_QUEUE: names.queue,
  FIXTURE_SCHEDULE: schedule,
  AzureFunctionsWebHost__hostid: names.container,
});

/** Builds the fixture app once for a test file. */
export async function buildFixture(): Promise<{ file: string; folder: string; remove(): Promise<void> }> {
  const out = await mkdtemp(join(tmpdir(), 'rarecall-fixture-'));
  const file = join(out, 'app.cjs');
  await build({ entry: join(folder, 'app.ts'), outfile: file });
  return { file, folder, remove: () => rm(out, { recursive: true }) };
}

export async function ask(address: string): Promise<Seen> {
  const response = await fetch(`${address}/api/seen`);
  return (await response.json()) as Seen;
}

/** Asks again and again until it holds, and fails with what was seen last. */
export async function until(
  address: string,
  holds: (seen: Seen) => boolean,
  timeoutMs = 30_000,
): Promise<Seen> {
  for (const end = Date.now() + timeoutMs; ; await sleep(100)) {
    const seen = await ask(address);
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`not seen within ${timeoutMs} ms: ${JSON.stringify(seen)}`);
  }
}

export async function append(connection: string, names: Names, name: string, text: string): Promise<void> {
  const container = BlobServiceClient.fromConnectionString(connection).getContainerClient(names.container);
  await container.createIfNotExists();
  const blob = container.getAppendBlobClient(`logs/${name}`);
  await blob.createIfNotExists();
  await blob.appendBlock(text, Buffer.byteLength(text));
}

export const queueOf = (connection: string, name: string) =>
  QueueServiceClient.fromConnectionString(connection).getQueueClient(name);

export const send = async (connection: string, names: Names, text: string): Promise<void> => {
  const queue = queueOf(connection, names.queue);
  await queue.createIfNotExists();
  await queue.sendMessage(Buffer.from(text).toString('base64'));
};

export interface Child {
  readonly process: ChildProcess;
  readonly address: string;
  said(): string;
  complained(): string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export const program = `
  import { start } from ${JSON.stringify(new URL('../../src/cli/start.ts', import.meta.url).href)};
  try {
    await start(JSON.parse(process.argv[1]));
  } catch (error) {
    console.error('rarecall: ' + error.message);
    process.exitCode = 1;
  }`;

/** A host in a process of its own. Settles when it is ready or has ended. */
export async function spawnHost(options: object, settings: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  let said = '';
  let complained = '';
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  child.stderr.on('data', (chunk) => {
    complained += chunk;
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('\n')) resolve();
    });
  });
  await Promise.race([ready, ended]);
  const address = /^ready (\S+)/.exec(said)?.[1] ?? '';
  return { process: child, address, said: () => said, complained: () => complained, ended };
}
