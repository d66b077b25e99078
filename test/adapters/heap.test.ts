import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';

const heap = join(import.meta.dirname, '../../src/adapters/heap.ts');

/** What the heap of a process takes, in MB, while much of what it makes lives for a while, and a little lasts. */
function heldAfterGarbage(first: string): { young: number; all: number } {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    ${first}
    const all = () => getHeapSpaceStatistics().reduce((sum, { space_size }) => sum + space_size, 0) / 2 ** 20;
    const lasting = Array.from({ length: 300_000 }, (_, at) => ({ at, text: 'lasting' + at }));
    let [kept, most] = [[], 0];
    for (let at = 0; at < 6_000_000; at++) {
      kept.push({ at, text: 'x' + at });
      if (kept.length === 150_000) [kept, most] = [[], Math.max(most, all())];
    }
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20;
    console.log(JSON.stringify({ young, all: most, lasting: lasting.length }));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
  );
}

// A small machine bounds its heap by itself.
const isLarge = getHeapStatistics().heap_size_limit > 3 * 2 ** 30;

test.runIf(isLarge)('the heap of the app takes less than V8 would give it on a large machine', () => {
  const bound = heldAfterGarbage(`import { boundHeap } from ${JSON.stringify(heap)}; boundHeap();`);
  const unbound = heldAfterGarbage('');
  expect(bound.young).toBeGreaterThanOrEqual(16);
  expect(bound.young).toBeLessThanOrEqual(20);
  expect(bound.all).toBeLessThan(0.4 * unbound.all);
});
