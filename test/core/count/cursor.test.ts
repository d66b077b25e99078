import { expect, test } from 'vitest';
import { skipsSeen, startOf, sumAccounts } from '../../../src/core/count/cursor.ts';
import { addSkips } from '../../../src/core/read/account.ts';
import { noSkips } from '../../../src/core/read/call.ts';

const nothing = {
  lines: 0,
  events: 0,
  requests: 0,
  original: { lines: 0, skipped: noSkips(), events: 0, requests: 0 },
  duplicates: 0,
  salvaged: 0,
  folded: 0,
  skipped: noSkips(),
};

test('a blob that nobody has read begins at nothing', () => {
  expect(startOf('2026-10-01T08:00:07.000Z', 2)).toEqual({
    ...nothing,
    bytes: 0,
    created: '2026-10-01T08:00:07.000Z',
    generation: 2,
    rows: 0,
    lastDay: null,
    sealed: false,
    written: null,
    delay: null,
  });
});

test('accounts add up, each number for itself', () => {
  const one = { lines: 9, events: 1, requests: 2, duplicates: 3, salvaged: 4, folded: 5 };
  const two = { lines: 10, events: 20, requests: 30, duplicates: 40, salvaged: 50, folded: 60 };
  expect(
    sumAccounts([
      {
        ...one,
        original: { lines: 1, skipped: { ...noSkips(), cut: 2 }, events: 3, requests: 4 },
        skipped: { ...noSkips(), cut: 8 },
      },
      {
        ...two,
        original: { lines: 10, skipped: { ...noSkips(), cut: 20 }, events: 30, requests: 40 },
        skipped: { ...noSkips(), cut: 1, loopback: 7 },
      },
    ]),
  ).toEqual({
    lines: 19,
    events: 21,
    requests: 32,
    duplicates: 43,
    salvaged: 54,
    folded: 65,
    original: { lines: 11, skipped: { ...noSkips(), cut: 22 }, events: 33, requests: 44 },
    skipped: { ...noSkips(), cut: 9, loopback: 7 },
  });
  expect(sumAccounts([])).toEqual(nothing);
});

test('skips add up by reason, and those that never occurred are not told', () => {
  const sum = addSkips({ ...noSkips(), cut: 2 }, { ...noSkips(), cut: 3, loopback: 1 });
  expect(skipsSeen(sum)).toEqual({ cut: 5, loopback: 1 });
  expect(skipsSeen(noSkips())).toEqual({});
});
