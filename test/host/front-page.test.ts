/** The page at `/`, by the very answerer of the host. */
import { expect, test } from 'vitest';
import type { App, Metadata, RegisteredFunction } from '../../src/host/functions-core.ts';
import type { Asked } from '../../src/host/http-server.ts';
import { answerer } from '../../src/host/triggers/http.ts';

const http = (name: string, route: string, methods: readonly string[]): RegisteredFunction => {
  const trigger = { type: 'httpTrigger', direction: 'in', route, methods, authLevel: 'function' };
  const metadata: Metadata = { name, bindings: { trigger } };
  return { metadata, callback: () => undefined };
};
const functions = [
  http('report', 'report', ['GET']),
  http('findings', 'findings', ['GET']),
  http('finding', 'findings/{id}', ['GET']),
  http('clusters', 'clusters', ['GET']),
  http('health', 'health', ['GET']),
  http('openapi', 'openapi.json', ['GET']),
  http('suppressions', 'suppressions', ['PUT']),
  http('odd', '<script>', ['GET']),
];
const app = {
  functions: new Map(functions.map((one) => [one.metadata.name, one])),
  // Only routes are looked at.
} as unknown as App;

const answer = (asked: Partial<Asked>, routePrefix = 'api') =>
  answerer({ app, routePrefix, triggers: new Map(), invoke: () => Promise.reject(new Error('not asked')) })({
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    origin: 'http://localhost:7071',
    headers: {},
    body: new Uint8Array(),
    ...asked,
  });
const textOf = async (asked: Partial<Asked>, prefix?: string) =>
  Buffer.from((await answer(asked, prefix)).body ?? []).toString();

test('leads on to what can be asked with GET, and to nothing else', async () => {
  const links = [...(await textOf({})).matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map(([, href]) => href);
  expect(links).toEqual([
    '/api/report',
    '/api/findings?format=html',
    '/api/clusters?format=html',
    '/api/findings',
    '/api/clusters',
    '/api/health',
    '/api/openapi.json',
  ]);
  expect(await textOf({}, '')).toContain('href="/report"');
});

test('runs and loads nothing, whatever is registered or asked', async () => {
  const { status, headers } = await answer({});
  expect([status, headers?.['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers?.['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  const text = await textOf({ query: new URLSearchParams({ day: '"><script>' }) });
  expect(text).not.toMatch(/<script|<img|<link|<iframe|\bon\w+=|https?:/i);
  expect(text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  expect(text).toContain('prefers-color-scheme: dark');
});

test('only at the root, and only for who reads', async () => {
  expect((await answer({ path: '/index.html' })).status).toBe(404);
  expect((await answer({ path: '//' })).status).toBe(404);
  expect(await answer({ method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  expect((await answer({ method: 'HEAD' })).status).toBe(200);
});
