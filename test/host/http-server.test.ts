import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asked, type HttpServer, maxBodyBytes, openServer } from '../../src/host/http-server.ts';

let server: HttpServer;
let asked: Asked[] = [];
beforeEach(async () => {
  asked = [];
  server = await openServer(0);
});
afterEach(() => server.close(0));

const serve = () =>
  server.serve(async (one) => {
    asked.push(one);
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from('fine') };
  });

/** Sends bytes as they are, which no HTTP client would. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request({ port: server.port, host: '127.0.0.1', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('only requests that name this machine are answered: a name of somebody else may point here', async () => {
  serve();
  for (const host of ['localhost', 'LOCALHOST:7071', '127.0.0.1:80', '[::1]:7071']) {
    expect([host, await statusFor(host)]).toEqual([host, 200]);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:7071',
    'evil@localhost',
  ]) {
    expect([host, await statusFor(host)]).toEqual([host, 403]);
  }
  expect(await raw('GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
});

test('before it serves clients are told to come again', async () => {
  const early = await fetch(`http://127.0.0.1:${server.port}/api/health`);
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
});

test('path and query arrive as they were sent', async () => {
  serve();
  await fetch(`http://localhost:${server.port}/api/a%2Fb//c?x=1&x=%26`);
  expect(asked[0]?.path).toBe('/api/a%2Fb//c');
  expect(asked[0]?.query.getAll('x')).toEqual(['1', '&']);
  expect(asked[0]?.origin).toBe(`http://localhost:${server.port}`);
});

test('an absolute target is read as its path, and its host does not count', async () => {
  serve();
  const answer = await raw(
    'GET http://evil.example/api/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(asked[0]?.path).toBe('/api/x');
  expect(asked[0]?.origin).toBe('http://localhost');
});

test('a target that names another host after two slashes stays a path', async () => {
  serve();
  await raw('GET //evil.example/api/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(asked[0]?.path).toBe('//evil.example/api/x');
});

test('what is no request is a 400, and the server goes on', async () => {
  serve();
  expect(await raw('OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 400 /,
  );
  expect(await raw('rubbish\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await statusFor('localhost')).toBe(200);
});

test('a body that is too long is a 413', async () => {
  serve();
  const response = await fetch(`http://localhost:${server.port}/`, {
    method: 'PUT',
    body: Buffer.alloc(maxBodyBytes + 1),
  });
  expect(response.status).toBe(413);
  expect(asked).toEqual([]);
  const just = await fetch(`http://localhost:${server.port}/`, {
    method: 'PUT',
    body: Buffer.alloc(maxBodyBytes),
  });
  expect(just.status).toBe(200);
});

test('a port that is let go a moment later is taken', async () => {
  const { port } = server;
  setTimeout(() => void server.close(0), 300);
  const next = await openServer(port);
  expect(next.port).toBe(port);
  await next.close(0);
  server = await openServer(0);
});
