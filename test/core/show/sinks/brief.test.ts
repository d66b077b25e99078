import { describe, expect, it } from 'vitest';
import { brief, fitting } from '../../../../src/core/show/sinks/brief.ts';

describe('brief', () => {
  it('shortens texts and lists wherever they stand, and nothing else', () => {
    expect(brief({ a: 'abcdef', b: [1, 2, 3], c: { d: ['abcdef', null] }, e: true, f: 1.5 }, 4, 2)).toEqual({
      a: 'abc…',
      b: [1, 2],
      c: { d: ['abc…', null] },
      e: true,
      f: 1.5,
    });
  });

  it('leaves no half of a pair of surrogates', () => {
    expect(brief('ab🙂cd', 4, 1)).toBe('ab…');
    expect(brief('ab🙂', 4, 1)).toBe('ab🙂');
  });
});

describe('fitting', () => {
  it('keeps the members whose JSON fits, brackets and commas counted', () => {
    expect(JSON.stringify(['ab', 'cd'])).toHaveLength(11);
    expect(fitting(['ab', 'cd'], 11)).toEqual(['ab', 'cd']);
    expect(fitting(['ab', 'cd'], 10)).toEqual(['ab']);
    expect(fitting(['ab', 'cd'], 1)).toEqual([]);
    expect(fitting([], 2)).toEqual([]);
  });

  it('counts bytes, not characters', () => {
    expect(fitting(['\u0000', 'é'], 10)).toEqual(['\u0000']);
  });
});
