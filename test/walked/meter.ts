/** Stands before the tables of a storage emulator and charges for the entities that the service would walk. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { TableClient } from '@azure/data-tables';
import { walkOf } from './filters.ts';

/** What one table was asked. */
export interface Charge {
  /** Entities that the service would have walked to answer. */
  walked: number;
  /** Requests that read. */
  reads: number;
  /** Requests that write. */
  writes: number;
}

export interface Meter {
  /** Leads through the meter. */
  readonly connection: string;
  /** What the work was charged for, by table. */
  during(work: () => Promise<unknown>): Promise<ReadonlyMap<string, Charge>>;
  close(): Promise<void>;
}

export const walkedIn = (charges: ReadonlyMap<string, Charge>): number =>
  [...charges.values()].reduce((sum, { walked }) => sum + walked, 0);

export async function meter(connection: string): Promise<Meter> {
  const endpoint = new URL(/TableEndpoint=(http:[^;]+)/i.exec(connection)?.[1] ?? '');
  const agent = new Agent({ keepAlive: true });
  let charges = new Map<string, Charge>();

  async function count(table: string, filter: string): Promise<number> {
    const client = TableClient.fromConnectionString(connection, table, { allowInsecureConnection: true });
    const queryOptions = { filter, select: ['PartitionKey'] };
    return (await Array.fromAsync(client.listEntities({ queryOptions }))).length;
  }

  async function walked(table: string, url: URL, content: Buffer): Promise<number> {
    if (/\(PartitionKey=/.test(decodeURIComponent(url.pathname))) return 1;
    const { keys, isExact } = walkOf(url.searchParams.get('$filter') ?? '');
    if (isExact) return (JSON.parse(content.toString()) as { value?: unknown[] }).value?.length ?? 0;
    // All pages together walk it once.
    return url.searchParams.has('NextPartitionKey') ? 0 : await count(table, keys);
  }

  async function answer(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const { method, headers, url: path = '' } = asked;
    const body = await buffer(asked);
    const { hostname: host, port } = endpoint;
    const passed = request({ agent, host, port, method, path, headers });
    passed.end(body);
    const [came] = (await once(passed, 'response')) as [IncomingMessage];
    const content = await buffer(came);
    const url = new URL(path, endpoint);
    const table = /^\/[^/]+\/(\w+)/.exec(url.pathname)?.[1] ?? '$batch';
    const charge = charges.get(table) ?? { walked: 0, reads: 0, writes: 0 };
    charges.set(table, charge);
    if (method === 'GET') {
      charge.reads++;
      if (came.statusCode === 200) charge.walked += await walked(table, url, content);
    } else charge.writes++;
    reply.writeHead(came.statusCode ?? 500, came.rawHeaders);
    reply.end(content);
  }

  const server = createServer((asked, reply) => {
    answer(asked, reply).catch(() => asked.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connection: connection.replace(endpoint.host, `127.0.0.1:${port}`),
    async during(work) {
      charges = new Map();
      await work();
      return charges;
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
