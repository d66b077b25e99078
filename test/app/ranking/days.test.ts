import { expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { refreshDays } from '../../../src/app/ranking/days.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import { rankedDay } from '../../../src/app/ranking/ranked-day.ts';
import { type Day, parseDay } from '../../../src/core/count/day.ts';
import { DamagedDayError, UnfinishedError } from '../../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../../build.ts';

const day = (text: string): Day => parseDay(text) ?? ('' as Day);
const [from, to] = [day('2026-10-01'), day('2026-10-05')];

test('folding days stops at its deadline, and the next run goes on where it stopped', async () => {
  const [ledger, memory] = [memoryLedger(), memoryDays()];
  for (const date of ['01', '02', '03', '04', '05']) {
    const hour = `2026-10-${date}T08`;
    const blob = aBlob({ name: aBlobName(hour) }, hour);
    const open = await ledger.open(blob);
    await ledger.commit(open, {
      cursor: { ...open.cursor, bytes: 10 },
      rows: [aRow({ day: day(`2026-10-${date}`) })],
    });
  }
  const folded: Day[] = [];
  const days: typeof memory = {
    ...memory,
    async save(cluster, one, ...rest) {
      folded.push(one);
      await memory.save(cluster, one, ...rest);
    },
  };
  /** Each day takes three minutes. */
  const ports = {
    ledger,
    days,
    clock: () => new Date(Date.parse('2026-10-06T04:00:00Z') + 180_000 * folded.length),
  };
  const options = { graceHours: 0, clientIp: 'first', rowBudget: 20_000 } as const;
  const run = (deadline: string) =>
    refreshDays(ports, aCluster, from, to, { ...options, deadline: new Date(deadline) });

  await expect(run('2026-10-06T04:08:00Z')).rejects.toBeInstanceOf(UnfinishedError);
  expect(folded).toEqual(['2026-10-01', '2026-10-02', '2026-10-03']);
  expect((await run('2026-10-06T05:00:00Z')).days).toHaveLength(5);
  expect(folded).toEqual(['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05']);
});

/** Days of which some cannot be read until they are folded again. */
async function damagedWorld(broken: Set<Day>, heals = true) {
  const [ledger, memory, log] = [memoryLedger(), memoryDays(), memoryLog()];
  for (const date of ['01', '02', '03']) {
    const hour = `2026-10-${date}T08`;
    const open = await ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    const rows = [aRow({ day: day(`2026-10-${date}`) }, { namespace: `of-${date}` })];
    await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
  }
  const days: typeof memory = {
    ...memory,
    async save(cluster, one, fingerprint, patterns) {
      if (heals && fingerprint !== '') broken.delete(one);
      await memory.save(cluster, one, fingerprint, patterns);
    },
    async *load(cluster, one) {
      yield* memory.load(cluster, one);
      if (broken.has(one)) throw new DamagedDayError(one);
    },
  };
  const settings = {
    graceHours: 0,
    baselineDays: 2,
    learningDays: 1,
    clientIp: 'first',
    privateClusters: [],
    findingsPerDay: 20,
    rowBudget: 20_000,
  } as const;
  const rankings = keptRankings(memoryRankings());
  const ports = { ledger, days, rankings, log, clock: () => new Date('2026-10-04T04:00:00Z') };
  const rank = async () => (await rankedDay(ports, aCluster, day('2026-10-03'), settings)).ranking.all();
  return { log, rank };
}

test('a day that is damaged is folded again, be there several, and the ranking is what it was', async () => {
  const broken = new Set<Day>();
  const { rank, log } = await damagedWorld(broken);
  const whole = await rank();
  expect(whole.calls.length).toBeGreaterThan(0);
  for (const date of ['2026-10-01', '2026-10-03']) broken.add(day(date));
  expect(await rank()).toEqual(whole);
  expect(log.said.map(({ level, args }) => `${level} ${args}`).sort()).toEqual([
    'warn what is kept of 2026-10-01 is damaged: it is folded again',
    'warn what is kept of 2026-10-03 is damaged: it is folded again',
  ]);
  expect(broken.size).toBe(0);
});

test('a day that stays damaged is folded again once, and then fails', async () => {
  const { rank, log } = await damagedWorld(new Set([day('2026-10-02')]), false);
  await expect(rank()).rejects.toBeInstanceOf(DamagedDayError);
  expect(log.said).toHaveLength(1);
});
