/** What any store of reports must do. Run by the memory store and by the one in blobs. */
import { describe, expect, test } from 'vitest';
import type { Reports } from '../../src/app/ports/reports.ts';

/** @param make a store that holds nothing yet */
export function reportsContract(make: () => Promise<Reports>): void {
  describe('reports', () => {
    test('are kept with their version', async () => {
      const reports = await make();
      expect([await reports.version('d/a.csv'), await reports.read('d/a.csv')]).toEqual([null, null]);
      await reports.write('d/a.csv', 'text/csv', 'é,1', 'v1');
      await reports.write('d/a.csv', 'text/csv', 'é,2', 'v2');
      expect([await reports.version('d/a.csv'), await reports.read('d/a.csv')]).toEqual(['v2', 'é,2']);
    });
  });
}
