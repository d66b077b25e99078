import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fewAtOnce } from '../../../src/app/turns/few-at-once.ts';

test('a few are done at once, and given in the order of the things', async () => {
  let [now, most] = [0, 0];
  const done = await fewAtOnce([5, 4, 3, 2, 1, 0], async (ms) => {
    most = Math.max(most, ++now);
    await sleep(ms);
    now--;
    return ms;
  });
  expect(done).toEqual([5, 4, 3, 2, 1, 0]);
  expect(most).toBe(4);
});

test('one that fails ends it before the next few begin', async () => {
  const begun: number[] = [];
  const work = async (one: number) => {
    begun.push(one);
    if (one === 1) throw new Error('this one');
  };
  await expect(fewAtOnce([0, 1, 2, 3, 4], work)).rejects.toThrow('this one');
  expect(begun).toEqual([0, 1, 2, 3]);
});
