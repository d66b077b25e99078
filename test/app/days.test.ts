import { expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { refreshDays } from '../../src/app/days.ts';
import { type Day, parseDay } from '../../src/core/count/day.ts';
import { UnfinishedError } from '../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../build.ts';

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
