import { expect, test } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { askApp, countedByApp } from '../../../src/app/backfilling/through-app.ts';
import { noteFailure } from '../../../src/app/failing.ts';
import { ingest } from '../../../src/app/ingest.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { logPath } from '../../../src/core/read/path.ts';
import { aBlobName, aLine, aResourceId } from '../../build.ts';

const range = { from: '2026-10-01' as Day, to: '2026-10-02' as Day };
const sealAfterMs = 2 * 86_400_000;
const old = new Date('2026-10-03T00:00:00Z');
const of = (hour: string, cluster = 'AKS-1') =>
  aBlobName(`2026-10-${hour}`, aResourceId.replace('AKS-1', cluster));
const refused = Object.assign(new Error('x'), { statusCode: 409, code: 'BlobArchived' });

function world(...names: string[]) {
  const [logs, ledger, jobs, failures] = [memoryLogs(), memoryLedger(), memoryJobs(), memoryFailures()];
  let now = new Date('2026-11-30T00:00:00Z');
  const ports = { logs, ledger, jobs, failures, clock: () => now, log: memoryLog() };
  for (const name of names) logs.append(name, `${aLine()}\n`, old);
  const taken = () => jobs.counts.splice(0).map(({ blobName }) => blobName);
  return {
    logs,
    failures,
    ports,
    taken,
    async count(name: string): Promise<void> {
      const read = { read: defaultReadOptions, sealAfterMs, deadline: new Date('2100-01-01') };
      const budget = { rows: 20_000, foldUri: (uri: string) => uri, patternOf: JSON.stringify };
      await ingest(name, ports, { ...read, budget });
    },
    async refuse(name: string): Promise<void> {
      const path = logPath(name);
      if (path !== null)
        await noteFailure(ports, { cluster: path.cluster, when: path.hour, blob: name }, refused);
    },
    pass(ms: number): void {
      now = new Date(now.getTime() + ms);
    },
  };
}
const nothing = () => undefined;

test('a message for each log blob of the days that is not counted to its end', async () => {
  const { ports, taken, count, logs } = world(of('01T08'), of('02T23'), of('01T08', 'AKS-2'), of('03T00'));
  const seen: number[][] = [];
  const first = await askApp(ports, range, (...progress) => seen.push(progress));
  expect(taken().sort()).toEqual([of('01T08'), of('01T08', 'AKS-2'), of('02T23')].sort());
  expect([first.blobs, first.counted, seen.at(-1)]).toEqual([3, 0, [3, 3]]);
  await count(of('01T08'));
  await count(of('02T23'));
  logs.append(of('02T23'), `${aLine()}\n`, old);
  const second = await askApp(ports, range, nothing);
  expect(taken().sort()).toEqual([of('01T08', 'AKS-2'), of('02T23')].sort());
  expect(second.counted).toBe(1);
});

test('what is counted is told as no failure any more', async () => {
  const { ports, refuse, count, failures } = world(of('01T08'), of('01T09'));
  await refuse(of('01T08'));
  await refuse(of('01T09'));
  await count(of('01T08'));
  await askApp(ports, range, nothing);
  expect((await failures.list()).map(({ blob }) => blob)).toEqual([of('01T09')]);
});

test('waits until all is counted, or refused since; says what was', async () => {
  const names = [of('01T08'), of('01T09'), of('02T10', 'AKS-2')];
  const { ports, refuse, count, pass } = world(...names);
  // It was refused before: that is not what is waited for.
  await refuse(of('01T09'));
  const asked = await askApp(ports, range, nothing);
  const steps = [
    () => count(of('01T08')),
    () => Promise.resolve(pass(5 * 60_000)),
    () => refuse(of('01T09')),
    () => count(of('02T10', 'AKS-2')),
  ];
  const bytesDone: number[] = [];
  const done = await countedByApp(
    ports,
    asked,
    { sealAfterMs },
    (progress) => bytesDone.push(progress.blobsDone),
    async () => await steps.shift()?.(),
  );
  expect(bytesDone).toEqual([0, 1, 1, 2, 3]);
  expect(done).toMatchObject({ blobs: 3, blobsDone: 3, bytes: done.bytesDone });
  expect(done.failed).toMatchObject([
    { hour: '2026-10-01T09', failure: { status: 409, code: 'BlobArchived' } },
  ]);
});

test('what is refused at once, or again within its pause, is waited for no longer', async () => {
  const { ports, refuse } = world(of('01T08'));
  for (let times = 0; times < 4; times++) {
    const asked = await askApp(ports, range, nothing);
    await refuse(of('01T08'));
    const noSleep = () => Promise.reject(new Error('it waits'));
    const done = await countedByApp(ports, asked, { sealAfterMs }, nothing, noSleep);
    expect(done.failed).toMatchObject([{ hour: '2026-10-01T08' }]);
  }
});

test('what has grown since it was asked for is counted with what it had then', async () => {
  const { ports, logs, count } = world(of('01T08'));
  const asked = await askApp(ports, range, nothing);
  logs.append(of('01T08'), `${aLine()}\n`, old);
  await count(of('01T08'));
  const noSleep = () => Promise.reject(new Error('it waits'));
  expect(await countedByApp(ports, asked, { sealAfterMs }, nothing, noSleep)).toMatchObject({ blobsDone: 1 });
});

test('what still grows is left to the sweep', async () => {
  const { ports, logs } = world();
  logs.append(of('01T08'), `${aLine()}\n`, new Date('2026-11-29T23:00:00Z'));
  const asked = await askApp(ports, range, nothing);
  expect(asked.asked).toHaveLength(1);
  expect(await countedByApp(ports, asked, { sealAfterMs }, nothing)).toMatchObject({ blobs: 0, failed: [] });
});

test('an app that counts nothing is not waited for all day', async () => {
  const { ports, pass } = world(of('01T08'));
  const asked = await askApp(ports, range, nothing);
  let slept = 0;
  const waiting = countedByApp(ports, asked, { sealAfterMs }, nothing, async (ms) => {
    slept += ms;
    pass(ms);
  });
  await expect(waiting).rejects.toThrow('counted nothing for 15 minutes, 1 log blobs are left');
  expect(slept).toBe(15 * 60_000);
});
