import { describe, expect, test } from 'vitest';
import { type MemoryLogs, memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import type { Ledger } from '../../src/app/ports/ledger.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { ConflictError } from '../../src/errors.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';

const name = aBlobName();
const at = new Date('2026-10-01T08:10:00Z');
const later = new Date('2026-10-01T08:20:00Z');
const daysLater = new Date('2026-10-05T00:00:00Z');

const run = (logs: MemoryLogs, ledger: Ledger, now = later) =>
  ingest(
    name,
    { logs, ledger, clock: () => now, log: memoryLog() },
    {
      read: defaultReadOptions,
      budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
      sealAfterMs: 2 * 86_400_000,
      deadline: new Date('2100-01-01T00:00:00Z'),
    },
  );

async function counted(ledger: Ledger) {
  for await (const { cursor, rows } of ledger.counted(
    aCluster,
    '2026-10-01T00' as Hour,
    '2026-10-02T00' as Hour,
  )) {
    return { cursor, counts: rows.map(({ call, events }) => `${call.verb} ${events}`).sort() };
  }
  return null;
}

const other = (agent: string) => aLine({ userAgent: agent });

describe('ingest', () => {
  test('counts a blob, and counts nothing when it runs again', async () => {
    const [logs, ledger] = [memoryLogs(), memoryLedger()];
    logs.append(name, `${aLine()}\n${aLine({ verb: 'list' })}\n${other('kubelet/v1.31')}\nnoise\n`, at);
    await run(logs, ledger);
    const once = await counted(ledger);
    expect(once?.counts).toEqual(['get 1', 'list 1']);
    expect(once?.cursor).toMatchObject({ lines: 4, events: 2, skipped: { 'not-kubectl': 1, 'not-json': 1 } });
    await run(logs, ledger);
    expect(await counted(ledger)).toEqual(once);
  });

  test('goes on where it stopped when the blob has grown', async () => {
    const [logs, ledger] = [memoryLogs(), memoryLedger()];
    logs.append(name, `${aLine()}\n`, at);
    await run(logs, ledger);
    logs.append(name, `${aLine()}\n${aLine({ verb: 'delete' })}\n`, later);
    await run(logs, ledger);
    expect((await counted(ledger))?.counts).toEqual(['delete 1', 'get 2']);
  });

  test('leaves a half-written last line for later, and then counts it once', async () => {
    const [logs, ledger] = [memoryLogs(7), memoryLedger()];
    const line = aLine({ verb: 'delete' });
    logs.append(name, `${aLine()}\n${line.slice(0, 300)}`, at);
    const result = await run(logs, ledger);
    expect(result).toMatchObject({ state: 'counted', tail: 300 });
    expect((await counted(ledger))?.counts).toEqual(['get 1']);
    logs.append(name, `${line.slice(300)}\n`, later);
    await run(logs, ledger);
    expect((await counted(ledger))?.counts).toEqual(['delete 1', 'get 1']);
  });

  test('counts a last line without newline once the blob is closed, and not again when the newline comes', async () => {
    const [logs, ledger] = [memoryLogs(), memoryLedger()];
    logs.append(name, `${aLine()}\n${aLine({ verb: 'delete' })}`, at);
    await run(logs, ledger);
    expect((await counted(ledger))?.counts).toEqual(['get 1']);
    await run(logs, ledger, daysLater);
    const closed = await counted(ledger);
    expect(closed?.counts).toEqual(['delete 1', 'get 1']);
    expect(closed?.cursor.sealed).toBe(true);
    await run(logs, ledger, daysLater);
    expect(await counted(ledger)).toEqual(closed);

    logs.append(name, `\n${aLine({ verb: 'patch' })}\n`, daysLater);
    await run(logs, ledger, daysLater);
    const reopened = await counted(ledger);
    expect(reopened?.counts).toEqual(['delete 1', 'get 1', 'patch 1']);
    expect(reopened?.cursor).toMatchObject({ lines: 3, sealed: false });
  });

  test('counts the newest of blobs that replaced each other', async () => {
    const [logs, ledger] = [memoryLogs(), memoryLedger()];
    logs.append(name, `${aLine()}\n${aLine()}\n`, at);
    await run(logs, ledger);
    logs.replace(name, `${aLine({ verb: 'list' })}\n`, later);
    await run(logs, ledger);
    expect((await counted(ledger))?.counts).toEqual(['list 1']);
    expect((await counted(ledger))?.cursor.generation).toBe(1);
  });

  // Found by the fault suite: a worker that stood still between two lines took a blob that had grown for another one.
  test('takes a blob that grew since it was looked at for the same blob', async () => {
    const [logs, ledger] = [memoryLogs(), memoryLedger()];
    logs.append(name, `${aLine()}\n`, at);
    const before = await logs.find(name);
    logs.append(name, `${aLine({ verb: 'list' })}\n`, later);
    await run(logs, ledger);
    let looks = 0;
    const slow = { ...logs, find: async (blob: string) => (looks++ === 0 ? before : logs.find(blob)) };
    await run(slow, ledger);
    expect((await counted(ledger))?.cursor).toMatchObject({ generation: 0, lines: 2 });
    expect((await counted(ledger))?.counts).toEqual(['get 1', 'list 1']);
  });

  test('cuts as many segments as it needs, and no event falls between two', async () => {
    const [logs, ledger] = [memoryLogs(1_000), memoryLedger({ rows: 3, chars: 1e9 })];
    const lines = Array.from({ length: 50 }, (_, i) => aLine({ requestURI: `/api/v1/${i % 20}` }));
    logs.append(name, `${lines.join('\r\n')}\r\n`, at);
    await run(logs, ledger);
    const result = await counted(ledger);
    expect(result?.counts).toHaveLength(20);
    expect(result?.cursor).toMatchObject({ events: 50, lines: 50, rows: 20 });
  });

  test('stops at its deadline with everything committed, and another run finishes', async () => {
    const [logs, ledger] = [memoryLogs(4_000), memoryLedger()];
    logs.append(name, `${Array.from({ length: 20 }, () => aLine()).join('\n')}\n`, at);
    const ports = { logs, ledger, clock: () => later, log: memoryLog() };
    const options = {
      read: defaultReadOptions,
      budget: { rows: 20_000, foldUri: (uri: string) => uri, patternOf: JSON.stringify },
      sealAfterMs: 2 * 86_400_000,
      deadline: later,
    };
    let runs = 0;
    for (let state = ''; state !== 'counted'; runs++) ({ state } = await ingest(name, ports, options));
    expect(runs).toBeGreaterThan(3);
    expect((await counted(ledger))?.counts).toEqual(['get 20']);
  });

  test('ignores a blob that is gone, and one that is no hour of a cluster', async () => {
    const [logs, ledger] = [memoryLogs(), memoryLedger()];
    expect(await run(logs, ledger)).toEqual({ state: 'ignored' });
  });
});

/** A ledger whose commits sometimes die before they took effect, and sometimes after it. */
function mortal(ledger: Ledger, random: () => number, deaths: number): Ledger {
  return {
    ...ledger,
    async commit(open, segment) {
      await new Promise((resolve) => setTimeout(resolve, random() * 3));
      if (random() < deaths) throw new Error('died before');
      const after = await ledger.commit(open, segment);
      if (random() < deaths) throw new Error('died after');
      return after;
    },
  };
}

/** mulberry32: small, seeded, good enough to shuffle deaths. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('three workers that cut differently, race and die', () => {
  // Without auditIDs: remembered identities would heal what a broken ledger counts twice.
  const lines = Array.from({ length: 400 }, (_, i) =>
    aLine({ requestURI: `/api/v1/${i % 37}`, auditID: undefined }),
  );

  async function raced(seed: number, wrap: (ledger: Ledger) => Ledger, deaths = 0.3): Promise<number> {
    const random = seeded(seed);
    let lies = 0;
    const logs = memoryLogs(3_000);
    logs.append(name, `${lines.join('\n')}\n`, at);
    const truth = memoryLedger();
    const worker = async (rows: number) => {
      const ledger = { ...wrap(mortal(truth, random, deaths)), rowsPerSegment: rows };
      for (let lives = 0; lives < 400; lives++) {
        try {
          await run(logs, ledger);
          // Whoever says that the blob is counted must find it so.
          if ((await counted(truth))?.cursor.lines !== 400) lies++;
          return;
        } catch (error) {
          if (!(error instanceof Error && error.message.startsWith('died'))) throw error;
        }
      }
    };
    await Promise.all([worker(3), worker(5), worker(8)]);
    const result = await counted(truth);
    const events = result?.counts.reduce((sum, count) => sum + Number(count.split(' ')[1]), 0) ?? 0;
    return lies === 0 ? events : -lies;
  }

  test.each([1, 2, 3, 4, 5])('count each line once (seed %i)', async (seed) => {
    expect(await raced(seed, (ledger) => ledger)).toBe(400);
  });

  /** Each seed races as the machine lets it: a mutant may be lucky once. */
  async function caught(mutant: (ledger: Ledger) => Ledger, deaths?: number): Promise<boolean> {
    for (let seed = 1; seed <= 8; seed++) if ((await raced(seed, mutant, deaths)) !== 400) return true;
    return false;
  }

  // The mutants of the scheme: each is what a hurried hand would write, and each must be caught.
  test('would not, if the cursor were not guarded', async () => {
    const unguarded = (ledger: Ledger): Ledger => ({
      ...ledger,
      commit: async (open, segment) => ledger.commit(await ledger.open(open.blob), segment),
    });
    expect(await caught(unguarded)).toBe(true);
  });

  test('would not, if counts and cursor were written one after the other', async () => {
    const torn = (ledger: Ledger): Ledger => ({
      ...ledger,
      async commit(open, segment) {
        const counts = await ledger.commit(open, { ...segment, cursor: open.cursor });
        return await ledger.commit(counts, { ...segment, rows: [] });
      },
    });
    expect(await caught(torn)).toBe(true);
  });

  test('would not, if a lost race were taken for a won one', async () => {
    const careless = (ledger: Ledger): Ledger => ({
      ...ledger,
      async commit(open, segment) {
        try {
          return await ledger.commit(open, segment);
        } catch (error) {
          if (!(error instanceof ConflictError)) throw error;
          return { ...open, cursor: segment.cursor };
        }
      },
    });
    expect(await caught(careless, 0)).toBe(true);
  });
});
