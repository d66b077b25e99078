/** Deadlines inside of long loops: who is out of time says so, and what was kept until then stays. */
import { UnfinishedError } from '../../errors.ts';
import type { Clock } from '../ports/clock.ts';

/** @returns throws UnfinishedError with `what` once the deadline is there; never without one */
export const inTime =
  (clock: Clock, deadline: Date | undefined, what: string): (() => void) =>
  () => {
    if (deadline !== undefined && clock() >= deadline) throw new UnfinishedError(what);
  };

/** How many values pass between two looks at the clock. */
const stride = 500;

/** The same values, as long as there is time for them. */
export async function* whileInTime<T>(values: AsyncIterable<T>, check: () => void): AsyncGenerator<T> {
  let passed = 0;
  check();
  for await (const value of values) {
    if (++passed % stride === 0) check();
    yield value;
  }
}
