import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { giveBack, giveBackReads } from '../../../../src/adapters/azure/blobs/given-back.ts';

test('bytes that have their memory alone are given back', () => {
  const bytes = new Uint8Array(100);
  giveBack(bytes);
  expect(bytes).toHaveLength(0);
  giveBack(bytes);
});

test('bytes that share their memory are left', () => {
  const all = Uint8Array.of(1, 2, 3);
  const some = all.subarray(1);
  giveBack(some);
  expect([...some]).toEqual([2, 3]);
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  giveBack(shared);
  expect(shared).toHaveLength(3);
});

const body = Buffer.from(Uint32Array.from({ length: 1_000_000 }, (_, at) => at).buffer);

/** Answers on one connection that is kept. */
async function service(): Promise<() => Promise<IncomingMessage>> {
  const server = createServer((_request, answer) => answer.end(body)).listen(0, '127.0.0.1');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return async () => {
    const [answer] = await once(get({ host: '127.0.0.1', port, agent }), 'response');
    return answer as IncomingMessage;
  };
}

/** Slowly, so that the socket has to wait. */
async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer) {
    if (pieces.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    pieces.push(piece as Uint8Array);
  }
  return Buffer.concat(pieces);
}

test('what a socket read is given back, and the body is whole; so is the next on the same connection', async () => {
  const ask = await service();
  const first = await ask();
  const { socket } = first;
  const reads: Uint8Array[] = [];
  const listener = (bytes: Uint8Array) => reads.push(bytes);
  socket.on('data', listener);
  await giveBackReads(first);
  expect((await bytesOf(first)).equals(body)).toBe(true);
  expect(reads.length).toBeGreaterThan(10);
  // The first may have come before, the last is the collector's.
  expect(reads.filter(({ length }) => length > 0).length).toBeLessThanOrEqual(2);
  socket.off('data', listener);

  const second = await ask();
  expect(second.socket).toBe(socket);
  expect(socket.listenerCount('data')).toBe(1);
  expect((await bytesOf(second)).equals(body)).toBe(true);
});

test('many answers at once, each on a connection of its own', async () => {
  const asks = await Promise.all(Array.from({ length: 8 }, service));
  const bodies = asks.map(async (ask) => {
    const answer = await ask();
    await giveBackReads(answer);
    return (await bytesOf(answer)).equals(body);
  });
  expect(await Promise.all(bodies)).toEqual(asks.map(() => true));
});

test('what is no answer of HTTP, or has ended, is left', async () => {
  await giveBackReads(undefined);
  await giveBackReads(Readable.from([body]));
  const answer = await (await service())();
  const { socket } = answer;
  await once(answer.resume(), 'end');
  await giveBackReads(answer);
  expect(socket.listenerCount('data')).toBe(0);
});

test.each(['request', 'response'])(
  'where the look whether bodies are copies is cut off at its %s, reads are left, and nobody waits',
  async (what) => {
    const answer = await (await service())();
    const channel = `http.client.${what === 'request' ? 'request.start' : 'response.finish'}`;
    let cuts = 0;
    const cut = (message: unknown) => {
      cuts++;
      (message as Record<string, IncomingMessage>)[what]?.destroy();
    };
    subscribe(channel, cut);
    onTestFinished(() => void unsubscribe(channel, cut));
    // It is looked once in a process.
    vi.resetModules();
    const anew = await import('../../../../src/adapters/azure/blobs/given-back.ts');
    await anew.giveBackReads(answer);
    expect(cuts).toBe(1);
    expect(answer.socket.listenerCount('data')).toBe(1);
    expect((await bytesOf(answer)).equals(body)).toBe(true);
  },
);
