/** Work that is shared: never older than the question, and never done once for each. */
import { expect, test } from 'vitest';
import { together } from '../../../src/app/turns/together.ts';

/** Work that ends when it is told to. */
function slow() {
  const begun: { end: (value: number) => void; fail: (error: Error) => void }[] = [];
  const work = () => new Promise<number>((end, fail) => void begun.push({ end, fail }));
  return { begun, work };
}

test('whoever comes while it is done waits for the next run, all of them for the same', async () => {
  const [shared, { begun, work }] = [together<number>(), slow()];
  const first = shared('a', work);
  const later = Array.from({ length: 59 }, () => shared('a', work));
  expect(begun).toHaveLength(1);
  begun[0]?.end(1);
  expect(await first).toBe(1);
  await Promise.resolve();
  expect(begun).toHaveLength(2);
  const last = shared('a', work);
  begun[1]?.end(2);
  expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
  await Promise.resolve();
  begun[2]?.end(3);
  expect(await last).toBe(3);
});

test('names do not wait for each other, and nothing is left of what is done', async () => {
  const [shared, { begun, work }] = [together<number>(), slow()];
  const both = [shared('a', work), shared('b', work)];
  expect(begun).toHaveLength(2);
  for (const [at, one] of begun.entries()) one.end(at);
  expect(await Promise.all(both)).toEqual([0, 1]);
  const again = shared('a', work);
  expect(begun).toHaveLength(3);
  begun[2]?.end(7);
  expect(await again).toBe(7);
});

test('a run that fails fails for its own alone', async () => {
  const [shared, { begun, work }] = [together<number>(), slow()];
  const first = shared('a', work);
  const later = [shared('a', work), shared('a', work)];
  begun[0]?.fail(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await Promise.resolve();
  expect(begun).toHaveLength(2);
  begun[1]?.end(2);
  expect(await Promise.all(later)).toEqual([2, 2]);
});
