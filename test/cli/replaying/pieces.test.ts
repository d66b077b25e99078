import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Part, partsOf } from '../../../src/cli/replaying/pieces.ts';

async function cut(chunks: readonly Uint8Array[], size: number): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of partsOf(
    (async function* () {
      yield* chunks;
    })(),
    size,
  ))
    parts.push(part);
  return parts;
}
const texts = (parts: readonly Part[]) => parts.map(({ bytes }) => Buffer.from(bytes).toString());

test('a piece ends at the first line end at or behind its size', async () => {
  const parts = await cut([Buffer.from('aa\nbb\ncc'), Buffer.from('c\ndd')], 3);
  expect(texts(parts)).toEqual(['aa\n', 'bb\n', 'ccc\n', 'dd']);
});

test('a piece that one append cannot carry comes in parts', async () => {
  const parts = await cut([Buffer.alloc(9 * 1024 * 1024, 'x'), Buffer.from('\n')], 1);
  expect(parts.map(({ bytes, ends }) => [bytes.length, ends])).toEqual([
    [4_194_304, false],
    [4_194_304, false],
    [1_048_577, true],
  ]);
});

test('however it is cut, nothing is lost, and every piece but the last ends a line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', '\n', 'ö') }), { maxLength: 8 }),
      fc.integer({ min: 0, max: 9 }),
      async (chunks, size) => {
        const pieces = texts(
          await cut(
            chunks.map((chunk) => Buffer.from(chunk)),
            size,
          ),
        );
        expect(pieces.join('')).toBe(chunks.join(''));
        for (const piece of pieces.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true);
      },
    ),
  );
});
