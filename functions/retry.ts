/** How timers try again. Queues and blobs have retries of their own, in host.json; what a retry of theirs needs is said there. */
import type { RetryOptions } from '@azure/functions';

/** For what comes again within minutes by itself. */
export const often: RetryOptions = {
  strategy: 'fixedDelay',
  maxRetryCount: 2,
  delayInterval: { seconds: 15 },
};

/** For what comes once a day: over half an hour, longer and longer, so that an outage does not cost the day. */
export const daily: RetryOptions = {
  strategy: 'exponentialBackoff',
  maxRetryCount: 7,
  minimumInterval: { seconds: 15 },
  maximumInterval: { minutes: 15 },
};
