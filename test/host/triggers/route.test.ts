import { expect, test } from 'vitest';
import type { RegisteredFunction } from '../../../src/host/functions-core.ts';
import { inOrder, match, type Route, routeOf } from '../../../src/host/triggers/route.ts';

const called = (name: string, route?: string, methods = ['GET']): RegisteredFunction => ({
  metadata: {
    name,
    bindings: {
      any: { type: 'httpTrigger', direction: 'in', methods, ...(route !== undefined && { route }) },
    },
  },
  callback: () => undefined,
});

const routes = (...given: RegisteredFunction[]): Route[] => inOrder(given.map((one) => routeOf(one, 'api')));

const found = (all: readonly Route[], path: string, method = 'GET') => {
  const answer = match(all, method, path);
  if (answer === null) return null;
  return 'allowed' in answer ? answer.allowed : [answer.route.called.metadata.name, answer.params];
};

test('a function without a route is found by its name, in any letter case, with or without a last slash', () => {
  const all = routes(called('Health'));
  expect(found(all, '/api/health')).toEqual(['Health', {}]);
  expect(found(all, '/API/HEALTH/')).toEqual(['Health', {}]);
  expect(found(all, '/health')).toBeNull();
  expect(found(all, '/api/healthy')).toBeNull();
});

test('literal segments win over parameters, however functions were registered', () => {
  const all = routes(called('one', 'things/{id}'), called('rest', '{*path}'), called('new', 'things/new'));
  expect(found(all, '/api/things/new')).toEqual(['new', {}]);
  expect(found(all, '/api/things/old')).toEqual(['one', { id: 'old' }]);
  expect(found(all, '/api/a/b')).toEqual(['rest', { path: 'a/b' }]);
});

test('a parameter is one segment, unescaped but for slashes and what is no escape', () => {
  const all = routes(called('one', 'things/{id}/parts'));
  expect(found(all, '/api/things/a%20b%2Fc/parts')).toEqual(['one', { id: 'a b%2Fc' }]);
  expect(found(all, '/api/things/%ff%/parts')).toEqual(['one', { id: '%ff%' }]);
  expect(found(all, '/api/things/a/b/parts')).toBeNull();
  expect(found(all, '/api/things//parts')).toBeNull();
});

test('an optional parameter may be missing', () => {
  const all = routes(called('one', 'report/{day?}'));
  expect(found(all, '/api/report')).toEqual(['one', {}]);
  expect(found(all, '/api/report/2026-10-01')).toEqual(['one', { day: '2026-10-01' }]);
});

test('a wrong method tells those of every function at the address', () => {
  const all = routes(called('read', 'things', ['GET']), called('write', 'things', ['PUT', 'DELETE']));
  expect(found(all, '/api/things', 'PUT')).toEqual(['write', {}]);
  expect(found(all, '/api/things', 'POST')).toEqual(['DELETE', 'GET', 'PUT']);
});

test('signs in a route mean themselves', () => {
  const all = routes(called('schema', 'openapi.json'));
  expect(found(all, '/api/openapi.json')).toEqual(['schema', {}]);
  expect(found(all, '/api/openapixjson')).toBeNull();
});

test('a template that is not known is refused at the start', () => {
  expect(() => routeOf(called('one', 'things/{id:int}'), 'api')).toThrow(
    'the local host does not know the route "{id:int}" of one',
  );
});
