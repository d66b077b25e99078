import { expect, test } from 'vitest';
import { recent } from '../../../src/adapters/azure/recent.ts';

const of = (size: number) => ({ rows: new Map(Array.from({ length: size }, (_, at) => [String(at), at])) });

test('what was put is there until there are too many rows, the longest unused going first', () => {
  const kept = recent(10);
  const [a, b, c] = [of(4), of(4), of(2)];
  kept.put('a', a);
  kept.put('b', b);
  kept.put('c', c);
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([a, b, c]);
  kept.put('a', a);
  kept.put('d', of(1));
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([a, undefined, c]);
});

test('what is too big by itself is not kept, and pushes out the rest', () => {
  const kept = recent(10);
  kept.put('a', of(4));
  kept.put('big', of(11));
  expect([kept.get('a'), kept.get('big')]).toEqual([undefined, undefined]);
});

test('what is forgotten is gone, and what is put anew replaces', () => {
  const kept = recent(10);
  kept.put('a', of(4));
  kept.forget('a');
  expect(kept.get('a')).toBeUndefined();
  const [first, second] = [of(8), of(9)];
  kept.put('a', first);
  kept.put('a', second);
  expect(kept.get('a')).toBe(second);
});
