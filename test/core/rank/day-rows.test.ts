import { expect, test } from 'vitest';
import { ChangedDayError } from '../../../src/core/rank/day-rows.ts';
import { surpriseRanking } from '../../../src/core/rank/surprise.ts';
import { aDay, aPattern } from '../build.ts';

const day = aDay('2026-10-01');
const today = Array.from({ length: 9 }, (_, at) =>
  aPattern({
    user: `user-${at % 4}@example.com`,
    namespace: `team-${at % 3}`,
    verb: at < 5 ? 'get' : 'list',
  }),
);
const ranking = (limit: number) => surpriseRanking({ day, days: [], options: { limit } });
const inWords = (calls: ReturnType<ReturnType<typeof ranking>['rank']>['calls']) =>
  calls.map(({ row, rank, rarity, reasons }) => [row, rank, rarity, [...reasons.terms]]);

test('a day of more rows than are looked at is read a second time, and its calls are the same', async () => {
  let reads = 0;
  const read = async function* () {
    reads += 1;
    yield* today;
  };
  const few = await ranking(9).rankFrom(read);
  expect(reads).toBe(1);
  const many = await ranking(8).rankFrom(read);
  expect(reads).toBe(3);
  expect(few.calls).toHaveLength(9);
  expect(many.calls).toHaveLength(8);
  const kept = new Set(many.calls.map(({ row }) => row.key));
  const first = few.calls.filter(({ row }) => kept.has(row.key));
  expect(inWords(many.calls)).toEqual(inWords(first).map(([row, , ...rest], at) => [row, at + 1, ...rest]));
  expect(inWords(ranking(8).rank(today).calls)).toEqual(inWords(many.calls));
});

test('a day that is another one the second time is not ranked', async () => {
  let reads = 0;
  const read = () => {
    reads += 1;
    return reads === 1 ? today : today.map((row) => ({ ...row, key: `${row.key} anew` }));
  };
  await expect(ranking(8).rankFrom(read)).rejects.toThrow(ChangedDayError);
});

test('a row is found again whatever its key is made of', async () => {
  const odd = today.map((row, at) => ({ ...row, key: `\ud800${at}` }));
  const { calls } = await ranking(8).rankFrom(() => odd);
  expect(new Set(calls.map(({ row }) => row.key)).size).toBe(8);
});
