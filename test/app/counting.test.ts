import { expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryFailures } from '../../src/adapters/memory/failures.ts';
import { memoryJobs } from '../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { counting } from '../../src/app/counting.ts';
import type { IngestResult } from '../../src/app/ingest.ts';
import { oneAtATime } from '../../src/app/turns/one-at-a-time.ts';
import type { Day } from '../../src/core/count/day.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';

const name = aBlobName();
const at = new Date('2026-10-01T08:10:00Z');

function world() {
  const [logs, jobs, log] = [memoryLogs(), memoryJobs(), memoryLog()];
  logs.append(name, `${aLine()}\n`, at);
  let [reads, fault]: [number, Error | null] = [0, null];
  const ports = {
    logs: {
      ...logs,
      async *bytes(...of: Parameters<typeof logs.bytes>) {
        reads++;
        if (fault !== null) throw fault;
        yield* logs.bytes(...of);
      },
    },
    ledger: memoryLedger(),
    failures: memoryFailures(),
    jobs,
    clock: () => at,
    log,
  };
  const made = counting(ports, oneAtATime<IngestResult>(), {
    read: defaultReadOptions,
    budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
    sealAfterMs: 2 * 86_400_000,
    sweepDays: 7,
    workMs: 480_000,
  });
  return {
    ...made,
    logs,
    jobs,
    failures: ports.failures,
    ledger: ports.ledger,
    said: log.said,
    reads: () => reads,
    fail: (statusCode: number | null, code: string) => {
      fault = statusCode === null ? null : Object.assign(new Error('text of others'), { statusCode, code });
    },
  };
}

test('what the store refuses is kept with its cause, and its message does not come again', async () => {
  const { count, fail, failures, said } = world();
  fail(409, 'BlobArchived');
  expect(await count(name)).toMatchObject({ state: 'unreadable', failure: { status: 409 } });
  expect(await failures.list()).toMatchObject([
    { cluster: aCluster, when: '2026-10-01T08', blob: name, status: 409, code: 'BlobArchived', failures: 1 },
  ]);
  expect(said.map(({ args }) => args)).toEqual([
    ['count: the log of 2026-10-01T08 cannot be read: 409 BlobArchived'],
  ]);
});

test('what may pass is kept as well, and its message comes again', async () => {
  const { count, fail, failures } = world();
  fail(503, 'ServerBusy');
  await expect(count(name)).rejects.toThrow('text of others');
  expect(await failures.list()).toMatchObject([{ status: 503, code: 'ServerBusy' }]);
});

test('a backfill forgets what could be read after all', async () => {
  const { count, countDays, fail, failures } = world();
  fail(403, 'AuthorizationFailure');
  await count(name);
  const range = { from: '2026-10-01' as Day, to: '2026-10-01' as Day };
  expect((await countDays(range, () => undefined)).failed).toHaveLength(1);
  expect(await failures.list()).toHaveLength(1);
  fail(null, '');
  expect((await countDays(range, () => undefined)).failed).toEqual([]);
  expect(await failures.list()).toEqual([]);
});

test('doors that come for a blob at work leave, and what it has grown by is counted all the same', async () => {
  const { count, logs, ledger, reads } = world();
  const first = count(name);
  logs.append(name, `${aLine()}\n`, at);
  const others = await Promise.all(Array.from({ length: 20 }, () => count(name)));
  expect(others).toEqual(new Array(20).fill({ state: 'busy' }));
  expect((await first).state).toBe('counted');
  const blobs = await Array.fromAsync(
    ledger.blobs(aCluster, '2026-10-01T00' as Hour, '2026-10-02T00' as Hour),
  );
  expect(blobs[0]?.cursor.lines).toBe(2);
  expect(reads()).toBeLessThanOrEqual(2);
});
