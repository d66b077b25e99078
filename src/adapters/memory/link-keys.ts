/** The key of links in memory, under the same contract as that in a table. */
import { randomBytes } from 'node:crypto';
import { type LinkKeys, linkKeyBytes } from '../../app/ports/link-keys.ts';

/** `forget` is what somebody does who deletes the key. */
export function memoryLinkKeys(): LinkKeys & { forget(): void } {
  let kept: Uint8Array | null = null;
  return {
    read: async () => kept,
    async make() {
      kept ??= randomBytes(linkKeyBytes);
      return kept;
    },
    forget() {
      kept = null;
    },
  };
}
