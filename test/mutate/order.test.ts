import { expect, test } from 'vitest';
import { type Asking, orderOf } from './order.ts';

const related = [
  'test/app/ask.test.ts',
  'test/core/read/a.test.ts',
  'test/core/read/line.test.ts',
  'test/core/read/line-edges.test.ts',
  'test/core/read/lines.test.ts',
  'test/cli/hunt.test.ts',
];
const beside = ['test/core/read/other.test.ts', 'test/core/rank/rank.test.ts'];

const ordered = (over: Partial<Asking>): string[] =>
  orderOf({
    file: 'src/core/read/line.ts',
    related,
    all: [...related, ...beside],
    nearOnly: false,
    tookMs: new Map(),
    ...over,
  });

test('tests named like the file come first, then those beside them, then whoever imports it', () => {
  expect(ordered({})).toEqual([
    'test/core/read/line-edges.test.ts',
    'test/core/read/line.test.ts',
    'test/core/read/a.test.ts',
    'test/core/read/lines.test.ts',
    'test/app/ask.test.ts',
    'test/cli/hunt.test.ts',
  ]);
});

test('near means: of the same folder, or of the next above that has tests', () => {
  const near = ['test/core/read/a.test.ts', 'test/core/read/line.test.ts', 'test/core/read/lines.test.ts'];
  expect(ordered({ nearOnly: true })).toEqual([
    'test/core/read/line-edges.test.ts',
    'test/core/read/line.test.ts',
    'test/core/read/a.test.ts',
    'test/core/read/lines.test.ts',
  ]);
  const csv = { file: 'src/core/read/styles/csv.ts', related: near };
  expect(ordered({ ...csv, nearOnly: true })).toEqual(near);
  const elsewhere = ['test/app/ask.test.ts'];
  expect(ordered({ related: elsewhere, nearOnly: true })).toEqual(elsewhere);
});

test('a function is also asked of the tests beside it that import none: they build it', () => {
  const doors = ['test/functions/bundle.test.ts', 'test/functions/doors.test.ts'];
  const asking = { file: 'functions/calls.ts', related: ['test/functions/doors.test.ts'], all: doors };
  expect(ordered(asking)).toEqual(doors);
  expect(ordered({ ...asking, nearOnly: true })).toEqual(doors);
});

test('the quick come first among equals, and the slow not at all', () => {
  const tookMs = new Map([
    ['test/core/read/line-edges.test.ts', 9_000],
    ['test/core/read/line.test.ts', 10],
    ['test/core/read/lines.test.ts', 1_000],
    ['test/core/read/a.test.ts', 1_001],
    ['test/app/ask.test.ts', 200],
    ['test/cli/hunt.test.ts', 201],
    ...Array.from({ length: 7 }, (_, at) => [`test/${at}.test.ts`, 40] as const),
  ]);
  expect(ordered({ tookMs })).toEqual([
    'test/core/read/line.test.ts',
    'test/core/read/line-edges.test.ts',
    'test/core/read/lines.test.ts',
    'test/app/ask.test.ts',
  ]);
});

test('where all are slow, all are asked', () => {
  const tookMs = new Map([
    ['test/app/ask.test.ts', 900],
    ['test/1.test.ts', 10],
    ['test/2.test.ts', 10],
  ]);
  const related = ['test/app/ask.test.ts'];
  expect(ordered({ related, tookMs })).toEqual(related);
});

test('the emulator is only asked about what talks to it, and whole hosts never', () => {
  const emulated = ['test/functions/a.azurite.test.ts', 'test/faults/b.azurite.test.ts'];
  const asking = { related: emulated, all: emulated };
  const doors = ['test/functions/a.azurite.test.ts'];
  expect(ordered({ ...asking, file: 'functions/calls.ts' })).toEqual(doors);
  expect(ordered({ ...asking, file: 'src/adapters/azure/days.ts' })).toEqual(doors);
  expect(ordered({ ...asking, file: 'src/app/answer.ts' })).toEqual([]);
});
