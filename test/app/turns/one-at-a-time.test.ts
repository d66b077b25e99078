import { expect, test } from 'vitest';
import { oneAtATime } from '../../../src/app/turns/one-at-a-time.ts';

/** Work that ends when told to. */
function work() {
  const ends: ((result: string) => void)[] = [];
  return { ends, do: () => new Promise<string>((resolve) => ends.push(resolve)) };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who comes second leaves, and the first one looks once more, however many came', async () => {
  const [once, slow] = [oneAtATime<string>(), work()];
  const first = once('a', slow.do);
  expect(await Promise.all([once('a', slow.do), once('a', slow.do)])).toEqual([null, null]);
  slow.ends[0]?.('one');
  await turn();
  expect(slow.ends).toHaveLength(2);
  slow.ends[1]?.('two');
  expect(await first).toBe('two');
  expect(slow.ends).toHaveLength(2);
});

test('other names are worked on meanwhile, and the same one afterwards', async () => {
  const [once, slow] = [oneAtATime<string>(), work()];
  const [first, other] = [once('a', slow.do), once('b', slow.do)];
  slow.ends[1]?.('b');
  expect(await other).toBe('b');
  slow.ends[0]?.('a');
  expect(await first).toBe('a');
  const again = once('a', slow.do);
  slow.ends[2]?.('again');
  expect(await again).toBe('again');
});

test('what failed, or is not done, is not looked at once more', async () => {
  const once = oneAtATime<string>();
  const failed = once('a', () => Promise.reject(new Error('broken')));
  await Promise.all([expect(failed).rejects.toThrow('broken'), once('a', async () => 'second')]);
  const slow = work();
  const late = once('a', slow.do, (result) => result !== 'unfinished');
  await once('a', slow.do);
  slow.ends[0]?.('unfinished');
  expect(await late).toBe('unfinished');
  expect(slow.ends).toHaveLength(1);
});
