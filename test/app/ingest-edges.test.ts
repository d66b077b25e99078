/** Counting a blob at its edges: when it is sealed, what is said of it, and what a lost race costs. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { type IngestOptions, ingest } from '../../src/app/ingest.ts';
import type { LogBlob } from '../../src/app/ports/audit-logs.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { ConflictError } from '../../src/errors.ts';
import { aBlobName, aLine } from '../build.ts';

const name = aBlobName();
const at = new Date('2026-10-01T08:10:00Z');
const sealAfterMs = 3_600_000;
const deadline = new Date('2026-10-09T00:00:00Z');

let now: Date;
let ports: ReturnType<typeof world>;
let commits: number;

function world() {
  const [logs, ledger] = [memoryLogs(), memoryLedger()];
  return {
    logs,
    ledger: {
      ...ledger,
      commit(...of: Parameters<typeof ledger.commit>) {
        commits++;
        return ledger.commit(...of);
      },
    },
    clock: () => now,
    log: memoryLog(),
  };
}
beforeEach(() => {
  [now, commits] = [at, 0];
  ports = world();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
const run = (over: Partial<IngestOptions> = {}) =>
  ingest(name, ports, {
    read: defaultReadOptions,
    budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
    sealAfterMs,
    deadline,
    ...over,
  });
const said = () => ports.log.said.map(({ level, args }) => `${level} ${args}`);
const conflict = () => Promise.reject(new ConflictError('the cursor has moved'));

describe('a last line without its newline', () => {
  test('counts from the moment the blob has been quiet for long enough', async () => {
    ports.logs.append(name, `${aLine()}\n${aLine()}`, at);
    now = new Date(at.getTime() + sealAfterMs - 1);
    const open = await run();
    expect(open).toMatchObject({ state: 'counted', cursor: { lines: 1, sealed: false } });
    expect('tail' in open && open.tail).toBeGreaterThan(500);
    now = new Date(at.getTime() + sealAfterMs);
    expect(await run()).toMatchObject({ state: 'counted', tail: 0, cursor: { lines: 2, sealed: true } });
    expect(said()).toEqual([]);
  });

  test('a blob that is counted and sealed is committed no more', async () => {
    ports.logs.append(name, `${aLine()}\n`, at);
    await run();
    await run();
    expect(commits).toBe(1);
    now = new Date(at.getTime() + sealAfterMs);
    await run();
    await run();
    expect(commits).toBe(2);
  });
});

describe('what is said', () => {
  test('that a blob was replaced, by its hour and its generation', async () => {
    ports.logs.append(name, `${aLine()}\n`, at);
    await run();
    ports.logs.replace(name, `${aLine()}\n`, new Date(at.getTime() + 1));
    await run();
    await run();
    expect(said()).toEqual([expect.stringMatching(/^error .*2026-10-01T08 was replaced.* generation 1 /)]);
  });

  test('that its counts are damaged, and are made anew', async () => {
    ports.logs.append(name, `${aLine()}\n`, at);
    const { open } = ports.ledger;
    ports.ledger.open = async (blob) => ({ ...(await open(blob)), damaged: true });
    expect(await run()).toMatchObject({ state: 'counted', cursor: { lines: 1 } });
    expect(said()).toEqual([expect.stringMatching(/^error .*2026-10-01T08 are damaged.* generation 0$/)]);
  });
});

describe('what looks replaced', () => {
  /** The blob looks replaced to the ledger, and is this when it is looked at once more. Time is up. */
  async function again(change: (blob: LogBlob) => LogBlob | null): Promise<string> {
    ports = world();
    ports.logs.append(name, `${aLine()}\n`, at);
    const { open } = ports.ledger;
    ports.ledger.open = async (blob) => ({ ...(await open(blob)), replaced: true });
    const { find } = ports.logs;
    let looks = 0;
    ports.logs.find = async (one) => {
      const blob = await find(one);
      return looks++ === 0 || blob === null ? blob : change(blob);
    };
    now = deadline;
    return await run().then(
      ({ state }) => state,
      (error: unknown) => (error instanceof ConflictError ? 'conflict' : 'another error'),
    );
  }

  test('is, where it looks the same once more', async () => {
    expect(await again((blob) => blob)).not.toBe('conflict');
  });

  test('is none where it has grown, was made at another time, or is gone', async () => {
    expect(await again((blob) => ({ ...blob, length: blob.length + 1 }))).toBe('conflict');
    expect(await again((blob) => ({ ...blob, created: '2026-10-01T08:11:00.000Z' }))).toBe('conflict');
    expect(await again(() => null)).toBe('conflict');
  });
});

describe('a lost race', () => {
  test('is tried again after pauses that double, up to two seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    ports.logs.append(name, `${aLine()}\n`, at);
    let opens = 0;
    ports.ledger.open = () => {
      opens++;
      return conflict();
    };
    const running = run();
    const tries: number[] = [];
    // Each try opens it, and looks once more where the winner stands.
    for (const ms of [19, 1, 39, 1, 79, 1, 160 + 320 + 640, 1_279, 1, 1_999, 1, 1_999, 1]) {
      await vi.advanceTimersByTimeAsync(ms);
      tries.push(opens / 2);
    }
    expect(tries).toEqual([1, 2, 2, 3, 3, 4, 7, 7, 8, 8, 9, 9, 10]);
    now = deadline;
    const ended = expect(running).rejects.toBeInstanceOf(ConflictError);
    await vi.advanceTimersByTimeAsync(2_000);
    await ended;
  });

  test('ends at the deadline, to the moment, with its conflict', async () => {
    ports.logs.append(name, `${aLine()}\n`, at);
    let opens = 0;
    ports.ledger.open = () => {
      opens++;
      return conflict();
    };
    now = deadline;
    await expect(run()).rejects.toBeInstanceOf(ConflictError);
    expect(opens).toBe(1);
  });

  test('is none where the store fails: that is thrown at once, at every look', async () => {
    ports.logs.append(name, `${aLine()}\n`, at);
    let opens = 0;
    ports.ledger.open = () => (opens++ === 0 ? conflict() : Promise.reject(new Error('away')));
    await expect(run()).rejects.toThrow('away');
    expect(opens).toBe(2);
  });

  test('of a blob that is gone meanwhile is over', async () => {
    ports.logs.append(name, `${aLine()}\n`, at);
    const { find } = ports.logs;
    let looks = 0;
    ports.logs.find = async (one) => (looks++ === 0 ? find(one) : null);
    ports.ledger.open = conflict;
    expect(await run({ racePauseMs: 1 })).toEqual({ state: 'ignored' });
  });

  test('to a winner still at work is unfinished once time is up', async () => {
    ports.logs.append(name, `${aLine()}\n`.repeat(3), at);
    const { open } = ports.ledger;
    let opens = 0;
    ports.ledger.open = async (blob) => {
      if (++opens === 1) return conflict();
      const kept = await open(blob);
      // The winner moves between any two looks.
      if (opens === 3) now = deadline;
      return { ...kept, cursor: { ...kept.cursor, bytes: opens } };
    };
    expect(await run({ racePauseMs: 1 })).toMatchObject({ state: 'unfinished', cursor: { bytes: 3 } });
    expect([opens, commits]).toEqual([3, 0]);
  });
});
