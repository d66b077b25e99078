import { expect, test } from 'vitest';
import { crowdsOf } from '../../../../src/core/rank/fair/crowd.ts';

const calls = (caller: string, listed: number, unlisted: number, folded = 0) => [
  ...Array.from({ length: listed }, (_, at) => ({ caller, folded: 0, rank: at + 1 })),
  ...Array.from({ length: unlisted }, () => ({ caller, folded, rank: null })),
];

test('nobody is a crowd whose calls are all in the ranking', () => {
  expect(crowdsOf([...calls('anna', 300, 0), ...calls('ben', 1, 0)])).toEqual([]);
});

test('who has calls in no ranking, or many that were counted with others; the most first', () => {
  const folded = { caller: 'ben', folded: 100, rank: 7 };
  const few = { caller: 'cleo', folded: 99, rank: 8 };
  expect(crowdsOf([few, folded, ...calls('eve', 60, 900), ...calls('dan', 0, 1)])).toEqual([
    expect.objectContaining({ caller: 'eve', different: 960, unlisted: 900, folded: 0 }),
    { caller: 'ben', different: 1, unlisted: 0, folded: 100, ranks: [7] },
    { caller: 'dan', different: 1, unlisted: 1, folded: 0, ranks: [] },
  ]);
});

test('the first fifty ranks are named', () => {
  const [crowd] = crowdsOf(calls('eve', 60, 1).toReversed());
  expect(crowd?.ranks).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
});
