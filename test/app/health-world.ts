/** A world in memory in which all is well: each test spoils one thing of it. */
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../src/adapters/memory/failures.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryPlaces } from '../../src/adapters/memory/places.ts';
import { memoryRuns } from '../../src/adapters/memory/runs.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import type { HealthPorts, HealthSettings } from '../../src/app/health/check.ts';
import type { FindingSink } from '../../src/app/ports/sink.ts';
import type { Cursor } from '../../src/core/count/cursor.ts';
import type { Cluster, Hour } from '../../src/core/read/path.ts';
import { aBlob, aBlobName, aCluster } from '../build.ts';

export const healthSettings: HealthSettings = {
  graceHours: 24,
  baselineDays: 30,
  learningDays: 7,
  clientIp: 'first',
  privateClusters: [],
  findingsPerDay: 20,
  rowBudget: 20_000,
  freshHours: 6,
};

const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13);

/** The last whole hour is counted, its sweep has just ended, and nothing else ever was. */
export async function healthWorld(now: Date) {
  const time = { now: now.getTime() };
  const ports = {
    logs: memoryLogs(),
    unread: [] as HealthPorts['unread'],
    ledger: memoryLedger(),
    days: memoryDays(),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    jobs: memoryJobs(),
    failures: memoryFailures(),
    runs: memoryRuns(),
    sinks: [] as FindingSink[],
    places: memoryPlaces(() => new Date(time.now)),
    clock: () => new Date(time.now),
  };
  /** @param ago hours since the hour began */
  async function count(ago: number, cluster: Cluster = aCluster, over: Partial<Cursor> = {}): Promise<void> {
    const hour = hourOf(time.now - ago * 3_600_000);
    const created = over.created ?? `${hour}:00:07.000Z`;
    const blob = aBlob({ name: aBlobName(hour, cluster.id), path: { cluster, hour: hour as Hour }, created });
    const open = await ports.ledger.open(blob);
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, ...over }, rows: [] });
  }
  await count(1);
  ports.logs.append(aBlobName(hourOf(time.now)), 'x', now);
  await ports.runs.note('sweep', now);
  return { ...ports, time, count };
}
