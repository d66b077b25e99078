import { expect, test } from 'vitest';
import { type AskedFor, type Look, shallAsk } from '../../../src/app/sweeping/asked.ts';

const megabyte = 1024 * 1024;
const look = (over: Partial<Look> = {}): Look => ({
  created: '2026-10-01T08:00:07.000Z',
  length: 100 * megabyte,
  quiet: false,
  bytes: 0,
  failedUntil: null,
  ...over,
});
const asks = (asked: AskedFor, looks: Look[]) => looks.map((one) => shallAsk(asked, 'a', one));

test('a blob that nobody takes on is asked for after 1, 2, 4, … sweeps', () => {
  const asked: AskedFor = new Map();
  const at = asks(
    asked,
    Array.from({ length: 40 }, () => look()),
  ).flatMap((yes, i) => (yes ? [i] : []));
  expect(at).toEqual([0, 1, 3, 7, 15, 31]);
  const days = Array.from({ length: 288 * 5 }, () => look());
  expect(asks(asked, days).filter((yes) => yes).length).toBeLessThanOrEqual(5 * 4 + 2);
});

test('a long blob that is being counted is not asked for, however it grows, until that much is counted', () => {
  const asked: AskedFor = new Map();
  const grown = (mb: number, counted: number) => look({ length: mb * megabyte, bytes: counted * megabyte });
  expect(asks(asked, [grown(100, 0), grown(120, 30), grown(140, 60), grown(160, 90)])).toEqual([
    true,
    false,
    false,
    false,
  ]);
  // The first one has read as far as it saw.
  expect(asks(asked, [grown(170, 100)])).toEqual([true]);
});

test('a worker that stands still is waited for one sweep, and then asked for again', () => {
  const asked: AskedFor = new Map();
  expect(asks(asked, [look(), look({ bytes: megabyte }), look({ bytes: megabyte })])).toEqual([
    true,
    false,
    true,
  ]);
});

test('what was counted, replaced, or is to be closed now, is asked for at once', () => {
  const asked: AskedFor = new Map();
  asks(asked, [look(), look(), look()]);
  expect(asks(asked, [look({ created: '2026-10-01T08:59:07.000Z' })])).toEqual([true]);
  expect(asks(asked, [look({ created: '2026-10-01T08:59:07.000Z', quiet: true })])).toEqual([true]);
  const other: AskedFor = new Map();
  expect(asks(other, [look({ length: 10 }), look({ length: 20, bytes: 10 })])).toEqual([true, true]);
});

test('what failed since is asked for at once, and then after pauses again', () => {
  const asked: AskedFor = new Map();
  const failed = look({ failedUntil: '2026-10-01T09:01:00.000Z' });
  const more = look({ failedUntil: '2026-10-01T09:03:00.000Z' });
  expect(asks(asked, [look(), failed, failed, failed, more])).toEqual([true, true, true, false, true]);
});

test('the rest of a line is asked for at the next sweep, though most was counted just now', () => {
  const asked: AskedFor = new Map();
  expect(asks(asked, [look(), look({ bytes: 100 * megabyte - 100 })])).toEqual([true, true]);
});
