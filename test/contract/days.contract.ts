/** What any store of days must do. Run by the memory store and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Days } from '../../src/app/ports/days.ts';
import type { Day } from '../../src/core/count/day.ts';
import { foldPatterns } from '../../src/core/rank/fold-patterns.ts';
import type { Call } from '../../src/core/read/call.ts';
import { aCall, aCluster, aRow } from '../build.ts';

const day = (text: string) => text as Day;
const other = { id: `${aCluster.id}-2`, name: 'aks-2' };
const never = new Date('2100-01-01T00:00:00Z');

/** @param make a store that holds nothing yet */
export function daysContract(make: () => Promise<Days>): void {
  describe('days', () => {
    const folded = (calls: readonly Partial<Call>[]) =>
      foldPatterns(
        calls.map((call) => ({ ...aRow(), call: aCall(call), evidence: [] })),
        'first',
      );
    const patterns = (namespaces: string[]) => folded(namespaces.map((namespace) => ({ namespace })));
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

    test('keep from where the callers of a day came, as of its last fold', async () => {
      const days = await make();
      const few = patterns(['a']);
      const crowd = { callers: 9, addresses: 3, together: 7 };
      await days.save(aCluster, day('2026-10-01'), 'one', few, { ...crowd, callers: 8 });
      await days.save(aCluster, day('2026-10-01'), 'two', few, crowd);
      await days.save(aCluster, day('2026-10-02'), 'x', few);
      await days.save(other, day('2026-10-01'), 'x', few, { ...crowd, together: 1 });
      expect([...(await days.crowds(aCluster, day('2026-09-01'), day('2026-10-31')))]).toEqual([
        ['2026-10-01', crowd],
      ]);
      expect([...(await days.crowds(aCluster, day('2026-10-02'), day('2026-10-31')))]).toEqual([]);
    });

    test('give back a pattern to every field, whatever its texts hold', async () => {
      const days = await make();
      const kept = folded([
        { user: `/\\#?%'" \u0000\u202e`, namespace: '', userAgent: 'kubectl\uffff' },
        { user: null, namespace: null, resource: null, requestURI: null, code: null },
        { user: '🙂'.repeat(10_000), requestURI: `/x/${'é"'.repeat(10_000)}`, groups: ['田'.repeat(10_000)] },
      ]);
      expect(kept).toHaveLength(3);
      await days.save(aCluster, day('2026-10-01'), 'one', kept);
      const loaded = await Array.fromAsync(days.load(aCluster, day('2026-10-01')));
      expect(loaded).toHaveLength(3);
      expect(loaded).toEqual(expect.arrayContaining(kept));
    });

    test('may grow, shrink and grow again, in patterns and in each of them', async () => {
      const days = await make();
      const load = () => Array.fromAsync(days.load(aCluster, day('2026-10-01')));
      for (const [count, size] of [
        [2, 9_000],
        [130, 1],
        [1, 0],
        [3, 8_000],
        [70, 2],
      ] as const) {
        const kept = folded(
          names.slice(0, count).map((user) => ({ user, requestURI: `/${'田'.repeat(size)}` })),
        );
        await days.save(aCluster, day('2026-10-01'), `${count} of ${size}`, kept);
        expect((await load()).toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(kept);
      }
    });

    test('are whole where two fold them at the same moment, or are not said to be kept', async () => {
      const days = await make();
      const [few, many] = [patterns(names.slice(0, 3)), patterns(names)];
      for (let round = 0; round < 3; round++) {
        await Promise.all([
          days.save(aCluster, day('2026-10-01'), `many ${round}`, many),
          days.save(aCluster, day('2026-10-01'), `many ${round}`, many),
        ]);
        const same = await days.fingerprints(aCluster, day('2026-10-01'), day('2026-10-01'));
        expect([...same.values()]).toEqual([`many ${round}`]);
        expect(await Array.fromAsync(days.load(aCluster, day('2026-10-01')))).toHaveLength(150);
        await Promise.all([
          days.save(aCluster, day('2026-10-01'), `few ${round}`, few),
          days.save(aCluster, day('2026-10-01'), `many ${round}`, many),
        ]);
        const [said] = (await days.fingerprints(aCluster, day('2026-10-01'), day('2026-10-01'))).values();
        if (said !== undefined)
          expect(await Array.fromAsync(days.load(aCluster, day('2026-10-01')))).toHaveLength(
            said.startsWith('few') ? 3 : 150,
          );
      }
    });

    test('with an empty fingerprint are to be folded again', async () => {
      const days = await make();
      await days.save(aCluster, day('2026-10-01'), 'one', patterns(['web']));
      await days.save(aCluster, day('2026-10-01'), '', []);
      expect((await days.fingerprints(aCluster, day('2026-10-01'), day('2026-10-01'))).size).toBe(0);
      expect(await Array.fromAsync(days.load(aCluster, day('2026-10-01')))).toEqual([]);
    });

    test('take many patterns of the longest texts', async () => {
      const days = await make();
      const long = {
        groups: Array.from({ length: 200 }, () => '"\\'.repeat(100)),
        requestURI: '田'.repeat(9_000),
      };
      const kept = folded(names.map((user) => ({ ...long, user })));
      expect(JSON.stringify(kept).length).toBeGreaterThan(1_000_000);
      await days.save(aCluster, day('2026-10-01'), 'one', kept);
      const loaded = await Array.fromAsync(days.load(aCluster, day('2026-10-01')));
      expect(loaded.map(({ user }) => user).sort()).toEqual(names);
    });

    test('say what those from one day to another were folded from, of one cluster', async () => {
      const days = await make();
      for (const text of ['2026-09-30', '2026-10-01', '2026-10-02', '2026-10-03'])
        await days.save(aCluster, day(text), `of ${text}`, []);
      await days.save(other, day('2026-10-02'), 'another', patterns(['web']));
      const asked = (cluster: typeof aCluster, from: string, to: string) =>
        days.fingerprints(cluster, day(from), day(to));
      expect([...(await asked(aCluster, '2026-10-01', '2026-10-02'))]).toEqual([
        ['2026-10-01', 'of 2026-10-01'],
        ['2026-10-02', 'of 2026-10-02'],
      ]);
      expect([...(await asked(other, '2026-09-01', '2026-10-31'))]).toEqual([['2026-10-02', 'another']]);
      expect((await asked(aCluster, '2026-10-04', '2026-10-31')).size).toBe(0);
      expect((await asked({ id: 'third', name: 'third' }, '2026-09-01', '2026-10-31')).size).toBe(0);
    });

    test('say what they were ranked from, and go on doing so when they are folded anew', async () => {
      const days = await make();
      const [first, second] = [day('2026-10-01'), day('2026-10-02')];
      const asked = async (cluster = aCluster) => [...(await days.rankedFrom(cluster, first, second))];
      for (const one of [first, second]) await days.save(aCluster, one, 'one', patterns(['web']));
      await days.save(other, first, 'one', []);
      expect(await asked()).toEqual([]);
      await days.ranked(aCluster, second, 'one');
      await days.ranked(aCluster, day('2026-10-03'), 'never folded');
      expect(await asked()).toEqual([[second, 'one']]);
      expect(await asked(other)).toEqual([]);
      expect((await days.fingerprints(aCluster, first, day('2026-10-03'))).size).toBe(2);
      expect(await Array.fromAsync(days.load(aCluster, second))).toHaveLength(1);
      await days.save(aCluster, second, 'two', []);
      expect(await asked()).toEqual([[second, 'one']]);
      await days.forget(aCluster, day('2026-10-03'), never);
      await days.save(aCluster, second, 'three', []);
      expect(await asked()).toEqual([]);
    });

    test('say how the calls of each were spread over rarity, where that was noted', async () => {
      const days = await make();
      const [first, second] = [day('2026-10-01'), day('2026-10-02')];
      const asked = async (cluster = aCluster) => [...(await days.spreads(cluster, first, second))];
      for (const one of [first, second]) await days.save(aCluster, one, 'one', []);
      await days.ranked(aCluster, first, 'one');
      await days.ranked(aCluster, second, 'one', [7, 0, 1]);
      await days.ranked(aCluster, day('2026-10-03'), 'one', [9]);
      expect(await asked()).toEqual([[second, [7, 0, 1]]]);
      expect(await asked(other)).toEqual([]);
      await days.ranked(aCluster, second, 'two', []);
      expect(await asked()).toEqual([[second, []]]);
      await days.ranked(aCluster, second, 'three');
      expect(await asked()).toEqual([]);
    });

    test('of two clusters are folded and forgotten apart', async () => {
      const days = await make();
      const [ours, theirs] = [patterns(['web']), patterns(['shop', 'stock'])];
      const load = (cluster: typeof aCluster) => Array.fromAsync(days.load(cluster, day('2026-10-01')));
      await days.save(aCluster, day('2026-10-01'), 'one', ours);
      await days.save(other, day('2026-10-01'), 'two', theirs);
      expect(await load(aCluster)).toEqual(ours);
      expect(await load(other)).toHaveLength(2);
      expect(await days.forget(aCluster, day('2026-10-02'), never)).toBe(1);
      expect(await load(aCluster)).toEqual([]);
      expect(await load(other)).toHaveLength(2);
    });

    test('are forgotten with all their patterns, once, and may be folded anew', async () => {
      const days = await make();
      for (const text of ['2026-09-29', '2026-09-30', '2026-10-01'])
        await days.save(aCluster, day(text), 'one', patterns(names));
      expect(await days.forget(aCluster, day('2026-10-01'), never)).toBe(2);
      expect(await days.forget(aCluster, day('2026-10-01'), never)).toBe(0);
      const load = (text: string) => Array.fromAsync(days.load(aCluster, day(text)));
      expect([await load('2026-09-30'), (await load('2026-10-01')).length]).toEqual([[], 150]);
      await days.save(aCluster, day('2026-09-30'), 'two', patterns(['web']));
      expect(await load('2026-09-30')).toEqual(patterns(['web']));
    });

    test('stay where there is no time left, and go the next time', async () => {
      const days = await make();
      for (const text of ['2026-09-29', '2026-09-30']) await days.save(aCluster, day(text), 'one', []);
      expect(await days.forget(aCluster, day('2026-10-01'), new Date(0))).toBe(0);
      expect((await days.fingerprints(aCluster, day('2026-09-01'), day('2026-09-30'))).size).toBe(2);
      expect(await days.forget(aCluster, day('2026-10-01'), never)).toBe(2);
    });
  });
}
