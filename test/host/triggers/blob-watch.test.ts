import { expect, test } from 'vitest';
import { patternOf } from '../../../src/host/triggers/blob-watch.ts';

test('a parameter matches across slashes, and the rest of the path literally', () => {
  const { container, prefix, read } = patternOf('logs/resourceId=/{name}', 'one');
  expect([container, prefix]).toEqual(['logs', 'resourceId=/']);
  expect(read('resourceId=/A/B/PT1H.json')).toEqual({ name: 'A/B/PT1H.json' });
  expect(read('resourceId=A')).toBeNull();
  expect(read('resourceId=/')).toBeNull();
});

test('several parameters and signs', () => {
  const { read } = patternOf('logs/{folder}/{name}.json', 'one');
  expect(read('a/b/c.json')).toEqual({ folder: 'a/b', name: 'c' });
  expect(read('a/bxjson')).toBeNull();
});

test('a path without a container or a pattern is refused', () => {
  expect(() => patternOf('{name}', 'one')).toThrow('the path of one must be container/pattern');
  expect(() => patternOf('logs', 'one')).toThrow('the path of one must be container/pattern');
});
