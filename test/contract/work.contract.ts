/** What any store of how findings are worked must do. Run by the memory store and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Work } from '../../src/app/ports/work.ts';
import type { Day } from '../../src/core/count/day.ts';
import { untouched, type WorkChange, type WorkEntry } from '../../src/core/find/work/work.ts';
import { ConflictError, TooMuchError } from '../../src/errors.ts';

const day = (text: string) => text as Day;
const which = { finding: '0123456789abcdef0123456789abcdef', day: day('2026-10-01') };
const never = new Date('2100-01-01T00:00:00Z');

export const entry = (change: WorkChange, over: Partial<WorkEntry> = {}): WorkEntry => ({
  at: '2026-10-02T08:00:00.000Z',
  by: 'anna@example.com',
  ...change,
  ...over,
});

/** @param make a store that holds nothing yet */
export function workContract(make: () => Promise<Work>): void {
  describe('work', () => {
    test('stands as it did before anybody touched it', async () => {
      const store = await make();
      expect([await store.find(which), await store.history(which)]).toEqual([untouched, []]);
      expect(await store.ofDay(which.day)).toEqual(new Map());
    });

    test('adds up what was changed, and keeps each change as it was', async () => {
      const store = await make();
      const changes = [
        entry({ status: 'acknowledged', owner: 'anna@example.com' }),
        entry({ note: 'Wer ist das? <b>“🙂”\n=1+1' }, { by: "o'neil" }),
        entry({ status: 'closed', verdict: 'expected', note: 'a restore' }),
        entry({ owner: null }),
        entry({ status: 'new' }, { at: '2026-10-03T08:00:00.000Z' }),
      ];
      for (const change of changes) await store.add(which, () => change);
      expect(await store.history(which)).toEqual(changes);
      const state = await store.find(which);
      expect(state).toEqual({
        status: 'new',
        verdict: null,
        owner: null,
        notes: 2,
        lastNote: { at: '2026-10-02T08:00:00.000Z', by: 'anna@example.com', text: 'a restore' },
        changed: { at: '2026-10-03T08:00:00.000Z', by: 'anna@example.com' },
        changes: 5,
      });
      expect(await store.ofDay(which.day)).toEqual(new Map([[which.finding, state]]));
    });

    test('of one finding is not that of another, nor of another day', async () => {
      const store = await make();
      const others = [
        { ...which, finding: `${which.finding}.1` },
        { ...which, finding: which.finding.slice(0, -1) },
        { ...which, day: day('2026-10-02') },
      ];
      await store.add(which, () => entry({ note: 'mine' }));
      for (const other of others) {
        expect(await store.find(other)).toEqual(untouched);
        await store.add(other, () => entry({ note: 'theirs' }));
      }
      expect((await store.history(which)).map(({ note }) => note)).toEqual(['mine']);
      expect([...(await store.ofDay(which.day)).keys()].sort()).toEqual(
        [which.finding, ...others.slice(0, 2).map(({ finding }) => finding)].sort(),
      );
    });

    test('is not changed by somebody who has seen another state', async () => {
      const store = await make();
      const { changes } = await store.add(which, () => entry({ owner: 'mine' }), [0]);
      await expect(store.add(which, () => entry({ owner: 'theirs' }), [0, 7])).rejects.toBeInstanceOf(
        ConflictError,
      );
      await expect(store.add(which, () => null, [])).rejects.toBeInstanceOf(ConflictError);
      expect(await store.add(which, () => entry({ status: 'acknowledged' }), [0, changes])).toMatchObject({
        owner: 'mine',
        changes: 2,
      });
      expect(await store.history(which)).toHaveLength(2);
    });

    test('stays as it is where nothing is decided, or deciding fails', async () => {
      const store = await make();
      await store.add(which, () => entry({ note: 'one' }));
      const before = await store.find(which);
      expect(await store.add(which, () => null)).toEqual(before);
      const full = () => {
        throw new TooMuchError('full');
      };
      await expect(store.add(which, full)).rejects.toBeInstanceOf(TooMuchError);
      expect([await store.find(which), (await store.history(which)).length]).toEqual([before, 1]);
    });

    test('by many at the same moment loses nothing', async () => {
      const store = await make();
      const texts = Array.from({ length: 12 }, (_, at) => `note ${at}`);
      await Promise.all(texts.map((note) => store.add(which, () => entry({ note }))));
      const kept = (await store.history(which)).map(({ note }) => note);
      expect(kept.toSorted()).toEqual(texts.toSorted());
      expect(await store.find(which)).toMatchObject({
        notes: 12,
        changes: 12,
        lastNote: { text: kept.at(-1) },
      });
    });

    test('is decided anew on what somebody else has made of it', async () => {
      const store = await make();
      const seen: number[] = [];
      const once = (status: 'acknowledged') =>
        store.add(which, (state) => {
          seen.push(state.changes);
          return state.status === status ? null : entry({ status });
        });
      await Promise.all(Array.from({ length: 6 }, () => once('acknowledged')));
      expect(await store.history(which)).toHaveLength(1);
      expect(Math.max(...seen)).toBe(1);
    });

    test('is forgotten by days, and stays where there is no time left', async () => {
      const store = await make();
      const days = ['2026-10-01', '2026-10-02', '2026-10-03'].map(day);
      for (const day of days)
        for (const finding of ['a', 'b']) {
          await store.add({ finding, day }, () => entry({ note: 'x' }));
          await store.add({ finding, day }, () => entry({ note: 'y' }));
        }
      expect(await store.forget(day('2026-10-03'), new Date(0))).toBe(0);
      expect((await store.ofDay(day('2026-10-01'))).size).toBe(2);
      expect(await store.forget(day('2026-10-03'), never)).toBe(2);
      expect(await store.forget(day('2026-10-03'), never)).toBe(0);
      expect(await store.history({ finding: 'a', day: day('2026-10-02') })).toEqual([]);
      expect(await store.history({ finding: 'a', day: day('2026-10-03') })).toHaveLength(2);
    });
  });
}
