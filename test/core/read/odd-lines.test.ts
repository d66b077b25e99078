/** Lines that a container runtime has cut, by stream and to the bound; whole files are in formats.test.ts. */
import { expect, test } from 'vitest';
import { oddLines, recordsIn } from '../../../src/core/read/styles/odd-lines.ts';
import type { Unpacked } from '../../../src/core/read/styles/unpack.ts';

const at = '2026-10-01T08:00:00Z';
const partial = (text: string, stream = 'stdout') => `${at} ${stream} P ${text}`;
const last = (text: string, stream = 'stdout') => `${at} ${stream} F ${text}`;
const valuesOf = (found: readonly Unpacked[] | null) =>
  found?.map((one) => (one.kind === 'record' ? one.value : one.record.log)) ?? null;

test('pieces of a line are joined, each stream by itself', () => {
  const odd = oddLines(100);
  expect(odd.read(partial('{"a"'))).toEqual([]);
  expect(odd.read(partial('{"b":', 'stderr'))).toEqual([]);
  expect(odd.read(partial(':'))).toEqual([]);
  expect(valuesOf(odd.read(last('1}')))).toEqual([{ a: 1 }]);
  expect(valuesOf(odd.read(last('2}', 'stderr')))).toEqual([{ b: 2 }]);
  expect(valuesOf(odd.read(last('{"c":3}')))).toEqual([{ c: 3 }]);
  expect(odd.finish()).toEqual([]);
});

test('what goes on at the end of the file is told as it is', () => {
  const odd = oddLines(100);
  odd.read(partial('{"a":1}'));
  odd.read(partial('{"b":', 'stderr'));
  expect(valuesOf(odd.finish())).toEqual([{ a: 1 }, undefined]);
});

test('a joined line as long as what is held is read, one character more is not, nor the end of what was let go', () => {
  const ending = (...pieces: string[]) => {
    const odd = oddLines(10);
    const [end = '', ...begun] = pieces.toReversed();
    for (const piece of begun.toReversed()) odd.read(partial(piece));
    return [valuesOf(odd.read(last(end))), valuesOf(odd.read(last('{"a":1}')))];
  };
  const next = [{ a: 1 }];
  expect(ending('{"a":', '12345}'.slice(1))).toEqual([[{ a: 2345 }], next]);
  expect(ending('{"a":', '1234}')).toEqual([[{ a: 1234 }], next]);
  expect(ending('{"a":', '12345}')).toEqual([null, next]);
  // Too long before its end: what comes then is the rest of it, and no record.
  expect(ending('{"a":123456', '7}')).toEqual([null, next]);
  expect(ending('x'.repeat(11), '{"b":2}')).toEqual([null, next]);
  expect(ending('{"a":12345', '}')).toEqual([null, next]);
});

test('the end of a cut line may be brackets alone, and scraps stand behind it', () => {
  const ending = (...pieces: [string, string]) => {
    const odd = oddLines(100);
    odd.read(partial(pieces[0]));
    return valuesOf(odd.read(last(pieces[1])));
  };
  for (const end of ['"]}', ']}', '}', ']},', '}\0'])
    expect(ending('{"a":["b"]}'.slice(0, -end.replace(/[,\0]/, '').length), end)).toEqual([{ a: ['b'] }]);
  expect(oddLines(100).read(last('}]},'))).toEqual([]);
});

test('several documents on a line are several, where each is whole', () => {
  expect(valuesOf(recordsIn('{"a":1}{"b":2}', null))).toEqual([{ a: 1 }, { b: 2 }]);
  expect(valuesOf(recordsIn('{"a":1},{"b":2}', null))).toEqual([{ a: 1 }, { b: 2 }]);
  expect(valuesOf(recordsIn('{"a":1}{"b":', null))).toEqual([undefined]);
  expect(valuesOf(recordsIn('{"a":1} 7', null))).toEqual([undefined]);
  expect(valuesOf(recordsIn('nonsense', null))).toEqual([undefined]);
  expect(recordsIn('', null)).toEqual([]);
});

test('a document that says that it was cut is a log, with the time of its line', () => {
  const cut = '{"a":"b [Truncated...]';
  const log = { category: null, resourceId: null, time: at, log: cut };
  expect(recordsIn(cut, at)).toEqual([{ kind: 'log', record: log }]);
});
