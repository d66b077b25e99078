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

    test('are kept each under its own name', async () => {
      const reports = await make();
      for (const name of ['2026-10-01/report.html', '2026-10-02/report.html', '2026-10-01/report'])
        await reports.write(name, 'text/html', `content of ${name}`, `version of ${name}`);
      expect(await reports.read('2026-10-01/report.html')).toBe('content of 2026-10-01/report.html');
      expect(await reports.version('2026-10-02/report.html')).toBe('version of 2026-10-02/report.html');
      expect(await reports.read('2026-10-01/report')).toBe('content of 2026-10-01/report');
      expect([await reports.read('2026-10-01'), await reports.version('2026-10-01')]).toEqual([null, null]);
    });

    test('have the version of the last writing, though they say the same', async () => {
      const reports = await make();
      await reports.write('d/a.json', 'application/json', '{}', 'v1');
      await reports.write('d/a.json', 'application/json', '{}', 'v2');
      expect(await reports.version('d/a.json')).toBe('v2');
    });

    test.each([
      ['that are empty', ''],
      ['in any script', '\ufeffa\r\n\u0000\u2028"<é>"田🙂\n'],
      ['of several megabytes', '田🙂'.repeat(500_000)],
    ])('%s are read as they were written', async (_, content) => {
      const reports = await make();
      await reports.write('d/a.csv', 'text/csv', content, 'v1');
      const kept = await reports.read('d/a.csv');
      expect(kept?.length).toBe(content.length);
      expect(kept === content).toBe(true);
      expect(await reports.version('d/a.csv')).toBe('v1');
    });
  });
}
