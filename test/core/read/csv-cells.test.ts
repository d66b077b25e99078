/** Cells and rows by themselves; what becomes of them is in formats.test.ts. */
import { expect, test } from 'vitest';
import { csvReader, isTableHead } from '../../../src/core/read/styles/csv.ts';
import { inChunks } from './reading.ts';
import { bytes } from './records.ts';

const all = (text: string, longest = 1000, size = 1000) => {
  const reader = csvReader(longest);
  const rows = [...inChunks(bytes(text), size)].flatMap((chunk) => reader.push(chunk));
  return [...rows, ...reader.finish()];
};
const rowsOf = (text: string) => all(text).map(({ row }) => row);

test.each<[string, string, Record<string, string>[]]>([
  ['an empty first cell', 'a,b\n,2\n', [{ a: '', b: '2' }]],
  ['an empty last cell', 'a,b\n1,\n', [{ a: '1', b: '' }]],
  ['cells that are missing', 'a,b,c\n1\n', [{ a: '1', b: '', c: '' }]],
  ['more cells than columns', 'a\n1,2\n', [{ a: '1' }]],
  ['an empty quoted cell', 'a,b\n"",2\n', [{ a: '', b: '2' }]],
  ['quotes in a quoted cell', 'a,b\n"x ""y"" z",2\n', [{ a: 'x "y" z', b: '2' }]],
  ['a quote at the end of a quoted cell', 'a,b\n"x""",2\n', [{ a: 'x"', b: '2' }]],
  ['nothing but quotes', 'a,b\n"""",2\n', [{ a: '"', b: '2' }]],
  ['separators in quotes', 'a,b\n"1,2",3\n', [{ a: '1,2', b: '3' }]],
  ['text behind a quoted cell', 'a,b\n"1"x,2\n', [{ a: '1x', b: '2' }]],
  ['quotes that do not end', 'a,b\n"1,2', [{ a: '1,2', b: '' }]],
  ['a quote within a cell', 'a,b\n1"2",3\n', [{ a: '1"2"', b: '3' }]],
  ['commas rather than semicolons', 'a,b;c\n1,2;3\n', [{ a: '1', 'b;c': '2;3' }]],
  ['semicolons rather than tabs', 'a;b\tc\n1;2\t3\n', [{ a: '1', 'b\tc': '2\t3' }]],
  ['a mark ahead of the head, and there only', '\ufeffa,\ufeffb\n1,2\n', [{ a: '1', '\ufeffb': '2' }]],
  ['no mark but one within a name', 'a\ufeff,b\n1,2\n', [{ 'a\ufeff': '1', b: '2' }]],
  ['one column', 'a\n1\n', [{ a: '1' }]],
  ['a carriage return that ends no line', 'a,b\n1\r,2\r\n', [{ a: '1\r', b: '2' }]],
  ['a last row without an end', 'a\n1\n2', [{ a: '1' }, { a: '2' }]],
  ['a head alone', 'a,b\n', []],
  ['one sign that is no space', 'a\n!\n', [{ a: '!' }]],
])('%s', (_, text, rows) => {
  expect(rowsOf(text)).toEqual(rows);
  for (const size of [1, 3]) expect(all(text, 1000, size).map(({ row }) => row)).toEqual(rows);
});

test('rows lie where their bytes lie, whatever came before', () => {
  const text = 'a,b\r\n1,2\r\n\n,\n"3\n",4\n5,6';
  for (const size of [1, 2, 5, 100]) {
    const found = all(text, 1000, size).map(({ from, to }) => text.slice(from, to));
    expect(found).toEqual(['1,2\r', '"3\n",4', '5,6']);
  }
});

test('a row as long as what is held is read, and one byte more is too long; the next lies where it lies', () => {
  const text = `a\n${'x'.repeat(20)}\n${'y'.repeat(21)}\n3\n${'z'.repeat(50)}`;
  for (const size of [1, 7, 1000]) {
    const found = all(text, 20, size);
    expect(found.map(({ row }) => row?.a ?? null)).toEqual(['x'.repeat(20), null, '3', null]);
    expect(found.map(({ from, to }) => text.slice(from, to))).toEqual(text.split('\n').slice(1));
  }
});

test('what is held is said', () => {
  const reader = csvReader(1000);
  reader.push(bytes('a\n12'));
  expect(reader.pending).toBe(2);
});

test.each(['log_s', 'a,log_s,b', '"log_s"', 'a;RequestUri', 'a\tRequestUri\tb', 'a,log_s\r'])(
  '%j is the head of a table',
  (head) => {
    expect(isTableHead(bytes(head))).toBe(true);
  },
);

test.each(['', 'logs', 'log_s2', 'xlog_s', 'a,RequestUris', 'RequestUri:', 'request log_s'])(
  '%j is none',
  (head) => {
    expect(isTableHead(bytes(head))).toBe(false);
  },
);

test('a head has 64 KiB at most', () => {
  const head = (length: number) => bytes('log_s,'.padEnd(length, 'a'));
  expect(isTableHead(head(65_536))).toBe(true);
  expect(isTableHead(head(65_537))).toBe(false);
});
