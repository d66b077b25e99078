import type { QueueServiceClient } from '@azure/storage-queue';
import { expect, test } from 'vitest';
import { queueJobs } from '../../../src/adapters/azure/jobs.ts';
import type { Day } from '../../../src/core/count/day.ts';

/** Remembers what was sent to which queue. */
function jobs() {
  const sent: { queue: string; message: unknown; visibilityTimeout: number; messageTimeToLive: number }[] =
    [];
  const service = {
    getQueueClient: (queue: string) => ({
      createIfNotExists: async () => undefined,
      sendMessage: async (
        text: string,
        { visibilityTimeout, messageTimeToLive }: { visibilityTimeout: number; messageTimeToLive: number },
      ) => {
        const message: unknown = JSON.parse(Buffer.from(text, 'base64').toString());
        sent.push({ queue, message, visibilityTimeout, messageTimeToLive });
      },
    }),
  } as unknown as QueueServiceClient;
  return { sent, jobs: queueJobs(() => service) };
}

test('a job is a message in base64 that nobody forgets', async () => {
  const { sent, jobs: to } = jobs();
  const cluster = { id: '/s/shop', name: 'shop' };
  await to.count('a/PT1H.json');
  await to.rank(cluster, '2026-10-31' as Day);
  expect(sent).toMatchObject([
    {
      queue: 'rarecall-grown',
      message: { blob: 'a/PT1H.json' },
      visibilityTimeout: 0,
      messageTimeToLive: -1,
    },
    { queue: 'rarecall-rank', message: { cluster, day: '2026-10-31' }, messageTimeToLive: -1 },
  ]);
});

test('a job for later waits in whole seconds, and no longer than the service allows', async () => {
  const { sent, jobs: to } = jobs();
  for (const afterMs of [1, 1_000, 60_001, 30 * 86_400_000]) await to.count('a', afterMs);
  expect(sent.map(({ visibilityTimeout }) => visibilityTimeout)).toEqual([1, 1, 61, 604_740]);
});

// infra/ points the trigger of the platform at the account of the app.
test('failed messages of an archive whose queues are our own are not counted twice, however the address ends', async () => {
  const queues = (url: string) => ({
    url,
    getQueueClient: () => ({ getProperties: async () => ({ approximateMessagesCount: 7 }) }),
  });
  const own = queues('https://own.queue.core.windows.net');
  const counted = (url: string) =>
    queueJobs(
      () => own as unknown as QueueServiceClient,
      () => queues(url) as unknown as QueueServiceClient,
    ).poisonedLogs();
  expect(await counted('https://own.queue.core.windows.net/')).toBe(0);
  expect(await counted('https://logs.queue.core.windows.net/')).toBe(7);
});
