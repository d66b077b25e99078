/** One attacker makes calls that no two have their URI in common: what that may cost, and what it must not hide. */
import { expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../src/adapters/memory/failures.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { clusterStates } from '../../src/app/coverage/state.ts';
import { ingest } from '../../src/app/ingest.ts';
import { rowsBetween } from '../../src/app/ranking/days.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import { rankedDay } from '../../src/app/ranking/ranked-day.ts';
import type { Day } from '../../src/core/count/day.ts';
import { patternText } from '../../src/core/rank/pattern.ts';
import { uriTemplate } from '../../src/core/rank/uri.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';

const day = '2026-10-01' as Day;
const budget = { rows: 300, foldUri: uriTemplate, patternOf: patternText };
const settings = {
  graceHours: 24,
  baselineDays: 30,
  learningDays: 7,
  clientIp: 'first',
  privateClusters: [],
  findingsPerDay: 20,
  rowBudget: 300,
} as const;
const random = randomFrom('flood');
const letters = 'aeioudgklmnprst';

/** Of letters only: nothing in it looks generated, so no pattern folds it. */
const word = () => Array.from({ length: 12 }, () => letters[random.int(letters.length)]).join('');

/** A third are names within one pattern, a third patterns of their own, a third have other texts of their own as well. */
function flooding(line: number): string {
  const name = word();
  if (line % 3 === 0) return aLine({ requestURI: `/api/v1/namespaces/payments/secrets/${name}` });
  if (line % 3 === 1) return aLine({ requestURI: `/${name}/x` });
  return aLine({
    requestURI: `/${name}/x`,
    userAgent: `kubectl-${name}`,
    objectRef: { resource: 'pods', namespace: name },
    user: { username: name, groups: [] },
  });
}

async function flooded(hours: readonly string[], linesPerHour: number) {
  const [logs, ledger] = [memoryLogs(), memoryLedger()];
  const clock = () => new Date('2026-10-02T04:00:00Z');
  const log = memoryLog();
  for (const hour of hours) {
    const name = aBlobName(hour);
    const quiet = aLine({
      verb: 'delete',
      requestURI: '/api/v1/namespaces/payments/secrets/vault',
      user: { username: 'eve@example.com', groups: [] },
    });
    const lines = [quiet, ...Array.from({ length: linesPerHour }, (_, line) => flooding(line))];
    logs.append(name, `${lines.join('\n')}\n`, new Date(`${hour}:59:00Z`));
    await ingest(
      name,
      { logs, ledger, clock, log },
      {
        read: defaultReadOptions,
        budget,
        sealAfterMs: 365 * 86_400_000,
        deadline: new Date('2100-01-01T00:00:00Z'),
      },
    );
  }
  return { ledger, days: memoryDays(), clock };
}

test('a flood of an hour folds, is told, and loses no event', async () => {
  const { ledger } = await flooded(['2026-10-01T08'], 20_000);
  const { rows, accounts } = await rowsBetween(ledger, aCluster, day, day, 0);
  expect(accounts).toMatchObject({ lines: 20_001, events: 20_001, duplicates: 0 });
  expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(20_001);
  expect(rows.length).toBeGreaterThan(300);
  expect(rows.length).toBeLessThanOrEqual(600);
  const [state] = await clusterStates(
    { ledger, days: memoryDays(), failures: memoryFailures(), clock: () => new Date('2026-10-02T00:00:00Z') },
    day,
    day,
    { rowBudget: 300, learningDays: 7, privateClusters: [], logCategory: 'kube-audit', freshHours: 6 },
  );
  expect(state?.budget).toMatchObject({ rows: rows.length, limit: 300 });
  expect(state?.budget.folded).toBe(rows.reduce((sum, row) => sum + (row.folded ? row.events : 0), 0));
  expect(state?.budget.folded).toBeGreaterThan(19_000);
});

test('a flood that lasts all day is ranked as if it had been of an hour, and hides no call before it', async () => {
  const hours = ['08', '09', '10', '11', '12', '13'].map((hour) => `2026-10-01T${hour}`);
  const { ledger, days, clock } = await flooded(hours, 2_000);
  const rankings = keptRankings(memoryRankings());
  const { calls } = (
    await rankedDay({ ledger, days, rankings, clock }, aCluster, day, settings)
  ).ranking.all();
  expect(calls.length).toBeLessThanOrEqual(600);
  expect(calls.reduce((sum, { count }) => sum + count, 0)).toBe(6 * 2_001);
  const eve = calls.filter(({ user }) => user === 'eve@example.com');
  expect(eve.map(({ verb, count }) => [verb, count])).toEqual([['delete', 6]]);
});

test.each([
  ['calls', () => ({ user: { username: 'eve@example.com', groups: [] } })],
  [
    'calls in names that he takes on',
    (name: string) => ({
      user: { username: 'eve@example.com', groups: [] },
      impersonatedUser: { username: name, groups: [] },
    }),
  ],
])(
  'after a flood of one by %s, others keep rows of their own, wherever counting was broken off',
  async (_, who) => {
    const flood = Array.from({ length: 3_000 }, () => {
      const name = word();
      return aLine({ requestURI: `/${name}/x`, userAgent: `kubectl-${name}`, ...who(name) });
    });
    const others = Array.from({ length: 60 }, (_, at) =>
      aLine({
        requestURI: `/api/v1/namespaces/payments/secrets/of-${word()}`,
        user: { username: `user-${at % 6}`, groups: [] },
      }),
    );
    const lines = [...flood.slice(0, 2_000), ...others, ...flood.slice(2_000)];
    const name = aBlobName('2026-10-01T08');
    const counted = async (pieces: readonly number[]) => {
      const [logs, ledger, log] = [memoryLogs(), memoryLedger(), memoryLog()];
      let from = 0;
      for (const to of [...pieces, lines.length]) {
        logs.append(name, `${lines.slice(from, to).join('\n')}\n`, new Date('2026-10-01T08:59:00Z'));
        from = to;
        const clock = () => new Date('2026-10-01T09:00:00Z');
        await ingest(
          name,
          { logs, ledger, clock, log },
          {
            read: defaultReadOptions,
            budget,
            sealAfterMs: 365 * 86_400_000,
            deadline: new Date('2100-01-01T00:00:00Z'),
          },
        );
      }
      return (await rowsBetween(ledger, aCluster, day, day, 0)).rows;
    };
    const rows = await counted([]);
    const own = rows.filter(({ call }) => call.user?.startsWith('user-') === true);
    expect(own.map(({ events, folded }) => [events, folded])).toEqual(Array(60).fill([1, false]));
    expect(rows.some(({ folded }) => folded)).toBe(true);
    const byKey = (all: typeof rows) => new Map(all.map((row) => [row.key, row]));
    expect(byKey(await counted([1, 77, 1_500, 2_003, 2_500]))).toEqual(byKey(rows));
  },
);
