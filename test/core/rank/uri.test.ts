import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskUri as redactUri } from '../../../src/core/rank/mask/uri.ts';
import { foldUri, uriTemplate } from '../../../src/core/rank/uri.ts';

test.each([
  ['/api/v1/namespaces/payments/secrets/stripe', '/api/v1/namespaces/{ns}/secrets/{name}'],
  ['/api/v1/namespaces/payments/secrets', '/api/v1/namespaces/{ns}/secrets'],
  ['/api/v1/secrets?limit=500&continue=eyJ2', '/api/v1/secrets'],
  ['/api/v1/namespaces', '/api/v1/namespaces'],
  ['/api/v1/namespaces/payments', '/api/v1/namespaces/{name}'],
  ['/api/v1/namespaces/payments/finalize', '/api/v1/namespaces/{name}/finalize'],
  ['/api/v1/nodes/n1', '/api/v1/nodes/{name}'],
  [
    '/apis/apps/v1/namespaces/a/deployments/web/scale',
    '/apis/apps/v1/namespaces/{ns}/deployments/{name}/scale',
  ],
  ['/apis/stable.example.com/v1alpha1/crontabs/x', '/apis/stable.example.com/v1alpha1/crontabs/{name}'],
  ['/api/v1/watch/namespaces/a/pods/x', '/api/v1/watch/namespaces/{ns}/pods/{name}'],
  ['/api/v1/watch/nodes', '/api/v1/watch/nodes'],
])('resources: %s is %s', (uri, template) => {
  expect(uriTemplate(uri)).toBe(template);
});

test.each([
  ['/api/v1/nodes/n1/proxy/run/kube-system/x/y', '/api/v1/nodes/{name}/proxy/run'],
  ['/api/v1/nodes/n1:10250/proxy/pods', '/api/v1/nodes/{name}/proxy/pods'],
  ['/api/v1/nodes/n1/proxy/anything/else', '/api/v1/nodes/{name}/proxy/{path}'],
  [
    '/api/v1/namespaces/a/services/https:web:443/proxy/x/y',
    '/api/v1/namespaces/{ns}/services/{name}/proxy/{path}',
  ],
  ['/api/v1/proxy/namespaces/a/pods/x', '/api/v1/proxy/namespaces/{ns}/pods/{name}'],
])('proxies: %s is %s', (uri, template) => {
  expect(uriTemplate(uri)).toBe(template);
});

test.each([
  ['/api?timeout=32s', '/api'],
  ['/api/v1?timeout=32s', '/api/{version}'],
  ['/apis/apps', '/apis/{group}'],
  ['/apis/apps/v1?timeout=32s', '/apis/{group}/{version}'],
  ['/version', '/version'],
  ['/openapi/v3/apis/apps/v1?hash=0123456789ABCDEF', '/openapi/v3'],
  ['/logs/kube-apiserver.log', '/logs/kube-apiserver.log'],
  ['/.well-known/openid-configuration', '/.well-known/openid-configuration'],
  ['/a/b/c/d', '/a/b'],
  ['/scan/7d9c5b8f6d', '/scan/{id}'],
  ['/api/../etc/passwd', '/api/{path}'],
  ['/x%2525%3Fwatch', '/x%2525%3Fwatch'],
  ['/', '/'],
  ['', '/'],
])('discovery and paths that are no resource: %s is %s', (uri, template) => {
  expect(uriTemplate(uri)).toBe(template);
});

test.each([
  '/api/v1/!pods',
  '/api/v1/pods!',
  '/api/v1/-pods/x',
  '/api/v1/pods/x/!log',
  '/api/v1/pods/x/log!',
  '/api/v1/pods!/x/log',
  '/api/xv1/pods',
  '/api/v1x/pods',
  '/api/v1alpha/pods',
  '/api/{version}x/pods',
])('what is only like a path of the API is none: %s', (uri) => {
  expect(uriTemplate(uri)).toBe('/api/{path}');
});

test.each([
  '/apis/!apps/v1/deployments',
  '/apis/apps!/v1/deployments',
  '/apis/x{group}/v1/deployments',
  '/apis/apps/!v1/deployments',
  '/apis/apps/v1!/deployments',
  '/apis/apps/1v/deployments',
  '/apis/apps/{version}!/deployments',
])('what is only like a path of an API group is none: %s', (uri) => {
  expect(uriTemplate(uri)).toBe('/apis/{path}');
});

test('the longest names that are read are those of 128 characters', () => {
  expect(uriTemplate(`/api/v1/${'a'.repeat(128)}`)).toBe(`/api/v1/${'a'.repeat(128)}`);
  expect(uriTemplate(`/api/v1/${'a'.repeat(129)}`)).toBe('/api/{path}');
});

test.each([
  ['/api/v1beta2/pods', '/api/v1beta2/pods'],
  ['/api/v1/watch', '/api/v1/watch'],
  ['/api/v1/namespaces/a/status', '/api/v1/namespaces/{name}/status'],
  ['/api/v1/namespaces/a/status/x', '/api/v1/namespaces/{ns}/status/{name}'],
  ['/api/v1/pods/x/log/more', '/api/v1/pods/{name}/log/{path}'],
  ['/api/v1/pods/n1/proxy/run', '/api/v1/pods/{name}/proxy/{path}'],
  ['/api/v1/pods?watch=0&follow&=x', '/api/v1/pods?follow'],
  ['/api/v1/pods?stdin=true=false', '/api/v1/pods?stdin'],
])('edges of the grammar: %s is %s', (uri, template) => {
  expect(uriTemplate(uri)).toBe(template);
});

test.each([
  ['//api//v1///nodes/', '/api/v1/nodes'],
  ['/api/v1/%6eamespaces/pay%6dents/secrets', '/api/v1/namespaces/{ns}/secrets'],
  ['/api/v1/namespaces/a%2Fsecrets/x', '/api/v1/namespaces/{ns}/secrets/{name}'],
  ['/api/v1/namespaces/%zz/secrets', '/api/v1/namespaces/{ns}/secrets'],
])('the path is read as the API server reads it: %s is %s', (uri, template) => {
  expect(uriTemplate(uri)).toBe(template);
});

test('only query keys that tell what a call does are kept, sorted and without values', () => {
  const exec =
    '/api/v1/namespaces/a/pods/x/exec?stdin=true&command=sh&command=-c&tty=false&container=y&zzz=1';
  expect(uriTemplate(exec)).toBe('/api/v1/namespaces/{ns}/pods/{name}/exec?command&stdin');
  expect(uriTemplate('/api/v1/pods?watch=1&resourceVersion=9&timeoutSeconds=512')).toBe('/api/v1/pods?watch');
  expect(uriTemplate('/api/v1/pods?watch=false')).toBe('/api/v1/pods');
  expect(uriTemplate('/api/v1/pods?l%61belSelector=app%3Da')).toBe('/api/v1/pods?labelSelector');
});

test('a template is its own template, whatever the URI, and is bounded', () => {
  const piece = fc.constantFrom(
    'api',
    'apis',
    'v1',
    'namespaces',
    'pods',
    'watch',
    'proxy',
    'nodes',
    'exec',
    'status',
    'a%2Fb',
    '%',
    '..',
    'x?watch',
    '{ns}',
    'é',
    'pr-12345',
  );
  const uris = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((parts) => `/${parts.join('/')}`),
    fc.webPath(),
  );
  fc.assert(
    fc.property(uris, (uri) => {
      const template = uriTemplate(uri);
      expect(uriTemplate(template)).toBe(template);
      expect(template.length).toBeLessThan(900);
      expect(template.isWellFormed()).toBe(true);
    }),
  );
  expect(uriTemplate(`/api/v1/${'a/'.repeat(50_000)}`).length).toBeLessThan(900);
});

test('a folded URI stands for many, and a missing one stays missing', () => {
  expect(foldUri('/apis/apps/v1/namespaces/a/deployments/b')).toBe(
    '/apis/apps/v1/namespaces/{ns}/deployments/{name}',
  );
  expect(foldUri('/no/api/path')).toBe('/no/api');
  expect(foldUri(null)).toBe(null);
});

test.each([
  ['/x?token=abc&limit=500', '/x?token=[redacted]&limit=500'],
  ['/x?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTIzfQ', '/x?continue=[redacted]'],
  ['/x?sig=a%2Bb%3D', '/x?sig=[redacted]'],
  [
    '/e?command=mysql&command=-uroot&command=-phunter2',
    '/e?command=mysql&command=-uroot&command=-p[redacted]',
  ],
  [
    '/e?command=login&command=--password&command=hunter2',
    '/e?command=login&command=--password&command=[redacted]',
  ],
  ['/e?command=curl&command=--token%3Dhunter2', '/e?command=curl&command=--token%3D[redacted]'],
  [
    '/e?command=sh&command=-c&command=PGPASSWORD%3Dhunter2+psql',
    '/e?command=sh&command=-c&command=PGPASSWORD%3D[redacted]%20psql',
  ],
  [
    '/e?command=curl&command=-H&command=Authorization%3A+Bearer+hunter2hunter2',
    '/e?command=curl&command=-H&command=Authorization%3A%20[redacted]%20[redacted]',
  ],
  [
    '/e?command=git+clone+https%3A%2F%2Fme%3Ahunter2%40git',
    '/e?command=git%20clone%20https%3A%2F%2Fme%3A[redacted]%40git',
  ],
  ['/x?q=AKIAIOSFODNN7EXAMPLE', '/x?q=[redacted]'],
  ['/x?q=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY', '/x?q=[redacted]'],
  ['/x?q=d41d8cd98f00b204e9800998ecf8427e', '/x?q=[redacted]'],
  ['/p/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl/a', '/p/[redacted]/a'],
])('secrets are blanked: %s', (uri, shown) => {
  expect(redactUri(uri)).toBe(shown);
});

test.each([
  '/api/v1/namespaces/payments/secrets/stripe-api-key',
  '/api/v1/namespaces/a/pods/web-7d9c5b8f6d-x2x4z/exec?command=cat&command=%2Fetc%2Fpasswd&container=web&tty=true',
  '/apis/apps/v1/namespaces/a/deployments?fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
  '/api/v1/pods?labelSelector=app.kubernetes.io%2Fname%3Dingress-nginx-controller-internal',
  '/api/v1/pods?fieldSelector=metadata.uid%3D123e4567-e89b-12d3-a456-426614174000',
])('what an analyst needs is left as it is: %s', (uri) => {
  expect(redactUri(uri)).toBe(uri);
});

test('any URI can be shown, in bounded time and space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(redactUri(`/x?${text}`).isWellFormed()).toBe(true);
    }),
  );
  // Time of this process, not of the wall: other work on the machine must not fail it.
  const started = process.cpuUsage();
  for (const hostile of [
    'a'.repeat(1e6),
    'password='.repeat(1e5),
    '-p '.repeat(1e5),
    'mysql '.repeat(1e5),
    `/x?${'command=-p&'.repeat(1e5)}`,
    'token'.repeat(1e5),
  ])
    expect(redactUri(hostile).length).toBeLessThan(20_000);
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});
