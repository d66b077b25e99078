/** Queries and paths of request URIs: near misses stand beside what is shown. */
import { expect, test } from 'vitest';
import { maskUri } from '../../../../src/core/rank/mask/uri.ts';

const shown = (uri: string): string => maskUri(uri).replaceAll('[redacted]', 'X');

test.each([
  'timeout=5',
  'timeout=1h5m3s',
  '=',
  '&watch',
  'command',
  'fieldSelector',
  'watch=1',
  'limit=500',
  'container=web',
  'container=Web',
  'ports=80,81',
  'sinceTime=2026-05-01T08:00:00Z',
  'labelSelector=a%3Db%2Cc',
  'labelSelector=!a',
  'labelSelector=a%3D%3Db',
  'labelSelector=',
  'jam=',
  'command=%5B+-x+%5D',
])('the query %s is shown', (query) => {
  expect(shown(`/api/v1/pods?${query}`)).toBe(`/api/v1/pods?${query}`);
});

test.each([
  ['timeout=otter5', 'timeout=X'],
  ['timeout=5otter', 'timeout=X'],
  ['timeout=1h5m3s9', 'timeout=X'],
  ['=otter', 'X=X'],
  ['otter', 'X'],
  ['watch=2', 'watch=X'],
  ['watch=1true', 'watch=X'],
  ['limit=1234567890123', 'limit=X'],
  ['limit=x500', 'limit=X'],
  ['container=Web7', 'container=X'],
  ['container=-web', 'container=X'],
  ['container=web!', 'container=X'],
  ['ports=80,', 'ports=X'],
  ['ports=x80', 'ports=X'],
  ['sinceTime=x2026-05-01T08:00:00Z', 'sinceTime=X'],
  ['sinceTime=2026-05-01T08:00:00Zx', 'sinceTime=X'],
  ['labelSelector=!!a', 'labelSelector=X'],
  ['labelSelector=a%3Db!', 'labelSelector=X'],
  ['labelSelector=a,', 'labelSelector=X'],
  ['labelSelector=token%3Db', 'labelSelector=X'],
  ['jam=otter', 'jam=X'],
  ['j9m=otter', 'X=X'],
  ['j9m=', 'X='],
  ['watch=1#otter', 'watch=1#X'],
  ['command=ls&command=otter7', 'command=ls&command=X'],
  ['command=ls&watch=1&command=otter7', 'command=ls&watch=1&command=X'],
  ['cmd=cat%20otter7', 'cmd=cat%20X'],
  ['command=echo+hi', 'command=echo%20X'],
])('of the query %s is shown %s', (query, masked) => {
  expect(shown(`/api/v1/pods?${query}`)).toBe(`/api/v1/pods?${masked}`);
});

test.each([
  ['/api/v1/namespaces/a/pods/b;c=d', '/api/v1/namespaces/a/pods/b;X'],
  ['/api/v1/namespaces/a/pods/B7;c=d', '/api/v1/namespaces/a/pods/X'],
  ['/api/v1/namespaces/a/pods/;c', '/api/v1/namespaces/a/pods/X'],
  ['/api/v1/namespaces/a/pods/a%20b', '/api/v1/namespaces/a/pods/X'],
  [`/api/v1/pods/${'ab-'.repeat(84)}a`, `/api/v1/pods/${'ab-'.repeat(84)}a`],
  [`/api/v1/pods/${'ab-'.repeat(84)}ab`, '/api/v1/pods/X'],
  ['/api/v1/nodes/n/proxy/otter7Jam', '/api/v1/nodes/n/proxy/X'],
  ['/api/v1/nodes/n/proxy/run/Otter7/x', '/api/v1/nodes/n/proxy/run/Otter7/x'],
  ['/api/v1/nodes/n/proxy/xrun/Otter7/x', '/api/v1/nodes/n/proxy/xrun/X/x'],
  ['/api/v1/nodes/n/proxy/runx/Otter7/x', '/api/v1/nodes/n/proxy/runx/X/x'],
  ['/api/v1/nodes/n/proxy/a%2Fb', '/api/v1/nodes/n/proxy/a/b'],
  ['/apis/a/proxy/Otter7', '/apis/a/proxy/X'],
  ['/healthz/otter', '/healthz/otter'],
  ['/Otter7Jam', '/X'],
  ['/otter777', '/otter777'],
  ['/otter7777', '/X'],
  ['/run/Otter7/x', '/run/X/x'],
  ['/v1/2026', '/v1/2026'],
  ['/{id}/a-{id}', '/{id}/a-{id}'],
  ['/%zz', '/X'],
  ['/healthz#', '/healthz#X'],
])('of %s is shown %s', (uri, masked) => {
  expect(shown(uri)).toBe(masked);
});

test('what stands behind two thousand characters is not shown', () => {
  const uri = `/api/v1/secrets?${'watch=1&'.repeat(300)}`;
  expect(shown(uri)).toBe(uri.slice(0, 2_000));
});
