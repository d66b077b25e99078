import { expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { type IngestOptions, ingest } from '../../src/app/ingest.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { aBlobName, aLine } from '../build.ts';

const [name, at] = [aBlobName(), new Date('2026-10-01T08:10:00Z')];
const lineCount = 60;

/** A blob of several chunks, a worker that loses the first race for it, and a winner that takes a chunk when told to. */
function race(options: Partial<IngestOptions>, isAlive: boolean) {
  const [logs, ledger] = [memoryLogs(4_000), memoryLedger()];
  logs.append(name, Array.from({ length: lineCount }, () => `${aLine()}\n`).join(''), at);
  const base = {
    read: defaultReadOptions,
    budget: { rows: 20_000, foldUri: (uri: string) => uri, patternOf: JSON.stringify },
    sealAfterMs: 2 * 86_400_000,
    deadline: new Date('2100-01-01T00:00:00Z'),
    racePauseMs: 2,
    ...options,
  };
  const ports = { logs, ledger, clock: () => at, log: memoryLog() };
  const winnerSteps = () => ingest(name, ports, { ...base, deadline: new Date(0) });
  let [reads, commits, opens] = [0, 0, 0];
  const loser = {
    ...ports,
    logs: {
      ...logs,
      bytes: (...of: Parameters<typeof logs.bytes>) => {
        reads++;
        return logs.bytes(...of);
      },
    },
    ledger: {
      ...ledger,
      open: async (blob: Parameters<typeof ledger.open>[0]) => {
        if (opens++ > 0 && isAlive) await winnerSteps();
        return ledger.open(blob);
      },
      commit: async (...of: Parameters<typeof ledger.commit>) => {
        if (commits++ === 0) await winnerSteps();
        return ledger.commit(...of);
      },
    },
  };
  const lines = async () => {
    const blob = await logs.find(name);
    return blob === null ? 0 : (await ledger.open(blob)).cursor.lines;
  };
  return { run: () => ingest(name, loser, base), reads: () => reads, lines };
}

test('who loses to a winner at work leaves, and reads nothing twice', async () => {
  const { run, reads, lines } = race({ leavesToWinner: true }, true);
  expect((await run()).state).toBe('elsewhere');
  expect(reads()).toBe(1);
  expect(await lines()).toBeLessThan(lineCount);
});

test('who loses to a winner that moves no more goes on from where it stands', async () => {
  const { run, reads, lines } = race({ leavesToWinner: true }, false);
  expect((await run()).state).toBe('counted');
  expect(reads()).toBe(2);
  expect(await lines()).toBe(lineCount);
});

test('who may not leave waits until the winner is done, and reads nothing twice', async () => {
  const { run, reads, lines } = race({}, true);
  expect((await run()).state).toBe('counted');
  expect(reads()).toBe(1);
  expect(await lines()).toBe(lineCount);
});

test('a sparse blob is saved soon, so that others see it move, and then ever less often', async () => {
  const ledger = memoryLedger();
  const logs = memoryLogs(1024 * 1024);
  logs.append(name, `${'x'.repeat(1023)}\n`.repeat(64 * 1024), at);
  const saved: number[] = [];
  const counting = {
    ...ledger,
    commit: (...of: Parameters<typeof ledger.commit>) => {
      saved.push(of[1].cursor.bytes / 1024 / 1024);
      return ledger.commit(...of);
    },
  };
  const ports = { logs, ledger: counting, clock: () => at, log: memoryLog() };
  await ingest(name, ports, {
    read: defaultReadOptions,
    budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
    sealAfterMs: 2 * 86_400_000,
    deadline: new Date('2100-01-01T00:00:00Z'),
  });
  expect(saved).toEqual([4, 12, 28, 60, 64]);
});
