import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { queueJobs, queueNames } from '../../../src/adapters/azure/jobs.ts';
import { ConfigError } from '../../../src/errors.ts';
import { jobsContract } from '../../contract/jobs.contract.ts';

let made = 0;

/** Queues of our own: other tests use those of the doors. */
function newQueues() {
  const { queues } = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const mark = `jobs${process.pid}x${++made}-`;
  return { getQueueClient: (name: string) => queues().getQueueClient(mark + name) };
}

/** What the host would hand to a door: messages in base64, each JSON. */
async function taken<T>(queues: ReturnType<typeof newQueues>, name: string): Promise<T[]> {
  const queue = queues.getQueueClient(name);
  await queue.createIfNotExists();
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  return receivedMessageItems.map(({ messageText }) =>
    JSON.parse(Buffer.from(messageText, 'base64').toString()),
  );
}

async function put(queues: ReturnType<typeof newQueues>, name: string): Promise<void> {
  const queue = queues.getQueueClient(name);
  await queue.createIfNotExists();
  await queue.sendMessage('e30=');
}

jobsContract(async () => {
  const queues = newQueues();
  return {
    jobs: queueJobs(() => queues),
    async toCount(afterMs) {
      await sleep(afterMs);
      return (await taken<{ blob: string }>(queues, queueNames.grown)).map(({ blob }) => blob);
    },
    toRank: () => taken(queues, queueNames.rank),
    poison: (kind) => put(queues, `${{ count: queueNames.grown, rank: queueNames.rank }[kind]}-poison`),
  };
});

test('log blobs that the trigger of the platform gave up on are among those that failed', async () => {
  const queues = newQueues();
  await put(queues, 'webjobs-blobtrigger-poison');
  expect(await queueJobs(() => queues).poisoned()).toEqual({
    'rarecall-grown-poison': 0,
    'rarecall-rank-poison': 0,
    'rarecall-announced-poison': 0,
    'webjobs-blobtrigger-poison': 1,
  });
});

test('what the trigger gave up on in the account of the archive is counted there', async () => {
  const [own, archive] = [newQueues(), newQueues()];
  const jobs = queueJobs(
    () => own,
    () => archive,
  );
  expect(await jobs.poisonedLogs()).toBe(0);
  await put(archive, 'webjobs-blobtrigger-poison');
  expect(await jobs.poisonedLogs()).toBe(1);
  expect(Object.values(await jobs.poisoned())).toEqual([0, 0, 0, 0]);
  expect(await queueJobs(() => archive).poisonedLogs()).toBe(0);
  const blobsAlone = () => {
    throw new ConfigError('no queues');
  };
  expect(await queueJobs(() => own, blobsAlone).poisonedLogs()).toBeNull();
});

test('a queue that could not be made is asked for anew', async () => {
  const queues = newQueues();
  let isAway = true;
  const getQueueClient = (name: string) => {
    const queue = queues.getQueueClient(name);
    if (isAway) queue.createIfNotExists = () => Promise.reject(new Error('away'));
    return queue;
  };
  const jobs = queueJobs(() => ({ getQueueClient }));
  await expect(jobs.count('a')).rejects.toThrow('away');
  isAway = false;
  await jobs.count('a');
  expect(await taken(queues, queueNames.grown)).toEqual([{ blob: 'a' }]);
});
