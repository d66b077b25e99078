import { expect, test } from 'vitest';
import { growthOf } from '../../../../src/core/rank/model/growth.ts';

const on = (day: number, bits = 9) => ({ day, bits, act: null });

test('days are kept of each strand until its sum is at nothing again, the last fourteen that brought anything', () => {
  const growth = growthOf();
  growth.see(1, 9, on(1));
  growth.see(1, 8, on(2, 2));
  growth.see(1, 17, on(3));
  growth.see(2, 9, on(3));
  expect(growth.of(1)).toEqual([on(1), on(3)]);
  growth.see(1, 0, on(4, 0));
  expect([growth.of(1), growth.of(2)]).toEqual([[], [on(3)]]);
  growth.see(1, 9, on(5));
  expect(growth.of(1)).toEqual([on(5)]);
  for (let day = 6; day < 30; day += 1) growth.see(1, 9, on(day));
  expect(growth.of(1).map(({ day }) => day)).toEqual(Array.from({ length: 14 }, (_, at) => at + 16));
  expect(growth.of(3)).toEqual([]);
});
