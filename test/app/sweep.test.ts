import { describe, expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryJobs } from '../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import { sweep } from '../../src/app/sweep.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { aBlobName, aLine, aResourceId } from '../build.ts';

const options = { sweepDays: 7, sealAfterMs: 2 * 86_400_000, deadline: new Date('2100-01-01T00:00:00Z') };

function world() {
  const [logs, ledger, jobs] = [memoryLogs(), memoryLedger(), memoryJobs()];
  const memory = { settled: new Map<string, string>(), stoppedAt: null as string | null };
  let now = new Date('2026-10-01T08:30:00Z');
  const ports = { logs, ledger, jobs, clock: () => now, log: memoryLog() };
  return {
    logs,
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
          budget: { rows: 20_000, foldUri: (uri) => uri },
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
});
