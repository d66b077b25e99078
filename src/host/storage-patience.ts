/** Waits for a storage that is there and busy, or away for a while. What will not pass by itself is an error at once. */
import { failureOf, saidOf } from '../failure.ts';
import type { HostLog } from './host-log.ts';
import { pause } from './triggers/trigger.ts';

const pauseMs = 2_000;

/** @throws what `work` throws where it will not pass (a refused key, no such host), or when stopped meanwhile */
export async function whenStorageAnswers<T>(
  work: () => Promise<T>,
  log: HostLog,
  signal: AbortSignal | undefined,
): Promise<T> {
  let said = '';
  for (;;) {
    try {
      const result = await work();
      if (said !== '') log.say('the storage answers now');
      return result;
    } catch (error) {
      const failure = failureOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
      const { status } = failure;
      if (status === null || (status < 500 && status !== 429) || signal?.aborted === true) throw error;
      const problem = `the storage answers ${saidOf({ ...failure, operation: null })}; waiting for it`;
      if (problem !== said) log.say(problem);
      said = problem;
      await pause(pauseMs, signal ?? new AbortController().signal);
    }
  }
}
