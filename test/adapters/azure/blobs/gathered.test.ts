import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { gathered } from '../../../../src/adapters/azure/blobs/gathered.ts';

async function* pieces(...lengths: number[]): AsyncGenerator<Uint8Array> {
  let next = 0;
  for (const length of lengths) yield Uint8Array.from({ length }, () => next++ % 251);
}

test.each([
  ['nothing', [], 8, []],
  ['less than a piece', [3], 8, [3]],
  ['just a piece', [4, 4], 8, [8]],
  ['pieces over the edge', [5, 5, 5, 5], 8, [8, 8, 4]],
  ['one that is far too long', [30, 3], 8, [8, 8, 8, 8, 1]],
  ['empty ones among them', [0, 8, 0, 0, 3], 8, [8, 3]],
  ['the usual', Array.from({ length: 40 }, () => 65_536), 1_048_576, [1_048_576, 1_048_576, 524_288]],
])('the same bytes: %s', async (_, lengths, most, expected) => {
  const all: Uint8Array[] = [];
  const sizes: number[] = [];
  for await (const piece of gathered(pieces(...lengths), most)) {
    sizes.push(piece.length);
    all.push(Uint8Array.from(piece));
  }
  expect(sizes).toEqual(expected);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  expect(Buffer.concat(all).equals(Buffer.from(Array.from({ length: total }, (_, at) => at % 251)))).toBe(
    true,
  );
});

test('whoever stops ends the source', async () => {
  let ended = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array(8);
    } finally {
      ended = true;
    }
  }
  for await (const _ of gathered(source(), 8)) break;
  expect(ended).toBe(true);
});

test('what had come before a failure is given first', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield* pieces(5, 6);
    throw new Error('away');
  }
  const sizes: number[] = [];
  const reading = (async () => {
    for await (const piece of gathered(source(), 8)) sizes.push(piece.length);
  })();
  await expect(reading).rejects.toThrow('away');
  expect(sizes).toEqual([8, 3]);
});

test('what comes is given back once it is gathered', async () => {
  const come = [new Uint8Array(5), new Uint8Array(6)];
  for await (const _ of gathered(Readable.from(come), 8));
  expect(come.map(({ length }) => length)).toEqual([0, 0]);
});
