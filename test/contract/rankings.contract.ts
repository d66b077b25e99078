/** What any store of rankings must do. Run by the memory store and by the one in blobs. */
import { describe, expect, test } from 'vitest';
import type { Rankings } from '../../src/app/ports/rankings.ts';
import type { Day } from '../../src/core/count/day.ts';
import { clusterNamed } from '../../src/core/read/path.ts';
import { aCluster } from '../build.ts';

const [first, second, third] = ['2026-09-30', '2026-10-01', '2026-10-02'] as [Day, Day, Day];
const other = clusterNamed('aks-2');
const far = new Date('2999-01-01');
const bytes = (text: string) => Buffer.from(text);

/** @param make a store that holds nothing yet */
export function rankingsContract(make: () => Promise<Rankings>): void {
  const read = async (store: Rankings, cluster = aCluster, day = first) => {
    const found = await store.read(cluster, day);
    return found === null ? null : Buffer.from(found).toString();
  };

  describe('rankings', () => {
    test('are kept each for its cluster and day, as written last', async () => {
      const store = await make();
      expect(await read(store)).toBeNull();
      await store.write(aCluster, first, bytes('one'));
      await store.write(aCluster, second, bytes('two'));
      await store.write(other, first, bytes('three'));
      await store.write(aCluster, first, bytes('four'));
      expect([
        await read(store),
        await read(store, aCluster, second),
        await read(store, other),
        await read(store, other, second),
      ]).toEqual(['four', 'two', 'three', null]);
    });

    test('are any bytes, also many', async () => {
      const store = await make();
      const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => at % 251));
      await store.write(aCluster, first, content);
      expect(content.equals((await store.read(aCluster, first)) ?? Buffer.from(''))).toBe(true);
    });

    test('are not those of whoever changes the bytes later', async () => {
      const store = await make();
      const content = bytes('one');
      await store.write(aCluster, first, content);
      content.fill(0);
      (await store.read(aCluster, first))?.fill(0);
      expect(await read(store)).toBe('one');
    });

    test('of days before are forgotten, those of other clusters are not', async () => {
      const store = await make();
      for (const day of [first, second, third]) await store.write(aCluster, day, bytes(day));
      await store.write(other, first, bytes('other'));
      expect(await store.forget(aCluster, third, new Date(0))).toBe(0);
      expect(await store.forget(aCluster, third, far)).toBe(2);
      expect([await read(store), await read(store, aCluster, third), await read(store, other)]).toEqual([
        null,
        third,
        'other',
      ]);
      expect(await store.forget(aCluster, third, far)).toBe(0);
      expect(await store.forget(clusterNamed('unheard'), third, far)).toBe(0);
    });
  });
}
