import { expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../src/adapters/memory/failures.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { forget, keptFrom } from '../../src/app/forget.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import { addDays, dayOf } from '../../src/core/count/day.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlob, aBlobName, aCluster, aFinding } from '../build.ts';
import { aFailure } from '../contract/failures.contract.ts';

const now = new Date('2026-11-23T05:30:00Z');

test('what is older than configured goes', () => {
  expect(keptFrom(now, { retentionDays: 90, baselineDays: 30, graceHours: 24 })).toBe('2026-08-25');
});

test('what a baseline still needs stays, whatever is configured', () => {
  // 2026-11-21 is ranked once more, against the 30 days before it.
  expect(keptFrom(now, { retentionDays: 1, baselineDays: 30, graceHours: 24 })).toBe('2026-10-20');
  expect(keptFrom(now, { retentionDays: 1, baselineDays: 90, graceHours: 168 })).toBe('2026-08-15');
  // A day of grace that is begun is a whole one.
  expect(keptFrom(now, { retentionDays: 1, baselineDays: 30, graceHours: 25 })).toBe('2026-10-19');
});

test('findings are kept for longer than counts, and then go too', async () => {
  const ports = {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    failures: memoryFailures(),
    clock: () => now,
    log: memoryLog(),
  };
  const settings = { retentionDays: 90, baselineDays: 30, graceHours: 24, findingsDays: 400 };
  for (const age of [100, 400, 401]) {
    const day = addDays(dayOf(now), -age);
    await ports.findings.save(day, aCluster, [aFinding({ id: `${age}`, day })]);
    const suppression = { id: 'a', owner: 'b', reason: 'c', expires: '2026-12-31' };
    await ports.suppressions.saveHidden(day, aCluster, [{ suppression, hits: 1, calls: [] }]);
  }
  const forgotten = await forget(ports, settings, new Date('2100-01-01T00:00:00Z'));
  expect(forgotten).toEqual({ blobs: 0, days: 0, findingDays: 1 });
  expect((await ports.suppressions.hits()).map(({ day }) => day)).toEqual(['2026-08-15', '2025-10-19']);
  expect(await ports.findings.find('401')).toBeNull();
  expect(await ports.findings.find('400')).not.toBeNull();
  expect(ports.log.said).toEqual([
    { level: 'info', args: ['retention: findings before 2025-10-19 are forgotten'] },
  ]);
});

test('kept rankings go with the counts they were made from', async () => {
  const rankings = memoryRankings();
  const ports = {
    ...{ ledger: memoryLedger(), days: memoryDays(), rankings, findings: memoryFindings() },
    ...{ suppressions: memorySuppressions(), failures: memoryFailures(), clock: () => now, log: memoryLog() },
  };
  ports.ledger.clusters = async () => [aCluster];
  const from = keptFrom(now, { retentionDays: 90, baselineDays: 30, graceHours: 24 });
  for (const day of [addDays(from, -1), from]) await rankings.write(aCluster, day, Buffer.from(day));
  const settings = { retentionDays: 90, baselineDays: 30, graceHours: 24, findingsDays: 400 };
  await forget({ ...ports, rankings: keptRankings(rankings) }, settings, new Date('2100-01-01T00:00:00Z'));
  expect(await rankings.read(aCluster, addDays(from, -1))).toBeNull();
  expect(await rankings.read(aCluster, from)).not.toBeNull();
});

test('a part that fails stops no other, and is told in the end', async () => {
  const ports = {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    failures: memoryFailures(),
    clock: () => now,
    log: memoryLog(),
  };
  const broken = { id: 'broken', name: 'broken' };
  ports.ledger.clusters = async () => [broken, aCluster];
  const asked: string[] = [];
  ports.days.forget = async ({ name }) => {
    asked.push(name);
    if (name === 'broken') throw Object.assign(new Error('x'), { statusCode: 503, code: 'ServerBusy' });
    return 1;
  };
  for (const when of ['2026-08-24T23', '2026-08-25T00'])
    await ports.failures.save(aFailure({ when: when as Hour }));
  const settings = { retentionDays: 90, baselineDays: 30, graceHours: 24, findingsDays: 400 };
  await expect(forget(ports, settings, new Date('2100-01-01T00:00:00Z'))).rejects.toThrow('x');
  expect(asked).toEqual(['broken', 'aks-1']);
  // What failed counts for nothing.
  expect(ports.log.said.filter(({ level }) => level === 'info').map(({ args }) => args)).toEqual([
    ['retention: 0 log blobs and 1 days before 2026-08-25 are forgotten'],
  ]);
  expect((await ports.failures.list()).map(({ when }) => when)).toEqual(['2026-08-25T00']);
  expect(ports.log.said.filter(({ level }) => level === 'error').map(({ args }) => args)).toEqual([
    ['retention: a part of it failed, the rest goes on: 503 ServerBusy'],
  ]);
});

test('blobs and days before the first that is kept are forgotten, and counted', async () => {
  const told: string[] = [];
  const ports = {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    failures: memoryFailures(),
    clock: () => now,
    log: { info: (text: string) => void told.push(text), warn: () => undefined, error: () => undefined },
  };
  for (const hour of ['2026-08-24T22', '2026-08-24T23', '2026-08-25T00']) {
    const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [] });
  }
  for (const age of [90, 91, 92, 93])
    await ports.days.save(aCluster, addDays(dayOf(now), -age), `${age}`, []);
  const settings = { retentionDays: 90, baselineDays: 30, graceHours: 24, findingsDays: 400 };
  expect(await forget(ports, settings, new Date('2100-01-01T00:00:00Z'))).toEqual({
    blobs: 2,
    days: 3,
    findingDays: 0,
  });
  expect(told).toEqual(['retention: 2 log blobs and 3 days before 2026-08-25 are forgotten']);
  expect(await forget(ports, settings, new Date('2100-01-01T00:00:00Z'))).toEqual({
    blobs: 0,
    days: 0,
    findingDays: 0,
  });
  expect(told).toHaveLength(1);
});
