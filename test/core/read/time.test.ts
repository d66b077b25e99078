import { expect, it } from 'vitest';
import { utcTime } from '../../../src/core/read/time.ts';

it.each([
  ['2026-10-01T08:00:00Z', '2026-10-01T08:00:00.000000Z'],
  ['2026-10-01T08:00:00.1Z', '2026-10-01T08:00:00.100000Z'],
  ['2024-11-15T21:00:00.154534959Z', '2024-11-15T21:00:00.154534Z'],
  ['2020-05-05T16:16:37.0000000Z', '2020-05-05T16:16:37.000000Z'],
  ['2026-01-01T00:30:00.5+02:00', '2025-12-31T22:30:00.500000Z'],
  ['2024-02-28T23:30:00-01:30', '2024-02-29T01:00:00.000000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000Z'],
  ['2026-10-01t08:00:00z', '2026-10-01T08:00:00.000000Z'],
  ['0099-10-01T08:00:00Z', '0099-10-01T08:00:00.000000Z'],
])('turns %s into UTC with six decimals', (text, time) => {
  expect(utcTime(text)).toBe(time);
});

it.each([
  '2026-02-30T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-10-01T25:00:00Z',
  '2026-10-01T24:00:00Z',
  '2026-10-01T08:60:00Z',
  '2026-10-01T08:00:60Z',
  '2026-10-01T08:00:00',
  '2026-10-01T08:00:00.Z',
  '2026-10-01 08:00:00Z',
  '2026-10-01T08:00:00+24:00',
  '2026-10-01T08:00:00Z\n',
  '0000-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '',
  'yesterday',
])('knows that %j is no time', (text) => {
  expect(utcTime(text)).toBeNull();
});

it('has no time where there is no text', () => {
  expect(utcTime(null)).toBeNull();
});

it('knows the last day of every month', () => {
  const last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (const [index, day] of last.entries()) {
    const month = `2026-${String(index + 1).padStart(2, '0')}`;
    expect(utcTime(`${month}-${day}T08:00:00Z`)).toBe(`${month}-${day}T08:00:00.000000Z`);
    expect(utcTime(`${month}-${day + 1}T08:00:00Z`)).toBeNull();
    expect(utcTime(`${month}-00T08:00:00.000000Z`)).toBeNull();
  }
  expect(utcTime('2026-00-01T08:00:00.000000Z')).toBeNull();
});

it('knows leap years, and those of centuries', () => {
  for (const year of ['2000', '2024', '2400']) expect(utcTime(`${year}-02-29T08:00:00Z`)).not.toBeNull();
  for (const year of ['1900', '2023', '2100']) expect(utcTime(`${year}-02-29T08:00:00Z`)).toBeNull();
  expect(utcTime('2024-02-30T08:00:00Z')).toBeNull();
});

it.each([
  'x2026-10-01T08:00:00Z',
  'x2026-10-01T08:00:00.000000Z',
  '2026-10-01T08:00:00.000000Zx',
  '2026-10-01T08:00:00ZZ',
])('takes no time out of %j', (text) => {
  expect(utcTime(text)).toBeNull();
});
