import { expect, test } from 'vitest';
import { actionOf, actorOf, featured, featureTexts } from '../../../src/core/rank/features.ts';
import { aPattern } from '../build.ts';

test.each([
  ['system:serviceaccount:ci:runner-x7x9k', 'system:serviceaccount:ci:runner-{id}'],
  ['system:node:aks-pool-12345678-vmss000001', 'system:node:aks-pool-{n}-vmss{n}'],
  ['system:bootstrap:x7x9k2', 'system:bootstrap:x7x9k2'],
  ['x:system:node:aks-12345', 'x:system:node:aks-12345'],
  ['user-12345@example.com', 'user-12345@example.com'],
])('machines share the habits of their kind, people have their own: %s is %s', (user, actor) => {
  expect(actorOf(aPattern({ user }))).toBe(actor);
});

test('an action is verb and resource, or the path where there is none', () => {
  expect(actionOf(aPattern())).toBe('get pods');
  expect(actionOf(aPattern({ subresource: 'log' }))).toBe('get pods/log');
  expect(actionOf(aPattern({ subresource: 'exec' }))).toBe('exec pods');
  expect(actionOf(aPattern({ verb: null }))).toBe('- pods');
  expect(actionOf(aPattern({ resource: null, namespace: null, requestURI: '/version' }))).toBe(
    'get /version',
  );
});

test('a command that does something of note is another action than any other command', () => {
  const texts = featureTexts();
  const { action } = featured(
    ['ls', '/run/secrets/kubernetes.io/serviceaccount/token'].map((word) =>
      aPattern({ subresource: 'exec', requestURI: `/api/v1/namespaces/a/pods/b/exec?command=${word}` }),
    ),
    texts,
  );
  expect(Array.from(action, texts.action.text)).toEqual(['exec pods', 'exec pods token']);
});

test('breadth is in how many namespaces the actor did the same, and none for the whole cluster', () => {
  const texts = featureTexts();
  const { namespace, breadth } = featured(
    [
      aPattern({ namespace: 'a' }),
      aPattern({ namespace: 'b' }),
      aPattern({ namespace: 'b', userAgent: 'curl/8' }),
      aPattern({ namespace: 'a', verb: 'list' }),
      aPattern({ namespace: 'c', user: 'ben@example.com' }),
      aPattern({ namespace: null }),
    ],
    texts,
  );
  expect(Array.from(namespace, (one, at) => [texts.namespace.text(one), breadth[at]])).toEqual([
    ['a', 2],
    ['b', 2],
    ['b', 2],
    ['a', 1],
    ['c', 1],
    ['', 0],
  ]);
});
