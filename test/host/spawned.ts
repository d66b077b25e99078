/** The real thing in processes of its own: an emulator, and `rarecall start` on it, which may be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';

const launcher = join(import.meta.dirname, '../../bin/rarecall.js');

export interface Spawned {
  readonly address: string;
  readonly child: ChildProcess;
  /** Ends it cleanly, and fails where it does not end with 0. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export async function spawnHost(storage: string, env: Record<string, string> = {}): Promise<Spawned> {
  const child = spawn(process.execPath, [launcher, 'start', '--port', '0', '--storage', storage], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const address = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      const ready = /^ready (\S+)$/m.exec(out)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code} before it was ready: ${err}`)));
  });
  const ended = once(child, 'exit');
  return {
    address,
    child,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await ended;
      if (code !== 0) throw new Error(`ended with ${code}: ${err}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export const ask = async (host: Spawned, path: string) => {
  const response = await fetch(`${host.address}/api/${path}`);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    // Each test says itself what it expects of an answer.
    body: JSON.parse(await response.text()),
  };
};

/** @throws after a minute unless told otherwise, with what was seen last */
export async function eventually<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  for (const end = Date.now() + withinMs; ; await sleep(200)) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`never came true: ${JSON.stringify(seen).slice(0, 500)}`);
  }
}

export async function append(storage: string, name: string, text: string): Promise<void> {
  const container =
    BlobServiceClient.fromConnectionString(storage).getContainerClient('insights-logs-kube-audit');
  await container.createIfNotExists();
  const blob = container.getAppendBlobClient(name);
  await blob.createIfNotExists();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 4_000_000) {
    const piece = bytes.subarray(at, at + 4_000_000);
    await blob.appendBlock(piece, piece.length);
  }
}
