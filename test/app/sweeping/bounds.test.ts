/** Bounds of the sweep: its days, its deadline to the moment, and what it says of itself. */
import { beforeEach, expect, test } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { sweep, sweepMemory } from '../../../src/app/sweeping/sweep.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { aBlobName, aLine, aResourceId } from '../../build.ts';
import { aFailure } from '../../contract/failures.contract.ts';

const now = new Date('2026-10-10T08:30:00Z');
const options = { sweepDays: 2, sealAfterMs: 3_600_000, deadline: new Date('2026-10-10T08:31:00Z') };
const at = new Date('2026-10-10T08:10:00Z');
const of = (hour: string, cluster = 'AKS-1') => aBlobName(hour, aResourceId.replace('AKS-1', cluster));

let ports: ReturnType<typeof world>;
let memory: ReturnType<typeof sweepMemory>;
const world = () => ({
  logs: memoryLogs(),
  ledger: memoryLedger(),
  failures: memoryFailures(),
  jobs: memoryJobs(),
  clock: () => now,
  log: memoryLog(),
});
beforeEach(() => {
  ports = world();
  memory = sweepMemory();
});
const asked = () => ports.jobs.counts.map(({ blobName }) => blobName);
const said = () => ports.log.said.map(({ level, args }) => `${level} ${args}`);
/** Counts a blob to its end, sealed or not. */
async function count(hour: string, sealed: boolean): Promise<void> {
  const blob = await ports.logs.find(of(hour));
  if (blob === null) throw new Error('no such blob');
  const open = await ports.ledger.open(blob);
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: blob.length, sealed }, rows: [] });
}

test('looks from so many days back to tomorrow, and no further', async () => {
  for (const hour of ['2026-10-07T23', '2026-10-08T00', '2026-10-11T23', '2026-10-12T00'])
    ports.logs.append(of(hour), 'x', at);
  expect(await sweep(ports, options, memory)).toEqual({ seen: 2, asked: 2, failed: 0 });
  expect(asked()).toEqual([of('2026-10-08T00'), of('2026-10-11T23')]);
});

test('says how many have grown, be it one, and nothing where none has', async () => {
  for (const hour of ['2026-10-10T07', '2026-10-10T08']) ports.logs.append(of(hour), 'x', at);
  await count('2026-10-10T07', false);
  expect(await sweep(ports, options, memory)).toEqual({ seen: 2, asked: 1, failed: 0 });
  expect(said()).toEqual(['info sweep: 1 of 2 log blobs have grown']);
  await count('2026-10-10T08', false);
  expect(await sweep(ports, options, memory)).toEqual({ seen: 2, asked: 0, failed: 0 });
  expect(said()).toHaveLength(1);
});

test('looks at nothing once its time is up, says so, and begins there the next time', async () => {
  for (const cluster of ['A', 'B']) ports.logs.append(of('2026-10-10T08', cluster), 'x', at);
  let listed = 0;
  const list = (...args: Parameters<typeof ports.logs.list>) => {
    listed++;
    return ports.logs.list(...args);
  };
  const late = { ...ports, logs: { ...ports.logs, list }, clock: () => options.deadline };
  expect(await sweep(late, options, memory)).toEqual({ seen: 0, asked: 0, failed: 0 });
  expect([listed, asked(), said().length]).toEqual([0, [], 1]);
  expect(said()[0]).toMatch(/^warn sweep: out of time after 0 log blobs, 0 asked for/);
  expect(memory.stoppedAt).toContain('/A/');
  await sweep(ports, options, memory);
  expect([asked().length, memory.stoppedAt]).toEqual([2, null]);
});

test('asks for nothing more once its time is up within a cluster', async () => {
  for (const hour of ['2026-10-10T06', '2026-10-10T07', '2026-10-10T08'])
    ports.logs.append(of(hour), 'x', at);
  let looks = 0;
  // At the start, at the cluster, at the first blob; then time is up to the moment.
  const clock = () => (++looks <= 3 ? now : options.deadline);
  expect(await sweep({ ...ports, clock }, options, memory)).toEqual({ seen: 3, asked: 1, failed: 0 });
  expect(said()).toEqual([expect.stringMatching(/^warn .* after 3 log blobs, 1 asked for/)]);
});

test('a blob is quiet from the moment it has been so for long enough', async () => {
  ports.logs.append(of('2026-10-10T06'), 'x', new Date(now.getTime() - options.sealAfterMs));
  ports.logs.append(of('2026-10-10T07'), 'x', new Date(now.getTime() - options.sealAfterMs + 1));
  for (const hour of ['2026-10-10T06', '2026-10-10T07']) await count(hour, false);
  await sweep(ports, options, memory);
  expect(asked()).toEqual([of('2026-10-10T06')]);
});

test('the ledger is asked for the logs that have changed alone', async () => {
  const hours: string[][] = [];
  const blobs = (...args: Parameters<typeof ports.ledger.blobs>) => {
    hours.push([args[1], args[2], ...(args[3] ?? [])]);
    return ports.ledger.blobs(...args);
  };
  const watched = { ...ports, ledger: { ...ports.ledger, blobs } };
  ports.logs.append(of('2026-10-10T08'), 'x', at);
  ports.logs.append(of('2026-10-10T09'), 'x', at);
  await count('2026-10-10T08', true);
  await count('2026-10-10T09', false);
  const both = [of('2026-10-10T08'), of('2026-10-10T09')];
  await sweep(watched, options, memory);
  expect(hours).toEqual([['2026-10-10T08', '2026-10-10T10', ...both]]);
  expect(memory.settled.size).toBe(1);
  await sweep(watched, options, memory);
  expect(hours).toHaveLength(1);
  ports.logs.append(of('2026-10-10T09'), 'x', at);
  await sweep(watched, options, memory);
  expect(hours.slice(1)).toEqual([['2026-10-10T09', '2026-10-10T10', of('2026-10-10T09')]]);
  expect(asked()).toEqual([of('2026-10-10T09')]);
  // What is to be closed is asked for, whatever it looked like before.
  await count('2026-10-10T09', false);
  await sweep(watched, options, memory);
  const clock = () => new Date(at.getTime() + options.sealAfterMs);
  await sweep({ ...watched, clock }, { ...options, deadline: new Date('2026-10-10T10:00:00Z') }, memory);
  expect(hours).toHaveLength(4);
  expect(asked()).toEqual([of('2026-10-10T09'), of('2026-10-10T09')]);
});

test('a log that is counted is put at rest an hour after its own, once', async () => {
  const rested: string[] = [];
  let isAtRest = false;
  const ledger: typeof ports.ledger = {
    ...ports.ledger,
    async *blobs(...args) {
      for await (const one of ports.ledger.blobs(...args)) yield { ...one, isAtRest };
    },
    rest: async ({ name }) => void rested.push(name),
  };
  ports.logs.append(of('2026-10-10T06'), 'x', at);
  ports.logs.append(of('2026-10-10T07'), 'x', at);
  for (const hour of ['2026-10-10T06', '2026-10-10T07']) await count(hour, false);
  for (const _ of [1, 2]) await sweep({ ...ports, ledger }, options, memory);
  expect(rested).toEqual([of('2026-10-10T06')]);
  const clock = () => new Date('2026-10-10T09:00:00Z');
  const later = { ...options, deadline: new Date('2026-10-10T10:00:00Z') };
  for (const _ of [1, 2]) await sweep({ ...ports, ledger, clock }, later, memory);
  expect(rested).toEqual([of('2026-10-10T06'), of('2026-10-10T07')]);
  isAtRest = true;
  await sweep({ ...ports, ledger, clock }, later, sweepMemory());
  expect(rested).toHaveLength(2);
});

test('one cluster that fails is no failure of the sweep, all are', async () => {
  for (const cluster of ['A', 'B']) ports.logs.append(of('2026-10-10T08', cluster), `${aLine()}\n`, at);
  const failing = (isBroken: (home: string) => boolean) => ({
    ...ports,
    logs: {
      ...ports.logs,
      list: (...args: Parameters<typeof ports.logs.list>) => {
        if (isBroken(args[0])) throw new Error(args[0]);
        return ports.logs.list(...args);
      },
    },
  });
  expect(
    await sweep(
      failing((home) => home.includes('/B/')),
      options,
      memory,
    ),
  ).toEqual({ seen: 1, asked: 1, failed: 1 });
  // What the last one failed with.
  await expect(
    sweep(
      failing(() => true),
      options,
      memory,
    ),
  ).rejects.toThrow('/B/');
});

test('a failure of a day is none of a blob, and stays', async () => {
  ports.logs.append(of('2026-10-10T08'), 'x', at);
  const ofDay = aFailure({ blob: null, when: '2026-10-09' as Hour });
  await ports.failures.save(ofDay);
  await sweep(ports, options, memory);
  expect(await ports.failures.list()).toEqual([ofDay]);
});
