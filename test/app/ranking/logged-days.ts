/** Days whose calls lie in a ledger in memory, ready to be ranked: one log blob a day, each row seen once. */
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import type { RankPorts } from '../../../src/app/ranking/rank.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Call } from '../../../src/core/read/call.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { aBlob, aBlobName, aRow } from '../../build.ts';

export const rankSettings = {
  graceHours: 0,
  baselineDays: 30,
  learningDays: 7,
  clientIp: 'first',
  privateClusters: [] as string[],
  findingsPerDay: 20,
  rowBudget: 20_000,
} as const;

/** @param now as it is throughout */
export const memoryWorld = (now = '2026-11-12T04:00:00Z') => ({
  ledger: memoryLedger(),
  days: memoryDays(),
  rankings: keptRankings(memoryRankings()),
  findings: memoryFindings(),
  suppressions: memorySuppressions(),
  jobs: memoryJobs(),
  clock: () => new Date(now),
  log: memoryLog(),
});

/** So many users who do the same every day. */
export const usersAtWork = (count: number): Partial<Call>[] =>
  Array.from({ length: count }, (_, at) => ({ user: `user-${at}` }));

/** A day of calls as a log blob has it, each call a minute after the one before. */
export function loggedDay(day: Day, calls: readonly Partial<Call>[]) {
  const hour = `${day}T08` as Hour;
  const rows = calls.map((call, at) => {
    const time = `${hour}:${String(at % 60).padStart(2, '0')}:00.000000Z`;
    return { ...aRow({ day, firstSeen: time, lastSeen: time }, call), key: JSON.stringify([day, call]) };
  });
  return { source: aBlobName(hour), hour, rows };
}

/** Counts a day of calls. */
export async function countDay(
  { ledger }: Pick<RankPorts, 'ledger'>,
  { source, hour, rows }: ReturnType<typeof loggedDay>,
): Promise<void> {
  const open = await ledger.open(aBlob({ name: source }, hour));
  await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
}
