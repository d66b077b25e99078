import { expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../../src/adapters/memory/failures.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import { askLostRanks, rankMemory } from '../../../src/app/ranking/lost-ranks.ts';
import { rankCluster } from '../../../src/app/ranking/rank.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../../build.ts';
import { aFailure } from '../../contract/failures.contract.ts';

const settings = {
  baselineDays: 5,
  learningDays: 2,
  findingsPerDay: 20,
  graceHours: 0,
  clientIp: 'first',
  privateClusters: [],
  rowBudget: 20_000,
} as const;
const yesterday = '2026-10-05' as Day;

/** A cluster whose 5th of October is counted, seen on the 6th. */
async function world(graceHours = 0) {
  let now = new Date('2026-10-06T06:00:00Z');
  const jobs = memoryJobs();
  const ports = {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    failures: memoryFailures(),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    jobs,
    clock: () => now,
    log: memoryLog(),
  };
  const grow = async (bytes: number, day = yesterday) => {
    const hour = `${day}T08`;
    const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes }, rows: [aRow({ day })] });
  };
  await grow(10);
  const memory = rankMemory();
  return {
    ports,
    grow,
    rank: (day = yesterday) => rankCluster(ports, aCluster, day, { ...settings, graceHours }),
    /** The days that are asked for at the time. */
    async at(at: string): Promise<string[]> {
      now = new Date(at);
      jobs.ranks.length = 0;
      await askLostRanks(ports, { ...settings, graceHours }, memory);
      return jobs.ranks.map(({ day }) => day);
    },
  };
}

test('a day that has logs and was not ranked is asked for, once it is late', async () => {
  const { at } = await world();
  expect(await at('2026-10-06T05:59:00Z')).toEqual([]);
  expect(await at('2026-10-06T07:00:00Z')).toEqual([yesterday]);
});

test('what is asked for is said by its number, in one warning; nothing is where nothing is', async () => {
  const { ports, at, grow } = await world();
  const said = () => ports.log.said.map(({ level, args }) => `${level} ${args}`);
  await at('2026-10-06T05:59:00Z');
  expect(said()).toEqual([]);
  await at('2026-10-06T07:00:00Z');
  expect(said()).toEqual([expect.stringMatching(/^warn rank: 1 days /)]);
  await grow(10, '2026-10-04' as Day);
  await at('2026-10-06T19:00:00Z');
  expect(said().slice(1)).toEqual([expect.stringMatching(/^warn rank: 2 days /)]);
});

test('a day that was ranked is left alone until it has grown', async () => {
  const { at, rank, grow } = await world();
  await rank();
  expect(await at('2026-10-06T07:00:00Z')).toEqual([]);
  await grow(20);
  expect(await at('2026-10-06T09:00:00Z')).toEqual([yesterday]);
  await rank();
  expect(await at('2026-10-06T23:00:00Z')).toEqual([]);
});

test('a day within its grace is asked for only where it was never ranked, and after it where it has grown', async () => {
  const { at, rank, grow } = await world(24);
  expect(await at('2026-10-06T07:00:00Z')).toEqual([yesterday]);
  await rank();
  await grow(20);
  expect(await at('2026-10-06T23:00:00Z')).toEqual([]);
  expect(await at('2026-10-07T00:05:00Z')).toEqual([yesterday]);
});

test('a day without logs, or too long ago, is not asked for', async () => {
  const { at, rank, grow } = await world();
  await grow(10, '2026-10-02' as Day);
  await rank();
  expect(await at('2026-10-06T07:00:00Z')).toEqual([]);
});

test('what is asked for and does not come is asked for after 1, 2, 4, … hours, and looked for once an hour', async () => {
  const { at } = await world();
  const asked: number[] = [];
  for (let minute = 0; minute < 16 * 60; minute += 5) {
    const time = new Date(Date.parse('2026-10-06T07:00:00Z') + minute * 60_000);
    if ((await at(time.toISOString())).length > 0) asked.push(minute / 60);
  }
  expect(asked).toEqual([0, 1, 3, 7, 15]);
});

test('what failed is asked for after its pause', async () => {
  const { at, ports } = await world();
  const again = '2026-10-06T08:30:00.000Z';
  await ports.failures.save(aFailure({ when: yesterday, blob: null, again }));
  expect(await at('2026-10-06T07:00:00Z')).toEqual([]);
  expect(await at('2026-10-06T09:00:00Z')).toEqual([yesterday]);
});

test('a cluster that cannot be looked at stops no other', async () => {
  const { at, ports } = await world();
  const { clusters, blobs } = ports.ledger;
  ports.ledger.clusters = async () => [{ id: 'broken', name: 'broken' }, ...(await clusters())];
  ports.ledger.blobs = (cluster, ...rest) => {
    if (cluster.id === 'broken') throw new Error('x');
    return blobs(cluster, ...rest);
  };
  expect(await at('2026-10-06T07:00:00Z')).toEqual([yesterday]);
});
