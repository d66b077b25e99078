/** What ranking leaves behind it beside findings: from what it ranked, what it could not read, whom it asked. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { rankCluster, rankDays } from '../../src/app/ranking/rank.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Call } from '../../src/core/read/call.ts';
import { UnfinishedError } from '../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../build.ts';

const day = '2026-10-10' as Day;
const now = new Date('2026-10-12T04:00:00Z');
const settings = {
  graceHours: 0,
  baselineDays: 30,
  learningDays: 2,
  clientIp: 'first',
  privateClusters: [] as string[],
  findingsPerDay: 3,
  rowBudget: 20_000,
} as const;

const world = () => ({
  ledger: memoryLedger(),
  days: memoryDays(),
  findings: memoryFindings(),
  suppressions: memorySuppressions(),
  jobs: memoryJobs(),
  clock: () => now,
  log: memoryLog(),
});
let ports: ReturnType<typeof world>;
beforeEach(() => {
  ports = world();
});

async function log(on: string, calls: readonly Partial<Call>[]): Promise<void> {
  const hour = `${on}T08`;
  const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
  const time = `${on}T08:15:00.000000Z`;
  const rows = calls.map((call) => ({
    ...aRow({ day: on as Day, firstSeen: time, lastSeen: time }, call),
    key: JSON.stringify([on, call]),
  }));
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
}

const usual = Array.from({ length: 120 }, (_, at) => ({ user: `user-${at}` }));
const secrets = { resource: 'secrets', verb: 'list', namespace: null, requestURI: '/api/v1/secrets' };

test('of findings beyond the budget a hundred are kept', async () => {
  for (const date of ['07', '08', '09']) await log(`2026-10-${date}`, usual);
  await log(day, [...usual, ...usual.slice(0, 105).map((call) => ({ ...call, ...secrets }))]);
  expect(await rankCluster(ports, aCluster, day, settings)).toBe(3);
  const held = (await ports.findings.ofDay(day)).filter((kept) => kept.held);
  expect(held).toHaveLength(100);
});

test('a day is ranked from what it was folded from, even where that changes meanwhile', async () => {
  await log('2026-10-09', usual.slice(0, 3));
  await log(day, usual.slice(0, 3));
  let foldedFrom = '';
  const save = ports.findings.save;
  ports.findings.save = async (...of) => {
    foldedFrom = (await ports.days.fingerprints(aCluster, day, day)).get(day) ?? '';
    await ports.days.save(aCluster, day, 'folded since', []);
    await save(...of);
  };
  await rankCluster(ports, aCluster, day, settings);
  expect(foldedFrom).not.toBe('');
  expect([...(await ports.days.rankedFrom(aCluster, '2026-10-01' as Day, day))]).toEqual([[day, foldedFrom]]);
});

test('a suppression that cannot be read is said by its id, each', async () => {
  await log(day, usual.slice(0, 3));
  await rankCluster(ports, aCluster, day, settings);
  expect(ports.log.said.filter(({ level }) => level === 'error')).toEqual([]);
  ports.suppressions.damaged = async () => ['velero', 'argo'];
  await rankCluster(ports, aCluster, day, settings);
  const errors = ports.log.said.filter(({ level }) => level === 'error').map(({ args }) => String(args));
  expect(errors).toEqual([expect.stringContaining(' velero '), expect.stringContaining(' argo ')]);
});

test('loading days ends at the deadline, to the moment', async () => {
  await log(day, usual.slice(0, 3));
  await rankCluster(ports, aCluster, day, settings);
  const within = { ...settings, deadline: new Date(now.getTime() + 1) };
  expect(await rankCluster(ports, aCluster, day, within)).toBe(0);
  const late = rankCluster(ports, aCluster, day, { ...settings, deadline: now });
  await expect(late).rejects.toBeInstanceOf(UnfinishedError);
});

test('a message that cannot be sent stops no other, and the last failure is thrown in the end', async () => {
  await log(day, usual.slice(0, 1));
  const asked: string[] = [];
  ports.jobs.rank = async (_, one) => {
    asked.push(one);
    if (one < '2026-10-12') throw new Error(`no ${one}`);
  };
  const days = ['2026-10-10', '2026-10-11', '2026-10-12'] as Day[];
  await expect(rankDays(ports, days)).rejects.toThrow('no 2026-10-11');
  expect(asked).toEqual(days);
});
