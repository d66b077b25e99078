/** What any store of days must do. Run by the memory store and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Days } from '../../src/app/ports/days.ts';
import type { Day } from '../../src/core/count/day.ts';
import { foldPatterns } from '../../src/core/rank/pattern.ts';
import { aCall, aCluster, aRow } from '../build.ts';

const day = (text: string) => text as Day;

/** @param make a store that holds nothing yet */
export function daysContract(make: () => Promise<Days>): void {
  describe('days', () => {
    const patterns = (namespaces: string[]) =>
      foldPatterns(
        namespaces.map((namespace) => ({ ...aRow(), call: aCall({ namespace }), evidence: [] })),
        'first',
      );
    const names = [...'abcdefghij'].flatMap((a) => [...'klmnopqrstuvwxy'].map((b) => `team-${a}${b}`));

    test('hold exactly the patterns of the last fold', async () => {
      const days = await make();
      const many = patterns(names);
      expect(many).toHaveLength(150);
      await days.save(aCluster, day('2026-10-01'), 'one', many);
      await days.save(aCluster, day('2026-10-03'), 'x', []);
      const few = many.slice(0, 2);
      await days.save(aCluster, day('2026-10-01'), 'two', few);
      const load = (date: string, cluster = aCluster) => Array.fromAsync(days.load(cluster, day(date)));
      const loaded = await load('2026-10-01');
      expect(loaded).toHaveLength(2);
      expect(loaded).toEqual(expect.arrayContaining(few));
      expect(await load('2026-10-03')).toEqual([]);
      expect(await load('2026-10-02')).toEqual([]);
      expect([...(await days.fingerprints(aCluster, day('2026-09-01'), day('2026-10-31')))]).toEqual([
        ['2026-10-01', 'two'],
        ['2026-10-03', 'x'],
      ]);
      await days.forget(aCluster, day('2026-10-03'), new Date('2100-01-01T00:00:00Z'));
      expect([...(await days.fingerprints(aCluster, day('2026-09-01'), day('2026-10-31'))).keys()]).toEqual([
        '2026-10-03',
      ]);
      expect(await load('2026-10-03', { id: 'other', name: 'other' })).toEqual([]);
    });
  });
}
