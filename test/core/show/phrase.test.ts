import { expect, test } from 'vitest';
import {
  addressPhrase,
  callPhrase,
  clipped,
  clock,
  hourPhrase,
  several,
  shortened,
  span,
  techniquePhrase,
  techniquesOf,
  tenth,
  userPhrase,
  whole,
} from '../../../src/core/show/phrase.ts';
import { aCall, containerApi, containerCli } from './samples.ts';

test.each([
  [{}, 'get secrets in payments'],
  [{ resource: 'pods', subresource: 'exec', verb: 'create' }, 'create pods/exec in payments'],
  [{ resource: 'nodes', namespace: null }, 'get nodes'],
  [{ resource: null, requestURI: '/version?a=b' }, 'get /version'],
  [{ resource: null, requestURI: null }, 'get (no address)'],
  [{ verb: null }, 'call secrets in payments'],
])('a call with %j is: %s', (over, phrase) => {
  expect(callPhrase(aCall(over))).toBe(phrase);
});

test('who and from where, where it is not known', () => {
  expect([userPhrase(''), userPhrase('ada')]).toEqual(['(unknown user)', 'ada']);
  expect([addressPhrase(null), addressPhrase('::1')]).toEqual(['(no address)', '::1']);
});

test('a technique, each once', () => {
  expect(techniquePhrase(containerApi)).toBe(
    'T1552.007 Unsecured Credentials: Container API (Credential Access)',
  );
  expect(techniquesOf([containerApi, containerCli, containerApi])).toEqual([containerApi, containerCli]);
});

test('numbers', () => {
  expect([whole(1_234_567), whole(0.4), tenth(2), tenth(0.25)]).toEqual(['1,234,567', '0', '2.0', '0.3']);
  expect([0, 1, 2].map((count) => several(count, 'call'))).toEqual(['0 calls', '1 call', '2 calls']);
  expect([1, 2_000].map((count) => several(count, 'is', 'are'))).toEqual(['1 is', '2,000 are']);
  expect([0, 23].map(hourPhrase)).toEqual(['00:00', '23:00']);
});

test('times', () => {
  const time = '2026-06-03T21:47:12.481000Z';
  expect([clock(time), clock(null), clock('soon'), clock(`x${time}`)]).toEqual([
    '21:47:12',
    '(no time)',
    'soon',
    `x${time}`,
  ]);
  expect(span(time, time.replace('481', '999'))).toBe('21:47:12');
  expect(span(time, null)).toBe('21:47:12 – (no time)');
});

test('what is long is cut, and says so', () => {
  expect(clipped('x'.repeat(600))).toBe('x'.repeat(600));
  expect(clipped('x'.repeat(601))).toBe(`${'x'.repeat(600)}… (1 more characters)`);
  expect(clipped('abc', 2)).toBe('ab… (1 more characters)');
  expect([shortened('abc', 3), shortened('abcd', 3)]).toEqual(['abc', 'ab…']);
});

test('no letter is cut in two', () => {
  expect(shortened('a😀b', 3)).toBe('a…');
  expect(shortened('a😀bc', 4)).toBe('a😀…');
  expect(shortened('😀😀x', 4)).toBe('😀…');
});
