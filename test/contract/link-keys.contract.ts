/** What any keeper of the key of links must do. */
import { describe, expect, test } from 'vitest';
import type { LinkKeys } from '../../src/app/ports/link-keys.ts';

/** @param make one that keeps no key. `open` opens it once more, as another process does */
export function linkKeysContract(make: () => Promise<{ open(): LinkKeys; forget(): Promise<void> }>): void {
  describe('the key of links', () => {
    test('is not made by reading, and stays once it is made', async () => {
      const kept = await make();
      expect(await kept.open().read()).toBeNull();
      const key = await kept.open().make();
      expect(key).toHaveLength(32);
      expect(new Set(key).size).toBeGreaterThan(8);
      expect(Buffer.from((await kept.open().read()) ?? [])).toEqual(Buffer.from(key));
      expect(Buffer.from(await kept.open().make())).toEqual(Buffer.from(key));
    });

    test('is one, however many make it at once', async () => {
      const kept = await make();
      const all = await Promise.all(Array.from({ length: 8 }, () => kept.open().make()));
      const different = new Set(all.map((key) => Buffer.from(key).toString('hex')));
      expect(different.size).toBe(1);
      expect(Buffer.from((await kept.open().read()) ?? []).toString('hex')).toBe([...different][0]);
    });

    test('is another one after it was deleted', async () => {
      const kept = await make();
      const before = await kept.open().make();
      await kept.forget();
      expect(await kept.open().read()).toBeNull();
      expect(Buffer.from(await kept.open().make())).not.toEqual(Buffer.from(before));
    });
  });
}
