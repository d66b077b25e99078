/** What the first bytes of a file say of its style, to the byte; whole files are in file-reader.test.ts. */
import { expect, test } from 'vitest';
import { mayTell, type Style, styleOf } from '../../../src/core/read/styles/documents.ts';
import { bytes } from './records.ts';

const most = 1024 * 1024;

test.each<[string, string, Style | null, Style]>([
  ['nothing', '', null, 'lines'],
  ['blanks', ' \n\t\r\0', null, 'lines'],
  ['a list', '[', 'documents', 'documents'],
  ['a list behind blanks and NULs', '\0 \n\0[', 'documents', 'documents'],
  ['a message', '{"records":[', 'documents', 'documents'],
  ['an object that has not ended', '{"a":1', null, 'documents'],
  ['an object on a line', '{"a":1}', null, 'lines'],
  ['an object on a line, with its end', '{"a":1}\n', 'lines', 'lines'],
  ['an object, then blanks and NULs', '{"a":1} \0\r\n', 'lines', 'lines'],
  ['an object that goes on', '{"a":\n', 'documents', 'documents'],
  ['an object that holds records', '{"body":"{}"}\n', 'documents', 'documents'],
  ['the head of a table', 'a,log_s\r\n', 'table', 'table'],
  ['the head of a table without its end', 'a,log_s', null, 'table'],
  ['any text', 'nonsense\n', 'lines', 'lines'],
])('%s', (_, head, style, atEnd) => {
  expect(styleOf(bytes(head))).toBe(style);
  expect(styleOf(bytes(head), 0, true) ?? 'lines').toBe(atEnd);
});

test('a byte order mark is no part of it', () => {
  expect(styleOf(bytes('\ufeff['), 3)).toBe('documents');
  expect(styleOf(bytes('\ufeff{"a":1}\n'), 3)).toBe('lines');
  expect(styleOf(bytes('\ufeff['))).not.toBe('documents');
});

test('a first line of a mebibyte is a line, one byte less may still be anything', () => {
  expect(styleOf(bytes('{'.padEnd(most, 'x')))).toBe('lines');
  expect(styleOf(bytes('{'.padEnd(most - 1, 'x')))).toBeNull();
});

test.each<[string, string, number, boolean]>([
  ['the first bytes', 'abc', 3, true],
  ['a byte that the first 256 did not have', 'a', 256, true],
  ['more of a long line', 'a', 257, false],
  ['much more of a long line', 'a', most - 1, false],
  ['as much as a line may have', 'a', most, true],
  ['the end of a line', 'a\nb', 10_000, true],
])('style is asked for again by %s', (_, chunk, length, asked) => {
  expect(mayTell(bytes(chunk), length)).toBe(asked);
});
