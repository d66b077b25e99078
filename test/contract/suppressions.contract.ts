/** What any store of suppressions must do. Run by the memory store and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Suppressions } from '../../src/app/ports/suppressions.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { HiddenCalls } from '../../src/core/find/suppressions/hidden.ts';
import type { Suppression } from '../../src/core/find/suppressions/suppression.ts';
import { ConflictError } from '../../src/errors.ts';
import { aCluster } from '../build.ts';

const day = (text: string) => text as Day;
const other = { id: 'other', name: 'other' };

const a = (over: Partial<Suppression> = {}): Suppression => ({
  id: 'velero-restore',
  owner: 'platform@example.com',
  reason: 'Velero restores, à Paris, “every” Wednesday 🙂',
  expires: '2026-12-31',
  match: { user: "o'neil*", namespace: null, clientIp: '203.0.113.0/24' },
  ...over,
});

const hidden = (id: string, hits: number): HiddenCalls => {
  const { match: _, ...suppression } = a({ id });
  return { suppression, hits, calls: [] };
};

/** @param make a store that holds nothing yet */
export function suppressionsContract(make: () => Promise<Suppressions>): void {
  describe('suppressions', () => {
    test('are found by id, and listed by it', async () => {
      const store = await make();
      expect([await store.list(), await store.find('b')]).toEqual([[], null]);
      for (const id of ['b', 'a-2', 'a']) expect(await store.put(a({ id }))).toMatchObject({ isNew: true });
      expect((await store.list()).map(({ suppression }) => suppression)).toEqual([
        a({ id: 'a' }),
        a({ id: 'a-2' }),
        a({ id: 'b' }),
      ]);
      expect((await store.find('b'))?.suppression).toEqual(a({ id: 'b' }));
      expect(await store.find('c')).toBeNull();
    });

    test('are replaced whole, and keep their version while they say the same', async () => {
      const store = await make();
      const { version } = await store.put(a());
      expect(await store.put(a())).toEqual({ suppression: a(), version, isNew: false });
      const less = a({ match: { user: 'velero' } });
      expect(await store.put(less)).toMatchObject({ isNew: false });
      const found = await store.find('velero-restore');
      expect(found?.suppression).toEqual(less);
      expect(found?.version).not.toBe(version);
    });

    test('may grow, shrink and grow again, and keep nothing of what they were', async () => {
      const store = await make();
      for (const size of [9_000, 1, 0, 30_000, 5_500, 12_000]) {
        const one = a({ reason: 'é"'.repeat(size) });
        await store.put(one);
        expect((await store.list()).map(({ suppression }) => suppression)).toEqual([one]);
        const calls = hidden('a', size + 1);
        await store.saveHidden(day('2026-10-01'), aCluster, [
          { ...calls, suppression: { ...calls.suppression, reason: one.reason } },
        ]);
        expect((await store.hiddenOn(day('2026-10-01')))[0]?.suppression.reason).toBe(one.reason);
      }
      expect(await store.damaged()).toEqual([]);
    });

    test('go when they are taken away, once', async () => {
      const store = await make();
      await store.put(a());
      expect(await store.remove('velero-restore')).toBe(true);
      expect(await store.remove('velero-restore')).toBe(false);
      expect(await store.list()).toEqual([]);
    });

    test('are not changed by somebody who has read another version', async () => {
      const store = await make();
      const { version } = await store.put(a());
      await store.put(a({ reason: 'mine' }), ['of-old', version]);
      await expect(store.put(a({ reason: 'theirs' }), ['of-old', version])).rejects.toBeInstanceOf(
        ConflictError,
      );
      await expect(store.remove('velero-restore', [version])).rejects.toBeInstanceOf(ConflictError);
      await expect(store.put(a({ id: 'gone' }), [version])).rejects.toBeInstanceOf(ConflictError);
      expect((await store.list()).map(({ suppression }) => suppression.reason)).toEqual(['mine']);
    });

    test('are changed by somebody who expects any version, and not where there is none', async () => {
      const store = await make();
      await expect(store.put(a(), '*')).rejects.toBeInstanceOf(ConflictError);
      await expect(store.remove('velero-restore', '*')).rejects.toBeInstanceOf(ConflictError);
      await store.put(a());
      expect(await store.put(a({ reason: 'mine' }), '*')).toMatchObject({ isNew: false });
      expect(await store.remove('velero-restore', '*')).toBe(true);
    });
  });

  describe('what was hidden', () => {
    test('is forgotten by days, and no suppression with it', async () => {
      const store = await make();
      await store.put(a());
      for (const text of ['2026-10-01', '2026-10-02', '2026-10-03'])
        for (const cluster of [aCluster, other]) await store.saveHidden(day(text), cluster, [hidden('a', 1)]);
      const never = new Date('2100-01-01T00:00:00Z');
      expect(await store.forget(day('2026-10-03'), never)).toBe(2);
      expect(await store.forget(day('2026-10-03'), never)).toBe(0);
      expect((await store.hits()).map((hit) => hit.day)).toEqual(['2026-10-03', '2026-10-03']);
      expect(await store.list()).toHaveLength(1);
    });

    test('stays where there is no time left, and goes the next time', async () => {
      const store = await make();
      await store.saveHidden(day('2026-10-01'), aCluster, [hidden('a', 1)]);
      expect(await store.forget(day('2026-10-02'), new Date(0))).toBe(0);
      expect(await store.hiddenOn(day('2026-10-01'))).toHaveLength(1);
      expect(await store.forget(day('2026-10-02'), new Date('2100-01-01T00:00:00Z'))).toBe(1);
    });

    test('is that of the last ranking of a cluster and day', async () => {
      const store = await make();
      await store.saveHidden(day('2026-10-01'), aCluster, [hidden('a', 3), hidden('b', 1)]);
      await store.saveHidden(day('2026-10-01'), other, [hidden('a', 5)]);
      await store.saveHidden(day('2026-10-02'), aCluster, [hidden('a', 7)]);
      await store.saveHidden(day('2026-10-01'), aCluster, [hidden('a', 2)]);
      const found = await store.hiddenOn(day('2026-10-01'));
      expect(found.toSorted((one, two) => one.hits - two.hits)).toEqual([hidden('a', 2), hidden('a', 5)]);
      expect(await store.hiddenOn(day('2026-10-03'))).toEqual([]);
      const hits = await store.hits();
      expect(hits.map(({ id, day, hits }) => `${day} ${id} ${hits}`).sort()).toEqual([
        '2026-10-01 a 2',
        '2026-10-01 a 5',
        '2026-10-02 a 7',
      ]);
      await store.saveHidden(day('2026-10-02'), aCluster, []);
      expect(await store.hits()).toHaveLength(2);
    });

    test('stays when the suppression goes, and is no suppression', async () => {
      const store = await make();
      await store.put(a());
      await store.saveHidden(day('2026-10-01'), aCluster, [hidden('velero-restore', 3)]);
      await store.remove('velero-restore');
      expect(await store.hiddenOn(day('2026-10-01'))).toEqual([hidden('velero-restore', 3)]);
      expect(await store.list()).toEqual([]);
    });

    test('of many suppressions is kept whole', async () => {
      const store = await make();
      const many = Array.from({ length: 30 }, (_, at) => hidden(`s-${String(at).padStart(2, '0')}`, at + 1));
      await store.saveHidden(day('2026-10-01'), aCluster, many);
      expect(await store.hiddenOn(day('2026-10-01'))).toEqual(many);
    });
  });
}
