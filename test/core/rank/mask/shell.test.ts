import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskLine } from '../../../../src/core/rank/mask/command.ts';
import { pieces } from '../../../../src/core/rank/mask/shell.ts';

const words = (text: string): string[] =>
  pieces(text)
    .filter(({ kind }) => kind === 'word')
    .map((piece) => piece.text);

test.each([
  [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
  [`--x="b c"'d'e`, ['--x=b cde']],
  [`a\\ b "c\\"d" 'e\\f'`, ['a b', 'c"d', 'e\\f']],
  ['a|b&&c;d', ['a', 'b', 'c', 'd']],
  ['x=$HOME y=$(id) `id`', ['x=$HOME', 'y=', 'id', 'id']],
  [`a 'never closed`, ['a', 'never closed']],
  ['a "never closed\\', ['a', 'never closed']],
  ['find . -exec ls {} \\;', ['find', '.', '-exec', 'ls', '{}', ';']],
  ['a\\\nb', ['ab']],
])('%j is parted as a shell does', (text, found) => {
  expect(words(text)).toEqual(found);
});

test('nothing of a text is lost, and any text comes to an end', () => {
  const unit = fc.constantFrom(...`ab '"\\$(){}|&;<>\`\n-=`);
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      expect(
        pieces(text)
          .map(({ raw }) => raw)
          .join(''),
      ).toBe(text);
      expect(maskLine(text, true).length).toBeLessThan(2_000);
    }),
  );
});

test('commands in commands in commands are masked whole when nobody can follow them', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'id' : `sh -c ${JSON.stringify(nested(depth - 1))}`;
  expect(maskLine(nested(2), true)).toContain('id');
  expect(maskLine(nested(8), true)).not.toContain('id');
});
