/**
 * An HTTP proxy before the three services of a storage emulator that does what a bad day in a data centre does.
 * Knows requests and their kinds; refuses to know what they are for.
 */
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { draw, type Random } from '../../src/simulate/random.ts';
import { chanceOf, type FaultKind, type RequestKind, weights } from './fault.ts';

export interface FaultyProxy {
  /** Leads to the proxy; what it was made from leads past it. */
  readonly connection: string;
  /** By request kind and then by fault. */
  readonly faults: ReadonlyMap<RequestKind, ReadonlyMap<FaultKind, number>>;
  /** Requests that reached the emulator, by kind. */
  readonly requests: ReadonlyMap<RequestKind, number>;
  faultCount(): number;
  /** Faults for the next requests of a kind, before any that are drawn. */
  script(kind: RequestKind, ...next: (FaultKind | null)[]): void;
  /** Every chance is multiplied by it; 0: nothing goes wrong any more, and what stalls ends. */
  severity: number;
  /** Every answer comes so much later, faults or none. */
  waitMs: number;
  close(): Promise<void>;
}

const longestWaitMs = 3_000;
const stallMs = 90_000;

/** @param connection of the emulator, with its three endpoints over plain HTTP */
export async function faultyProxy(connection: string, random: Random): Promise<FaultyProxy> {
  const faults = new Map<RequestKind, Map<FaultKind, number>>();
  const requests = new Map<RequestKind, number>();
  const agent = new Agent({ keepAlive: true });
  const servers: Server[] = [];
  let release = new AbortController();
  let severity = 0;
  let waitMs = 0;
  let led = connection;

  const scripts = new Map<RequestKind, (FaultKind | null)[]>();

  const fateOf = (kind: RequestKind): FaultKind | null => {
    const isDue = random.chance(chanceOf(kind) * severity);
    const fault = scripts.get(kind)?.shift() ?? (isDue ? draw(random, weights) : null);
    if (fault === null) return null;
    const ofKind = faults.get(kind) ?? new Map<FaultKind, number>();
    faults.set(kind, ofKind.set(fault, (ofKind.get(fault) ?? 0) + 1));
    return fault;
  };

  const until = (ms: number) => sleep(ms, undefined, { signal: release.signal }).catch(() => undefined);

  async function answer(service: Service, asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await buffer(asked);
    const kind = kindOf(service.name, asked);
    const fault = fateOf(kind);
    if (fault === 'stall') {
      await until(stallMs);
      return void asked.socket.destroy();
    }
    if (fault === 'drop-before') return void asked.socket.destroy();
    if (fault === '500' || fault === '503' || fault === '429') return refuse(service, reply, Number(fault));
    if (fault === '503-wait' || fault === '429-wait')
      return refuse(service, reply, Number.parseInt(fault, 10), String(1 + random.int(2)));
    if (fault === '503-hour') return refuse(service, reply, 503, '3600');
    if (fault === '429-date')
      return refuse(service, reply, 429, new Date(Date.now() + 3_600_000).toUTCString());
    if (waitMs > 0) await sleep(waitMs);
    if (fault === 'late') await until(random.next() * longestWaitMs);
    // Whoever gave up while we dawdled has given up: a dead host's request may still arrive late, as in life.
    requests.set(kind, (requests.get(kind) ?? 0) + 1);
    const passed = request({
      agent,
      host: service.host,
      port: service.port,
      method: asked.method,
      path: asked.url,
      headers: asked.headers,
    });
    passed.end(body);
    const [came] = (await once(passed, 'response')) as [IncomingMessage];
    const content = await buffer(came);
    if (fault === 'drop-after') return void asked.socket.destroy();
    if (fault === '500-after') return refuse(service, reply, 500);
    if (fault === 'slow') await until(random.next() * longestWaitMs);
    reply.writeHead(came.statusCode ?? 500, came.rawHeaders);
    if (fault === 'cut' || fault === 'stall-after') {
      reply.write(content.subarray(0, random.int(content.length + 1)));
      // What was written must be on its way before the connection ends.
      await until(fault === 'cut' ? 20 : stallMs);
      return void asked.socket.destroy();
    }
    reply.end(content);
  }

  for (const service of servicesOf(connection)) {
    const server = createServer((asked, reply) => {
      answer(service, asked, reply).catch(() => asked.socket.destroy());
    });
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    led = led.replace(`${service.host}:${service.port}`, `127.0.0.1:${port}`);
  }

  return {
    connection: led,
    faults,
    requests,
    faultCount: () =>
      [...faults.values()].flatMap((kinds) => [...kinds.values()]).reduce((sum, count) => sum + count, 0),
    script: (kind, ...next) => void scripts.set(kind, next),
    get severity() {
      return severity;
    },
    set severity(value) {
      severity = value;
      if (value > 0) return;
      release.abort();
      release = new AbortController();
    },
    get waitMs() {
      return waitMs;
    },
    set waitMs(value) {
      waitMs = value;
    },
    async close() {
      release.abort();
      agent.destroy();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

interface Service {
  readonly name: 'blob' | 'queue' | 'table';
  readonly host: string;
  readonly port: number;
}

const servicesOf = (connection: string): Service[] =>
  (['blob', 'queue', 'table'] as const).map((name) => {
    const found = new RegExp(`${name}Endpoint=(http://[^;]+)`, 'i').exec(connection)?.[1];
    if (found === undefined) throw new Error(`the connection string names no ${name} endpoint over HTTP`);
    const { hostname, port } = new URL(found);
    return { name, host: hostname, port: Number(port) };
  });

function kindOf(service: Service['name'], { method = '', url = '' }: IncomingMessage): RequestKind {
  const [path = '', query = ''] = url.split('?');
  if (service === 'table') {
    if (path.endsWith('$batch')) return 'table commit';
    if (method === 'GET') return 'table list';
    return path.endsWith('/Tables') ? 'table make' : 'table write';
  }
  if (service === 'queue') {
    if (!/\/messages(\/|$)/.test(path)) return 'queue make';
    if (method === 'GET') return 'queue take';
    if (method === 'POST') return 'queue send';
    return method === 'DELETE' ? 'queue done' : 'queue hold';
  }
  if (query.includes('comp=list')) return 'blob list';
  if (method === 'HEAD') return 'blob look';
  return method === 'GET' ? 'blob read' : 'blob write';
}

/** In the words of the services, so that their clients understand. */
function refuse({ name }: Service, reply: ServerResponse, status: number, retryAfter?: string): void {
  const code = status === 500 ? 'InternalError' : status === 503 ? 'ServerBusy' : 'TooManyRequests';
  const isTable = name === 'table';
  reply.writeHead(status, {
    'content-type': isTable ? 'application/json' : 'application/xml',
    'x-ms-error-code': code,
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  });
  reply.end(
    isTable
      ? JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: code } } })
      : `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  );
}
