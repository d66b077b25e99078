import { expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import { rankAsked } from '../../../src/app/ranking/rank-asked.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { aBlob, aCluster, aRow } from '../../build.ts';

const day = '2026-10-01' as Day;
const now = new Date('2026-10-02T04:00:00Z');

async function world() {
  const ports = {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    failures: memoryFailures(),
    jobs: memoryJobs(),
    clock: () => now,
    log: memoryLog(),
  };
  const open = await ports.ledger.open(aBlob());
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [aRow()] });
  const run = (deadline = new Date('2100-01-01T00:00:00Z')) =>
    rankAsked(ports, aCluster, day, {
      baselineDays: 5,
      learningDays: 2,
      findingsPerDay: 20,
      graceHours: 0,
      clientIp: 'first',
      privateClusters: [],
      rowBudget: 20_000,
      deadline,
    });
  return { ports, run };
}

test('a ranking that fails is kept with its cause until it works', async () => {
  const { ports, run } = await world();
  const { save } = ports.findings;
  ports.findings.save = () =>
    Promise.reject(Object.assign(new Error('x'), { statusCode: 503, code: 'ServerBusy' }));
  await expect(run()).rejects.toThrow('x');
  expect(await ports.failures.list()).toMatchObject([
    { cluster: aCluster, when: day, blob: null, status: 503, code: 'ServerBusy' },
  ]);
  expect((await ports.days.rankedFrom(aCluster, day, day)).size).toBe(0);
  ports.findings.save = save;
  expect(await run()).toBe(true);
  expect(await ports.failures.list()).toEqual([]);
  expect((await ports.days.rankedFrom(aCluster, day, day)).size).toBe(1);
});

test('a ranking that does not fit its time goes on in another message, folded or not', async () => {
  const { ports, run } = await world();
  expect(await run(now)).toBe(false);
  await run();
  // All days are folded now: loading them looks at the deadline, too.
  expect(await run(now)).toBe(false);
  expect(ports.jobs.ranks).toHaveLength(2);
  expect(await ports.failures.list()).toEqual([]);
});
