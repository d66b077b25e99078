/** What ranking leaves behind it beside findings: from what it ranked, what it could not read, whom it asked. */
import { beforeEach, expect, test } from 'vitest';
import { rankCluster, rankDays } from '../../src/app/ranking/rank.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Call } from '../../src/core/read/call.ts';
import { UnfinishedError } from '../../src/errors.ts';
import { aCluster } from '../build.ts';
import { countDay, loggedDay, memoryWorld, rankSettings, usersAtWork } from './ranking/logged-days.ts';

const day = '2026-10-10' as Day;
const now = new Date('2026-10-12T04:00:00Z');
const settings = { ...rankSettings, learningDays: 2, findingsPerDay: 3 };

let ports: ReturnType<typeof memoryWorld>;
beforeEach(() => {
  ports = memoryWorld(now.toISOString());
});

const log = (on: string, calls: readonly Partial<Call>[]) => countDay(ports, loggedDay(on as Day, calls));
const usual = usersAtWork(120);
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
