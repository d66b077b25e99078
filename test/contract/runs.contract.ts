/** What any memory of runs must do. */
import { describe, expect, test } from 'vitest';
import type { Runs } from '../../src/app/ports/runs.ts';

/** @param make one in which nothing is noted */
export function runsContract(make: () => Promise<Runs>): void {
  describe('runs', () => {
    test('say when each was noted last, apart by name', async () => {
      const runs = await make();
      expect(await runs.last('sweep')).toBeNull();
      await runs.note('sweep', new Date('2026-10-01T08:05:00.123Z'));
      await runs.note('sweep', new Date('2026-10-01T08:10:00.456Z'));
      expect(await runs.last('sweep')).toEqual(new Date('2026-10-01T08:10:00.456Z'));
      expect(await runs.last('asked')).toBeNull();
    });
  });
}
