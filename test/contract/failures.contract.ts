/** What any store of failures must do. Run by the one in memory and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Failures, KeptFailure } from '../../src/app/ports/failures.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlobName, aCluster } from '../build.ts';

const other = { id: `${aCluster.id}-2`, name: 'aks-2' };
const hour = (text: string) => text as Hour;
const day = (text: string) => text as Day;

export const aFailure = (over: Partial<KeptFailure> = {}): KeptFailure => ({
  cluster: aCluster,
  when: hour('2026-10-01T08'),
  blob: aBlobName(),
  status: 409,
  code: 'BlobArchived',
  failures: 1,
  since: '2026-10-01T09:00:00.000Z',
  again: '2026-10-01T09:01:00.000Z',
  ...over,
});

/** @param make a store that holds nothing yet */
export function failuresContract(make: () => Promise<Failures>): void {
  describe('failures', () => {
    test('are kept one for each blob and each day of a cluster, and replaced', async () => {
      const store = await make();
      const kinds = [
        aFailure(),
        aFailure({ blob: `${aBlobName()}2`, status: null, code: 'ETIMEDOUT' }),
        aFailure({ cluster: other }),
        aFailure({ when: day('2026-10-01'), blob: null }),
      ];
      for (const one of kinds) await store.save(one);
      for (const one of kinds) expect(await store.find(one)).toEqual(one);
      const more = aFailure({ failures: 2, code: 'AuthorizationFailure', status: 403 });
      await store.save(more);
      expect(await store.find(aFailure())).toEqual(more);
      expect(await store.list()).toHaveLength(4);
    });

    test('are listed by the days of their logs, both ends included, in order', async () => {
      const store = await make();
      const hours = ['2026-10-02T23', '2026-09-30T23', '2026-10-01T00', '2026-10-03T00'];
      for (const when of hours) await store.save(aFailure({ when: hour(when) }));
      const of = async (from?: Day, to?: Day) => (await store.list(from, to)).map(({ when }) => when);
      expect(await of(day('2026-10-01'), day('2026-10-02'))).toEqual(['2026-10-01T00', '2026-10-02T23']);
      expect(await of()).toEqual([...hours].sort());
    });

    test('are taken away one by one, and again without harm', async () => {
      const store = await make();
      await store.save(aFailure());
      await store.save(aFailure({ cluster: other }));
      await store.remove(aFailure());
      await store.remove(aFailure());
      expect(await store.find(aFailure())).toBeNull();
      expect(await store.list()).toEqual([aFailure({ cluster: other })]);
    });
  });
}
