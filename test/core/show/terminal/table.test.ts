/** How columns give way and words are wrapped; what stands in tables is in text.test.ts. */
import { expect, test } from 'vitest';
import { type Column, tableText, wrap } from '../../../../src/core/show/terminal/table.ts';

const lines = (columns: readonly Column[], cells: readonly string[], width: number) =>
  tableText(columns, [{ cells }], { width }).split('\n');
const x = (count: number) => 'x'.repeat(count);
const y = (count: number) => 'y'.repeat(count);

test('a table that fits is as wide as its cells', () => {
  const columns: Column[] = [
    { title: 'a', least: 1 },
    { title: 'count', align: 'right', least: 1 },
  ];
  expect(lines(columns, ['xyz', '7'], 80)).toEqual(['a    count', '─'.repeat(10), 'xyz      7', '']);
});

test('a column gives cells down to its least, and then another one gives', () => {
  const columns: Column[] = [
    { title: 'a', least: 28 },
    { title: 'b', least: 5 },
  ];
  const [, rule, row] = lines(columns, [x(30), y(25)], 40);
  expect(rule).toBe('─'.repeat(40));
  expect(row).toBe(`${x(27)}…  ${y(9)}…`);
});

test('the widest gives first, equally wide ones in turn', () => {
  const columns: Column[] = [
    { title: 'a', least: 5 },
    { title: 'b', least: 5 },
  ];
  expect(lines(columns, [x(50), y(12)], 40)[2]).toBe(`${x(25)}…  ${y(12)}`);
  expect(lines(columns, [x(50), y(50)], 40)[2]).toBe(`${x(18)}…  ${y(18)}…`);
});

test('what cannot be as narrow as it should is narrower still', () => {
  const columns: Column[] = [
    { title: 'a', least: 30 },
    { title: 'b', least: 30 },
  ];
  const [, , row] = lines(columns, [x(30), y(30)], 40);
  expect(row).toBe(`${x(18)}…  ${y(18)}…`);
});

test('spare columns go where the table would not fit, the last first', () => {
  const columns: Column[] = [
    { title: 'a', least: 20 },
    { title: 'b', least: 18, spare: true },
    { title: 'c', least: 18, spare: true },
  ];
  const cells = [x(20), y(18), y(18)];
  expect(lines(columns, cells, 60)[0]).toMatch(/^a +b +c$/);
  expect(lines(columns, cells, 59)[0]).toMatch(/^a +b$/);
  expect(lines(columns, cells, 40)[0]).toMatch(/^a +b$/);
  expect(lines([{ title: 'a', least: 21 }, ...columns.slice(1)], [x(21), y(18), y(18)], 40)[0]).toBe('a');
});

test('the first column goes, too, where it is spare', () => {
  const columns: Column[] = [
    { title: 'a', least: 30, spare: true },
    { title: 'b', least: 30 },
  ];
  expect(lines(columns, [x(30), y(30)], 40)[2]).toBe(y(30));
});

test('no table is narrower than forty', () => {
  expect(lines([{ title: 'a', least: 1 }], [x(50)], 10)[2]).toBe(`${x(39)}…`);
});

test('only what is painted is coloured, and only when it is asked for', () => {
  const columns: Column[] = [
    { title: 'a', least: 1 },
    { title: 'b', least: 1 },
  ];
  const rows = [{ cells: ['x', 'y'], paint: { a: '31' }, below: 'why' }];
  expect(tableText(columns, rows, { width: 40, colour: true })).toBe(
    '\u001b[1ma\u001b[0m  \u001b[1mb\u001b[0m\n────\n\u001b[31mx\u001b[0m  y\n   \u001b[2mwhy\u001b[0m\n',
  );
  expect(tableText(columns, rows, { width: 40 })).toBe('a  b\n────\nx  y\n   why\n');
});

test.each<[string, number, number, string[]]>([
  ['', 10, 3, []],
  ['one', 10, 3, ['one']],
  ['one two', 7, 3, ['one two']],
  ['one two', 6, 3, ['one', 'two']],
  ['one two three', 7, 3, ['one two', 'three']],
  ['one two three', 7, 2, ['one two', 'three']],
  ['one two three four', 7, 2, ['one two', 'three …']],
  ['one two three', 13, 1, ['one two three']],
  ['abcdefghijkl', 5, 3, ['abcde', 'fghij', 'kl']],
  [' abcdefghijkl', 5, 4, [' abcd', 'efghi', 'jkl']],
])('%j in %i cells and %i lines', (text, width, count, wrapped) => {
  expect(wrap(text, width, count)).toEqual(wrapped);
});

test('two thousand characters are looked at', () => {
  expect(wrap('a'.repeat(3_000), 100, 30)).toHaveLength(20);
});
