/**
 * The socket on this laptop: listens on 127.0.0.1 alone and turns requests into plain values and back.
 * Knows who may ask; refuses to know what is asked.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './local-error.ts';

export interface Asked {
  readonly method: string;
  /** As sent, still escaped, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Scheme, host and port as the client wrote them. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpServer {
  readonly port: number;
  /** From now on `answer` is asked; until then, and after `close` began, clients are told to come again. */
  serve(answer: (asked: Asked) => Promise<Answer>): void;
  /** Takes no new requests; those under way may finish until `graceMs` is over. */
  close(graceMs: number): Promise<void>;
}

/** As infra/app/host.bicep says to Azure: a body is held in memory, before anybody is asked by what right it is sent. */
export const maxBodyBytes = 4 * 1024 * 1024;
/** A host that was told to stop, or killed, may hold the port for a moment. */
const takeTries = 8;
const takeAgainMs = 200;
const problemType = 'application/problem+json';

/** @param port 0 for any free one. @throws LocalError when it is in use or may not be used */
export async function openServer(port: number): Promise<HttpServer> {
  let answer: ((asked: Asked) => Promise<Answer>) | undefined;
  const server = createServer((request, response) => {
    reply(request, response, answer).catch(() => response.destroy());
  });
  for (let left = takeTries; ; left--) {
    server.listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      break;
    } catch (error) {
      const isInUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isInUse || left === 1) throw new LocalError(whyNot(error, port), { cause: error });
      await sleep(takeAgainMs);
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    serve(given) {
      answer = given;
    },
    async close(graceMs) {
      answer = undefined;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function whyNot(error: unknown, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `port ${port} is in use; choose another with --port, as in --port ${port + 1}`;
  if (code === 'EACCES') return `port ${port} may not be used; choose one above 1023 with --port`;
  return `cannot listen on port ${port}: ${message}`;
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ((asked: Asked) => Promise<Answer>) | undefined,
): Promise<void> {
  const { status, headers, body } = await answerTo(request, answer);
  const bytes = body ?? new Uint8Array();
  const isBodiless = status === 204 || status === 304;
  response.writeHead(status, {
    ...headers,
    ...(!isBodiless && { 'content-length': bytes.length }),
    ...(!request.complete && { connection: 'close' }),
  });
  response.end(request.method === 'HEAD' || isBodiless ? undefined : bytes);
}

async function answerTo(
  request: IncomingMessage,
  answer: ((asked: Asked) => Promise<Answer>) | undefined,
): Promise<Answer> {
  const { host = '' } = request.headers;
  // A page of another site can make its own name mean 127.0.0.1; what it then sends carries that name.
  if (!isLoopback(host)) return problem(403, 'This host answers only as localhost.');
  if (answer === undefined) return problem(503, 'Not serving yet, or no longer.', { 'retry-after': '1' });
  const origin = `http://${host}`;
  // A target may be absolute; whose host it names has been settled above.
  const target = (request.url ?? '').replace(/^https?:\/\/[^/?#]*/i, '');
  const url = target.startsWith('/') ? URL.parse(`${origin}${target}`) : null;
  if (url === null) return problem(400, 'The request names no path.');
  const body = await bodyOf(request);
  if (body === null) return problem(413, `A body may have ${maxBodyBytes} bytes.`);
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return answer({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    origin,
    headers: Object.fromEntries(headers),
    body,
  });
}

/** The whole body, `null` when it is too long. */
function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= maxBodyBytes) chunks.push(chunk);
      // The rest is not worth reading; the answer closes the connection.
      else resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client left')));
  });
}

/** Whether a Host header or the host of an Origin names this very machine. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host);

/** A problem of the host's own, RFC 9457. Says nothing of what was asked. */
export const problem = (
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { ...headers, 'content-type': problemType },
  body: Buffer.from(JSON.stringify({ type: 'about:blank', title, status })),
});
