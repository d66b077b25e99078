/**
 * Queue triggers: takes messages, a few at once, keeps them unseen while they are worked on, and puts aside
 * those that fail too often. Source: azure-sdk-for-net, Microsoft.Azure.WebJobs.Extensions.Storage.Queues.
 */
import { randomUUID } from 'node:crypto';
import { type DequeuedMessageItem, type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { type RegisteredFunction, type RpcRequest, textOf, triggerOf } from '../functions-core.ts';
import { oneLine } from '../local-error.ts';
import { type Claim, claim, claimSeconds } from './message-claim.ts';
import { expand, pause, storageError, type Trigger, type TriggerWorld } from './trigger.ts';

type Message = Pick<
  DequeuedMessageItem,
  'messageId' | 'dequeueCount' | 'insertedOn' | 'expiresOn' | 'nextVisibleOn' | 'popReceipt'
>;

export async function queueTrigger(called: RegisteredFunction, world: TriggerWorld): Promise<Trigger> {
  const { metadata } = called;
  const { batchSize, newBatchThreshold, tries, retryAfterMs, isBase64 } = world.settings.queues;
  const connection = world.connectionOf(textOf(metadata, 'connection'));
  const account = QueueServiceClient.fromConnectionString(connection);
  const queue = account.getQueueClient(expand(textOf(metadata, 'queueName'), world.env));
  await queue.createIfNotExists();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  const requestFor = (text: string, message: Message): RpcRequest => ({
    inputData: [{ name: triggerOf(metadata).name, data: { string: text } }],
    triggerMetadata: {
      QueueTrigger: { string: text },
      Id: { string: message.messageId },
      DequeueCount: { json: String(message.dequeueCount) },
      InsertionTime: { json: JSON.stringify(message.insertedOn) },
      ExpirationTime: { json: JSON.stringify(message.expiresOn) },
      NextVisibleTime: { json: JSON.stringify(message.nextVisibleOn) },
      PopReceipt: { string: message.popReceipt },
    },
  });

  const work = async (message: DequeuedMessageItem): Promise<void> => {
    const claimed = claim(queue, message);
    const text = isBase64 ? fromBase64(message.messageText) : message.messageText;
    // A worker that died while working leaves a message that has had its tries.
    if (text === null || message.dequeueCount > tries) return setAside(message, claimed);
    try {
      await world.invoke(called, requestFor(text, message));
    } catch {
      if (message.dequeueCount >= tries) await setAside(message, claimed);
      else await claimed.release(retryAfterMs);
      return;
    }
    await claimed.remove();
  };

  const setAside = async (message: DequeuedMessageItem, claimed: Claim): Promise<void> => {
    const poison = account.getQueueClient(`${queue.name}-poison`);
    try {
      await poison.createIfNotExists();
      await poison.sendMessage(message.messageText);
    } catch (error) {
      // A claim that nobody lets go is renewed for ever: the message never comes again, and the process never ends.
      await claimed.release(retryAfterMs);
      throw error;
    }
    await claimed.remove();
    world.log.say(`${metadata.name} could not work on a message, which is in the queue ${poison.name} now`);
  };

  const start = (message: DequeuedMessageItem): void => {
    const task = work(message)
      .catch((error: unknown) => world.log.say(`${metadata.name}: a message comes again: ${oneLine(error)}`))
      .finally(() => running.delete(task));
    running.add(task);
  };

  const taking = take(queue, { batchSize, newBatchThreshold, world, running, start }, stopping.signal);
  return {
    called,
    async runByHand(input) {
      const now = new Date();
      const times = { insertedOn: now, expiresOn: now, nextVisibleOn: now };
      await world.invoke(
        called,
        requestFor(input, { messageId: randomUUID(), dequeueCount: 1, popReceipt: '', ...times }),
      );
    },
    async stop() {
      stopping.abort();
      await taking;
      await Promise.all(running);
    },
  };
}

interface Taking {
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly world: TriggerWorld;
  readonly running: ReadonlySet<Promise<void>>;
  start(message: DequeuedMessageItem): void;
}

const firstPauseMs = 100;

/** Takes messages whenever few enough are worked on; waits longer and longer while there are none. */
async function take(queue: QueueClient, taking: Taking, signal: AbortSignal): Promise<void> {
  const { batchSize, newBatchThreshold, running, world } = taking;
  let told = '';
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    if (running.size > newBatchThreshold) {
      await Promise.race(running);
      continue;
    }
    try {
      // Not to be aborted: what the service has handed out by then would stay unseen for a while.
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: batchSize,
        visibilityTimeout: claimSeconds,
      });
      for (const message of receivedMessageItems) taking.start(message);
      pauseMs = receivedMessageItems.length > 0 ? firstPauseMs : Math.min(2 * pauseMs, world.pollMs);
      told = '';
      if (receivedMessageItems.length > 0) continue;
    } catch (error) {
      if (storageError(error).code === 'QueueNotFound')
        await queue.createIfNotExists().catch(() => undefined);
      const problem = `the queue ${queue.name} cannot be read, still trying: ${oneLine(error)}`;
      if (problem !== told) world.log.say(problem);
      told = problem;
      pauseMs = Math.max(pauseMs, world.pollMs);
    }
    await pause(pauseMs, signal);
  }
}

/** `null` when it is not base64, or not UTF-8 inside. */
function fromBase64(written: string): string | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(written.trim())) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(written, 'base64'));
  } catch {
    return null;
  }
}
