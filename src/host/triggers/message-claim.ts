/** Our claim on a message: while held, nobody else sees it; let go by removing it or by giving it back. */
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { storageError } from './trigger.ts';

/** Short, so that what a killed host was working on comes back soon; the Functions host takes ten minutes. */
export const claimSeconds = 20;

export interface Claim {
  remove(): Promise<void>;
  /** Gives it back, to be seen again after a while. */
  release(afterMs: number): Promise<void>;
}

/** Renews the claim until it is let go. Losing it is no harm: whoever has the message now works on it again. */
export function claim(queue: QueueClient, message: DequeuedMessageItem): Claim {
  const { messageId, messageText } = message;
  let { popReceipt } = message;
  let renewing: Promise<void> = Promise.resolve();
  const update = async (seconds: number): Promise<void> => {
    const renewed = await queue.updateMessage(messageId, popReceipt, messageText, seconds);
    popReceipt = renewed.popReceipt ?? popReceipt;
  };
  const timer = setInterval(
    () => {
      renewing = renewing.then(() => update(claimSeconds)).catch(() => clearInterval(timer));
    },
    (claimSeconds * 1000) / 3,
  );
  const letGo = async (act: () => Promise<unknown>): Promise<void> => {
    clearInterval(timer);
    await renewing;
    try {
      await act();
    } catch (error) {
      // 404: it is gone, or another one's by now.
      if (storageError(error).status !== 404 && storageError(error).status !== 400) throw error;
    }
  };
  return {
    remove: () => letGo(() => queue.deleteMessage(messageId, popReceipt)),
    release: (afterMs) => letGo(() => update(Math.ceil(afterMs / 1000))),
  };
}
