import { describe, expect, test } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { ingest } from '../../../src/app/ingest.ts';
import { sweep, sweepMemory } from '../../../src/app/sweeping/sweep.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { aBlobName, aLine, aResourceId } from '../../build.ts';
import { aFailure } from '../../contract/failures.contract.ts';

const options = { sweepDays: 7, sealAfterMs: 2 * 86_400_000, deadline: new Date('2100-01-01T00:00:00Z') };

function world() {
  const [logs, ledger, jobs] = [memoryLogs(), memoryLedger(), memoryJobs()];
  const [memory, failures, log] = [sweepMemory(), memoryFailures(), memoryLog()];
  let now = new Date('2026-10-01T08:30:00Z');
  const ports = { logs, ledger, failures, jobs, clock: () => now, log };
  return {
    logs,
    failures,
    jobs,
    ports,
    memory,
    said: log.said,
    settled: memory.settled,
    at: (time: string) => {
      now = new Date(time);
    },
    /** Sweeps, does what was asked for, and says what that was. */
    async run(deadline = options.deadline, clock = ports.clock): Promise<string[]> {
      jobs.counts.length = 0;
      await sweep({ ...ports, clock }, { ...options, deadline }, memory);
      const asked = jobs.counts.map(({ blobName }) => blobName);
      for (const name of asked) {
        await ingest(name, ports, {
          read: defaultReadOptions,
          budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
          sealAfterMs: options.sealAfterMs,
          deadline: new Date('2100-01-01T00:00:00Z'),
        });
      }
      return asked;
    },
  };
}

const name = aBlobName('2026-10-01T08');

describe('the sweep', () => {
  test('asks for a blob that is new or has grown, and for no other', async () => {
    const { logs, run } = world();
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    logs.append(aBlobName('2026-10-01T07'), `${aLine()}\n`, new Date('2026-10-01T08:00:00Z'));
    expect((await run()).sort()).toEqual([aBlobName('2026-10-01T07'), name]);
    expect(await run()).toEqual([]);
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:20:00Z'));
    expect(await run()).toEqual([name]);
  });

  test('an archive of several that cannot be looked at stops no other', async () => {
    const { logs, run, said, ports } = world();
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    const homes = logs.homes.bind(logs);
    ports.logs.homes = async function* () {
      yield* homes();
      throw Object.assign(new Error(), { statusCode: 403, code: 'AuthorizationFailure' });
    };
    expect(await run()).toEqual([name]);
    expect(said).toContainEqual({
      level: 'error',
      args: ['sweep: an archive could not be looked at, others are: 403 AuthorizationFailure'],
    });
    ports.logs.homes = async function* () {
      yield* [];
      throw new Error('away');
    };
    await expect(run()).rejects.toThrow('away');
  });

  test('asks once more for a blob that has been quiet, so that it is sealed, and then leaves it alone', async () => {
    const { logs, run, at, settled } = world();
    logs.append(name, `${aLine()}\n${aLine()}`, new Date('2026-10-01T08:10:00Z'));
    await run();
    expect(await run()).toEqual([name]);
    at('2026-10-03T09:00:00Z');
    expect(await run()).toEqual([name]);
    expect(await run()).toEqual([]);
    expect(settled.size).toBe(1);
    logs.append(name, `\n${aLine()}\n`, new Date('2026-10-03T09:10:00Z'));
    expect(await run()).toEqual([name]);
  });

  test('asks for a blob that was replaced, even by one of the same length', async () => {
    const { logs, run } = world();
    const line = `${aLine()}\n`;
    logs.append(name, line, new Date('2026-10-01T08:10:00Z'));
    await run();
    logs.replace(name, line, new Date('2026-10-01T08:20:00Z'));
    expect(await run()).toEqual([name]);
    expect(await run()).toEqual([]);
  });

  test('looks as many days back as it is told, over the turn of a month', async () => {
    const { logs, run } = world();
    const old = aBlobName('2026-09-23T23');
    const recent = aBlobName('2026-09-24T00');
    for (const one of [old, recent]) logs.append(one, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    expect(await run()).toEqual([recent]);
  });

  test('stops at its deadline, and the next one goes on where it stopped', async () => {
    const { logs, run } = world();
    const of = (cluster: number) =>
      aBlobName('2026-10-01T08', aResourceId.replace('AKS-1', `AKS-${cluster}`));
    for (const cluster of [1, 2, 3, 4, 5])
      logs.append(of(cluster), `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    /** Each look at the clock takes a second. */
    const hurried = () => {
      let seconds = 0;
      return () => new Date(Date.parse('2026-10-01T08:30:00Z') + 1000 * seconds++);
    };
    const soon = new Date('2026-10-01T08:30:06Z');
    expect(await run(soon, hurried())).toEqual([of(1), of(2)]);
    // Of the first clusters nothing would be left to do; of these, there is again.
    for (const cluster of [1, 2]) logs.append(of(cluster), `${aLine()}\n`, new Date('2026-10-01T08:20:00Z'));
    expect(await run(soon, hurried())).toEqual([of(3), of(4)]);
    expect(await run(soon, hurried())).toEqual([of(5), of(1)]);
    expect(await run()).toEqual([of(2)]);
    expect(await run()).toEqual([]);
  });

  const refusing = (statusCode: number, code: string) => Object.assign(new Error('x'), { statusCode, code });
  const of = (cluster: string) => aBlobName('2026-10-01T08', aResourceId.replace('AKS-1', cluster));

  test('a cluster that cannot be looked at stops no other, and is said with its cause', async () => {
    const { logs, jobs, ports, memory, said } = world();
    for (const cluster of ['A', 'B', 'C'])
      logs.append(of(cluster), `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    const broken = (isBroken: (home: string) => boolean) => ({
      ...ports,
      logs: {
        ...logs,
        list: (...args: Parameters<typeof logs.list>) => {
          if (isBroken(args[0])) throw refusing(503, 'ServerBusy');
          return logs.list(...args);
        },
      },
    });
    await sweep(
      broken((home) => /\/B\//.test(home)),
      options,
      memory,
    );
    expect(jobs.counts.map(({ blobName }) => blobName)).toEqual([of('A'), of('C')]);
    expect(said.filter(({ level }) => level === 'error').map(({ args }) => args)).toEqual([
      ['sweep: a cluster could not be looked at, others are: 503 ServerBusy'],
    ]);
    const none = sweep(
      broken(() => true),
      options,
      memory,
    );
    await expect(none).rejects.toThrow('x');
  });

  test('a blob that cannot be read is asked for after its pause, and forgotten once it could be', async () => {
    const { logs, run, at, failures } = world();
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    const failure = aFailure({ blob: name, again: '2026-10-01T10:00:00.000Z' });
    await failures.save(failure);
    at('2026-10-01T09:59:00Z');
    expect(await run()).toEqual([]);
    at('2026-10-01T10:00:00Z');
    expect(await run()).toEqual([name]);
    expect(await failures.list()).toEqual([failure]);
    await run();
    expect(await failures.list()).toEqual([]);
  });

  test('a failure of a blob that was counted before, or is gone, is forgotten', async () => {
    const { logs, run, at, failures } = world();
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    await run();
    at('2026-10-03T09:00:00Z');
    await run();
    await run();
    const gone = aFailure({ blob: aBlobName('2026-10-01T05'), when: '2026-10-01T05' as Hour });
    const elsewhere = aFailure({ blob: of('OTHER') });
    for (const one of [aFailure({ blob: name }), gone, elsewhere]) await failures.save(one);
    expect(await run()).toEqual([]);
    expect(await failures.list()).toEqual([elsewhere]);
  });

  test('a blob that nobody takes on is not asked for at every sweep', async () => {
    const { logs, jobs, ports, memory } = world();
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    for (let i = 0; i < 288; i++) await sweep(ports, options, memory);
    expect(jobs.counts.length).toBeLessThan(12);
  });

  test('no log at all is a warning, once, and again after there were some', async () => {
    const { logs, run, said } = world();
    await run();
    await run();
    expect(said.map(({ level }) => level)).toEqual(['warn']);
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    await run();
    expect(said.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});
