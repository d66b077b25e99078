/** Many tellers of one day at once, each with ports of its own: what came of it is checked here, whatever the store. */

import { expect } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import type { Findings } from '../../src/app/ports/findings.ts';
import { tell } from '../../src/app/telling/tell.ts';
import type { Day } from '../../src/core/count/day.ts';
import { aCluster, aFinding } from '../build.ts';

/** @param findings a way of its own to the same store, for each teller */
export async function manyTellers(given: { tellers: number; findings: () => Findings }): Promise<void> {
  const day = '2026-10-01' as Day;
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const other = { id: 'other', name: 'other' };
  const clusters = [aCluster, other];
  for (const cluster of clusters)
    await given.findings().save(
      day,
      cluster,
      ids.map((id) => aFinding({ id: `${id}-${cluster.name}`, clusterId: cluster.id })),
    );

  const got: string[] = [];
  let atWork = 0;
  let most = 0;
  const sinks = ['hook', 'slack'].map((name) => ({
    name,
    async deliver({ id }: { readonly id: string }) {
      most = Math.max(most, ++atWork);
      await new Promise((resolve) => setTimeout(resolve, 10));
      atWork--;
      got.push(`${name} ${id}`);
    },
  }));
  const results = await Promise.all(
    Array.from({ length: given.tellers }, () => {
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const ports = {
        findings: given.findings(),
        reports: memoryReports(),
        suppressions: memorySuppressions(),
        work: memoryWork(),
        ledger: memoryLedger(),
        days: memoryDays(),
        clock: () => new Date(),
        sinks,
        log,
      };
      const deadline = new Date(Date.now() + 60_000);
      return tell(ports, { baselineDays: 30, learningDays: 7, privateClusters: [], deadline }, [day]);
    }),
  );
  const all = sinks.flatMap(({ name }) =>
    clusters.flatMap((cluster) => ids.map((id) => `${name} ${id}-${cluster.name}`)),
  );
  expect(got.toSorted()).toEqual(all.toSorted());
  expect(results.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(all.length);
  // One a sink.
  expect(most).toBeLessThanOrEqual(sinks.length);
}
