import { describe, expect, test } from 'vitest';
import { achievedAt, averagePrecision, expectedHits, meanOf, precisionAt, type Scored } from './measures.ts';

const scored = (text: string): Scored[] =>
  text.split(' ').map((item) => ({ score: Number(item.replace('!', '')), isHit: item.endsWith('!') }));

describe('expectedHits', () => {
  test('counts the hits among the first k', () => {
    expect(expectedHits(scored('9! 8 7! 6 5!'), 3)).toBe(2);
  });

  test('shares ties that straddle the edge by chance', () => {
    expect(expectedHits(scored('9! 5! 5 5 5'), 3)).toBe(1.5);
  });

  test('gives a ranking that knows nothing what chance gives', () => {
    expect(precisionAt(scored('1! 1 1 1 1! 1 1 1'), 4)).toBe(0.25);
  });

  test('does not depend on the order of its input', () => {
    expect(expectedHits(scored('5 9! 5 5! 5'), 3)).toBe(1.5);
  });
});

test('achievedAt judges a short attack by what was possible', () => {
  expect(achievedAt(scored('9! 8! 7 6'), 4)).toBe(1);
  expect(precisionAt(scored('9! 8! 7 6'), 4)).toBe(0.5);
});

describe('averagePrecision', () => {
  test('is the mean of the precision at each hit', () => {
    expect(averagePrecision(scored('9! 8 7! 6'))).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(averagePrecision(scored('9 8 7'))).toBe(0);
  });

  test('takes ties by expectation over random order', () => {
    // Two hits among three ties behind one miss: hits at places 2 and 3, 2 and 4, or 3 and 4.
    const orders = [(1 / 2 + 2 / 3) / 2, (1 / 2 + 2 / 4) / 2, (1 / 3 + 2 / 4) / 2];
    const mean = orders.reduce((sum, one) => sum + one, 0) / 3;
    expect(averagePrecision(scored('9 5! 5 5!'))).toBeCloseTo(mean, 12);
  });
});

test.each([
  // Quantiles of Student's t by the usual tables, times the standard error of the mean.
  [[1, 2, 3, 4], 3.182 * Math.sqrt(5 / 3 / 4)],
  [[0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 2.201 * Math.sqrt(3 / 11 / 12)],
])('meanOf gives half the width of a 95 %% interval', (values, half) => {
  expect(meanOf(values).half).toBeCloseTo(half, 3);
});
