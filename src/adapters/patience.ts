/**
 * How long a store is waited for. The SDK waits for ever for an answer, and for whoever gives out tokens: a signal ends the
 * first, and not always the second, so that in the end nobody listens any more either.
 */
import { StoreError } from '../failure.ts';

/**
 * Longest wait for an answer, the SDK's retries among it. They do not help here: `tryTimeoutInMs` of a blob client is told
 * to the service and limits nothing on our side (`@azure/storage-common`, StorageRetryPolicyV2).
 */
export const patienceMs = 60_000;

/** So many times as long may all answers to one question take, where it has many. */
const manyAnswers = 3;

/** @throws StoreError `ETIMEDOUT` where nothing came in time */
export async function answered<T>(work: (signal: AbortSignal) => Promise<T>, ms: number): Promise<T> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreError({ status: null, code: 'ETIMEDOUT', operation: null }));
      ending.abort();
    }, ms);
  });
  try {
    return await Promise.race([work(ending.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The values as they come. What counts is the time for which they are waited for, not what is done with them.
 *
 * @param ms longest wait for one; for all of them it is three times as long
 * @throws StoreError `ETIMEDOUT` where one did not come in time
 */
export async function* eachAnswered<T>(
  work: (signal: AbortSignal) => AsyncIterable<T>,
  ms: number,
): AsyncGenerator<T> {
  const ending = new AbortController();
  const values = work(ending.signal)[Symbol.asyncIterator]();
  let left = manyAnswers * ms;
  try {
    for (;;) {
      const begun = performance.now();
      const { done, value } = await answered(() => values.next(), Math.min(ms, left));
      left -= performance.now() - begun;
      if (done === true) return;
      yield value;
    }
  } finally {
    ending.abort();
    // Not waited for: it may hang where the values did.
    values.return?.().catch(() => undefined);
  }
}
