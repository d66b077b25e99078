/**
 * How much the heap of this process grows before it is collected: as in an instance of 2 GB, on whatever machine it runs. V8
 * goes by the memory of the machine, so that on a large one garbage lies about that nobody needs room for.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** One half of what is young. A smaller one takes what is about to end for what lasts. */
const youngMb = 8;
/** By which what lasts may grow, from one collection to the next: V8 gives a heap of 1 GB about as much (its MaxGrowingFactor). */
const growthPercent = 60;
/** A few make it grow; nobody waits for ever. */
const mostRounds = 20;

/** Once, before there is work. A V8 that knows these flags no longer leaves them, and takes more memory. */
export function boundHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
  // What is young begins with two halves of 1 MB, and grows by a factor whenever much of it lives on. It is made to, once.
  setFlagsFromString(`--semi-space-growth-factor=${youngMb}`);
  for (let round = 0; round < mostRounds && youngBytes() < 2 * youngMb * 2 ** 20; round++) liveOn();
  setFlagsFromString('--semi-space-growth-factor=1');
}

const youngBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;

const liveOn = (): unknown => Array.from({ length: 20_000 }, (_, at) => ({ at }));
