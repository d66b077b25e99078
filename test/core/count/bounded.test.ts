import { describe, expect, test } from 'vitest';
import { asciiJson, bounded, tidy } from '../../../src/core/count/bounded.ts';

describe('a bounded text', () => {
  test('is itself up to its bound', () => {
    expect(bounded('x'.repeat(100), 100)).toBe('x'.repeat(100));
    expect(bounded('', 100)).toBe('');
  });

  test('beyond it is its beginning and its SHA-256', () => {
    const cut = bounded('x'.repeat(101), 100);
    // 56 characters, an ellipsis, and 43 of base64url.
    expect(cut).toMatch(/^x{56}…[\w-]{43}$/);
    expect(cut).not.toBe(bounded('x'.repeat(102), 100));
    // printf 'x%.0s' {1..101} | sha256sum | xxd -r -p | base64
    expect(cut.slice(57)).toBe('xnWi5gSwzRIpwDbjzgyHQimAokXilbvGBaUHoimXUts');
  });

  test('holds no half of a character where it was cut in two', () => {
    expect(bounded(`${'x'.repeat(55)}😀${'x'.repeat(99)}`, 100)).toMatch(/^x{55}\ufffd…/);
  });
});

test('ASCII JSON escapes what is not printable, and nothing else', () => {
  expect(asciiJson({ a: '~ \n', b: '\u007fé😀' })).toBe('{"a":"~ \\n","b":"\\u007f\\u00e9\\ud83d\\ude00"}');
  expect(JSON.parse(asciiJson('é\u2028\u0001\uffff'))).toBe('é\u2028\u0001\uffff');
});

describe('a tidy text', () => {
  test('is itself where all of it is printable ASCII', () => {
    expect(tidy(' ~a-1', 10)).toBe(' ~a-1');
    expect(tidy('', 10)).toBe('');
    expect(tidy('x'.repeat(60), 50)).toMatch(/^x{6}…/);
  });

  test.each(['é', 'aé', 'éa', 'aéa', 'a\n', '\na', 'a\u007f', '\u001f'])(
    'is a hash where any of it is not: %j',
    (text) => {
      expect(tidy(text, 10)).toMatch(/^sha256:[\w-]{43}$/);
      expect(tidy(text, 10)).not.toBe(tidy(`${text}a`, 10));
    },
  );
});
