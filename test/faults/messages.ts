/** Triggers out of turn: the same message twice, late, for a blob that is gone, or no message of ours at all. */
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { Random } from '../../src/simulate/random.ts';

export interface Messages {
  readonly counts: { triggers: number; garbage: number };
  /** One or several messages for a blob, some of which come late. */
  trigger(blobName: string): Promise<void>;
  /** A message that nobody can work on. */
  garbage(): Promise<void>;
  /** How many of them were put aside. */
  poisoned(): Promise<number>;
}

const queueNames = ['rarecall-grown', 'rarecall-rank'] as const;

export async function messagesTo(connection: string, random: Random): Promise<Messages> {
  const service = QueueServiceClient.fromConnectionString(connection);
  const counts = { triggers: 0, garbage: 0 };
  const grown = service.getQueueClient(queueNames[0]);
  for (const name of queueNames) await service.getQueueClient(name).createIfNotExists();

  const send = async (queue: QueueClient, text: string, visibilityTimeout: number): Promise<void> => {
    await queue.sendMessage(text, { visibilityTimeout, messageTimeToLive: -1 });
  };

  return {
    counts,
    async trigger(blobName) {
      const message = base64(JSON.stringify({ blob: blobName }));
      for (let copies = 1 + random.int(4); copies > 0; copies--) {
        counts.triggers++;
        await send(grown, message, random.chance(0.5) ? 0 : random.int(15));
      }
    },
    async garbage() {
      counts.garbage++;
      const queue = service.getQueueClient(random.pick(queueNames));
      await send(queue, random.pick(nonsense), 0);
    },
    async poisoned() {
      let count = 0;
      for (const name of queueNames) {
        const poison = service.getQueueClient(`${name}-poison`);
        if (await poison.exists()) count += (await poison.getProperties()).approximateMessagesCount ?? 0;
      }
      return count;
    },
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const nonsense = [
  'not base64 !',
  base64('not JSON'),
  base64('null'),
  base64('{"blob":17}'),
  base64('{"cluster":{"id":"x","name":"y"},"day":"2026-02-30"}'),
  base64('[]'),
  base64(`{"${'x'.repeat(20_000)}":1}`),
  Buffer.from([0xff, 0xfe, 0x00, 0x80]).toString('base64'),
];
