import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts, compareUtf8, firstOf } from '../../../src/core/rank/order.ts';

test('texts compare by their UTF-8 bytes, not by UTF-16 units', () => {
  expect('\u{1f600}' < '\uff5e').toBe(true); // what JavaScript alone would say
  expect(compareUtf8('\u{1f600}', '\uff5e')).toBeGreaterThan(0);
  expect(compareUtf8('a', 'ab')).toBeLessThan(0);
  expect(compareUtf8('', '')).toBe(0);
});

test('the order equals that of the encoded bytes for any well-formed texts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('a missing text sorts last', () => {
  expect([null, 'b', 'a', null].toSorted(compareTexts)).toEqual(['a', 'b', null, null]);
});

test('the first of many are the same as sorting them all', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 500 }), fc.integer({ min: 1, max: 20 }), (all, limit) => {
      const first = firstOf<number>(limit, (a, b) => a - b);
      for (const one of all) first.add(one);
      expect(first.inOrder()).toEqual(all.toSorted((a, b) => a - b).slice(0, limit));
    }),
  );
});
