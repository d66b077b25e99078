/** What any way to ask others for work must do. Run by the one in memory and by the one over queues. */
import { describe, expect, test } from 'vitest';
import type { Jobs } from '../../src/app/ports/jobs.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Cluster } from '../../src/core/read/path.ts';
import { aBlobName, aCluster } from '../build.ts';

/** Jobs, and the side of those who do them. */
export interface Desk {
  readonly jobs: Jobs;
  /** The blobs to count that can be seen, in any order. @param afterMs waits for so long first */
  toCount(afterMs: number): Promise<string[]>;
  /** The days to rank that can be seen, in any order. */
  toRank(): Promise<{ readonly cluster: Cluster; readonly day: Day }[]>;
  /** One more message of the kind failed too often. */
  poison(kind: 'count' | 'rank'): Promise<void>;
}

const day = (text: string) => text as Day;

/** @param make a desk that nobody has asked for anything yet */
export function jobsContract(make: () => Promise<Desk>): void {
  describe('jobs', () => {
    test('bring the name of a blob to whoever counts, whatever is in it', async () => {
      const { jobs, toCount, toRank } = await make();
      const names = [aBlobName(), `é田🙂 "\\' \u0000\u2028`, 'x'.repeat(1_024)];
      for (const name of names) await jobs.count(name);
      expect((await toCount(0)).sort()).toEqual([...names].sort());
      expect(await toRank()).toEqual([]);
    });

    test('bring a cluster and a day to whoever ranks', async () => {
      const { jobs, toCount, toRank } = await make();
      const odd = { id: '/subscriptions/1/"é"', name: `田 \\u0041 <b>` };
      await jobs.rank(aCluster, day('2026-10-01'));
      await jobs.rank(aCluster, day('2026-10-02'));
      await jobs.rank(odd, day('2026-10-01'));
      const ranks = await toRank();
      expect(ranks).toHaveLength(3);
      expect(ranks).toEqual(
        expect.arrayContaining([
          { cluster: aCluster, day: '2026-10-01' },
          { cluster: aCluster, day: '2026-10-02' },
          { cluster: odd, day: '2026-10-01' },
        ]),
      );
      expect(await toCount(0)).toEqual([]);
    });

    test('say how many days are left to be ranked, those that somebody took among them', async () => {
      const { jobs } = await make();
      expect(await jobs.ranksLeft()).toBe(0);
      await jobs.count('another');
      for (const one of ['2026-10-01', '2026-10-02', '2026-10-03']) await jobs.rank(aCluster, day(one));
      expect(await jobs.ranksLeft()).toBe(3);
    });

    test('stay unseen for as long as was asked', async () => {
      const { jobs, toCount } = await make();
      await jobs.count('later', 3_000);
      await jobs.count('much later', 3_600_000);
      await jobs.count('now');
      expect(await toCount(0)).toEqual(['now']);
      expect(await toCount(4_000)).toContain('later');
    });

    test('take a wait of weeks', async () => {
      const { jobs, toCount } = await make();
      await jobs.count('in a month', 30 * 86_400_000);
      expect(await toCount(0)).toEqual([]);
    });

    test('say how many failed too often, apart by kind', async () => {
      const { jobs, poison } = await make();
      const failed = async () => Object.values(await jobs.poisoned()).filter((count) => count > 0);
      expect(await failed()).toEqual([]);
      await jobs.count('waits');
      expect(await failed()).toEqual([]);
      await poison('count');
      await poison('rank');
      await poison('count');
      expect((await failed()).sort()).toEqual([1, 2]);
    });
  });
}
